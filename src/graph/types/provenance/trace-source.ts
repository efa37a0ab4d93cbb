// A source of an output: one data point with its share, what the chain claims for it, what it was paid, and the passages.
import type { SourcePassageRow } from '../../../database/reads/read-passages'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'
import { keyOf, type TraceSourceShape } from '../../facts/trace-sources'
import { capQuotes } from '../../live/quote'
import { DataPoint } from '../data/data-point'
import { Account } from '../money/account'

type SourcePassageShape = SourcePassageRow & { text: string | null }

const SourcePassage = builder.objectRef<SourcePassageShape>('SourcePassage').implement({
  description:
    'A passage that the output and this row have in common: text = output.text.slice(start, end) = dataPoint.text.slice(sourceStart, sourceEnd).',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'In the output; UTF-16 code units, half-open.' }),
    end: t.exposeInt('end'),
    sourceStart: t.exposeInt('sourceStart', { description: "In the row's text; UTF-16 code units, half-open." }),
    sourceEnd: t.exposeInt('sourceEnd'),
    text: t.exposeString('text', { nullable: true, description: 'Null where a text was removed or is missing.' }),
    tokens: t.exposeInt('tokens'),
    information: t.exposeFloat('information', { description: 'nat' }),
    threshold: t.exposeFloat('threshold', { description: 'nat; less information than this could be chance.' }),
    owners: t.exposeInt('owners', { description: 'How many contributors hold the passage.' }),
    credited: t.exposeBoolean('credited'),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it earned nothing: CHANCE, BOILERPLATE, SHORT, EARLIER.',
    }),
    isEarliest: t.boolean({
      description: 'Whether this row is the first that held the passage.',
      resolve: ({ sourceIndex }) => sourceIndex === 0,
    }),
  }),
})

export const TraceSource = builder.objectRef<TraceSourceShape>('TraceSource').implement({
  description: 'One data point that explains a part of the output, or that the chain claims does.',
  fields: (t) => ({
    sharePpb: t.expose('sharePpb', { type: 'Ppb', description: 'Computed. 0 where only the claim names the row.' }),
    share: t.float({ resolve: ({ sharePpb }) => sharePpb / 1e9 }),
    tokens: t.exposeInt('tokens', { description: 'Tokens of the output credited to the row.' }),
    evidence: t.exposeFloat('evidence', { description: 'Information gathered, as a multiple of the chance bound.' }),
    claimedPpb: t.expose('claimedPpb', {
      type: 'Ppb',
      nullable: true,
      description: "The chain's claim. Null where the claim's leaves are not known; 0 where they do not name the row.",
    }),
    claimedContributors: t.expose('claimedContributors', {
      type: ['Bytes'],
      description: 'Whom the claim names as contributor of the row.',
    }),
    reward: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 5,
      description:
        "wei, derived: the contributor's accrual for this inference and Datanet, apportioned by claimed shares. Null without the claim's leaves.",
      resolve: async (source) => {
        const rewards = await source.rewards()
        return rewards === null ? null : (rewards.get(keyOf(source)) ?? 0n)
      },
    }),
    dataPoint: t.field({ type: DataPoint, resolve: ({ contributionId, row }) => ({ contributionId, row }) }),
    contributor: t.field({
      type: Account,
      nullable: true,
      complexity: 2,
      description: 'Null where a claim names a contribution that does not exist.',
      resolve: async ({ contributionId }, _args, context) => {
        const contribution = await context.contributions(contributionId)
        return contribution?.contributorId ? context.accounts(contribution.contributorId) : null
      },
    }),
    passages: t.field({
      type: [SourcePassage],
      complexity: { field: 5, multiplier: 3 },
      description:
        'In the order of the output. Of a row that is private or paid at most 5, of 600 UTF-16 units together.',
      resolve: async (source, _args, context) => (await quotePassages(source, context)).shown,
    }),
    withheld: t.int({
      complexity: 5,
      description: 'Passages that are not shown because of that limit.',
      resolve: async (source, _args, context) => (await quotePassages(source, context)).withheld,
    }),
  }),
})

async function quotePassages(
  source: TraceSourceShape,
  context: GraphContext,
): Promise<{ shown: SourcePassageShape[]; withheld: number }> {
  const passages = await source.passages(keyOf(source))
  if (passages.length === 0) return { shown: [], withheld: 0 }
  const contribution = await context.contributions(source.contributionId)
  if (contribution === null) return { shown: [], withheld: passages.length }
  const [output, row] = await Promise.all([
    context.texts.anchored(source.trace.outputHash),
    context.texts.dataPoint({ contentRoot: contribution.contentRoot, row: source.row }),
  ])
  const { shown, withheld } = contribution.restricted ? capQuotes(passages) : { shown: passages, withheld: 0 }
  // Whatever was taken down, of either side, is quoted nowhere.
  const text = row.text === null ? null : output.text
  return {
    shown: shown.map((passage) => ({ ...passage, text: text?.slice(passage.start, passage.end) ?? null })),
    withheld,
  }
}
