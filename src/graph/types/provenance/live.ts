// A text attributed on the spot, against the data a model version was trained on.
import { builder } from '../../builder'
import type { LiveResult } from '../../live/live-attribution'
import { DataPoint } from '../data/data-point'
import { Account } from '../money/account'
import { Passage, type PassageShape } from './passage'

export type LiveShape = Omit<LiveResult, 'passages'> & { passages: PassageShape[]; withheld: number }

const LiveShare = builder.objectRef<LiveResult['shares'][number]>('LiveShare').implement({
  description: 'The share of one data point in a text.',
  fields: (t) => ({
    sharePpb: t.expose('sharePpb', { type: 'Ppb' }),
    share: t.float({ resolve: ({ sharePpb }) => sharePpb / 1e9 }),
    tokens: t.exposeInt('tokens'),
    evidence: t.exposeFloat('evidence'),
    dataPoint: t.field({ type: DataPoint, resolve: ({ contributionId, row }) => ({ contributionId, row }) }),
    contributor: t.field({
      type: Account,
      nullable: true,
      complexity: 2,
      resolve: async ({ contributionId }, _args, context) => {
        const contribution = await context.contributions(contributionId)
        return contribution?.contributorId ? context.accounts(contribution.contributorId) : null
      },
    }),
  }),
})

export const LiveAttribution = builder.objectRef<LiveShape>('LiveAttribution').implement({
  description: 'Shares and the unattributed part sum to 1000000000.',
  fields: (t) => ({
    method: t.exposeString('method'),
    engine: t.exposeString('engine'),
    dataSet: t.exposeString('dataSet'),
    parameters: t.field({ type: 'Json', resolve: ({ parameters }) => parameters }),
    tokens: t.exposeInt('tokens'),
    unattributedPpb: t.expose('unattributedPpb', { type: 'Ppb' }),
    shares: t.field({ type: [LiveShare], resolve: ({ shares }) => shares }),
    passages: t.field({
      type: [Passage],
      description:
        'Those that only private or paid rows hold: at most 5, of 600 UTF-16 units together. Such a row is named within the same limit.',
      resolve: ({ passages }) => passages,
    }),
    withheld: t.exposeInt('withheld', { description: 'Passages that are not shown because of that limit.' }),
  }),
})
