// subscription { inferences } and { head }: what is new, as it becomes visible.
import { builder } from '../builder'
import type { FeedEvent } from '../feed'
import { Inference } from '../types/inference/inference'
import { Block } from '../types/money/position'

builder.subscriptionType({
  fields: (t) => ({
    inferences: t.field({
      type: Inference,
      nullable: true,
      complexity: 2,
      description: 'New inferences, as they become visible.',
      subscribe: (_root, _args, context) => context.feed.subscribe('inference', context.signal),
      resolve: (event, _args, context) => (event.kind === 'inference' ? context.inferences(event.inferenceId) : null),
    }),
    head: t.field({
      type: Block,
      nullable: true,
      description: 'The newest block of each chain, as it is indexed.',
      subscribe: (_root, _args, context) => context.feed.subscribe('head', context.signal),
      resolve: (event: FeedEvent) => (event.kind === 'head' ? event.head : null),
    }),
  }),
})
