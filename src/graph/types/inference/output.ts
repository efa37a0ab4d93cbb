// What a model said, and whether it hashes to what the chain says it said.
import { builder } from '../../builder'
import { ContentState } from '../data/content-state'

export const Output = builder.objectRef<{ hash: string }>('Output').implement({
  description: 'The output of an inference. Its input is never shown: only its hash is.',
  fields: (t) => ({
    hash: t.expose('hash', { type: 'Bytes' }),
    text: t.string({
      nullable: true,
      complexity: 3,
      resolve: async ({ hash }, _args, context) => (await context.texts.anchored(hash)).text,
    }),
    status: t.field({
      type: ContentState,
      complexity: 2,
      resolve: async ({ hash }, _args, context) => (await context.texts.anchored(hash)).status,
    }),
  }),
})
