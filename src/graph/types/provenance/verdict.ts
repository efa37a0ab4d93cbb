// The chain's claim against a recomputation: a status, how far apart, and why where it could not be told.
import type { VerdictRow } from '../../../database/reads/read-trace'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'
import { DataPoint } from '../data/data-point'

export const AttributionStatus = builder.enumType('AttributionStatus', {
  values: {
    PENDING: { description: 'Not judged yet.' },
    UNCLAIMED: { description: 'Computed; the chain claims nothing.' },
    RECOMPUTED: { description: 'Computed with the same result.' },
    MISMATCH: { description: 'Computed with another result: the distance says how far apart.' },
    UNVERIFIABLE: { description: 'Could not be computed or compared: the reason is given.' },
  } as const,
})

export const Method = builder.enumType('Method', {
  description: 'How attributions are computed.',
  values: {
    SUFFIX_ARRAY: { description: 'What the output repeats.' },
    INFLUENCE: { description: 'What moved the weights.' },
    RETRIEVAL: { description: 'What was looked up.' },
  } as const,
})

export const METHOD_NOTE = 'SUFFIX_ARRAY, INFLUENCE, RETRIEVAL, or the number on chain where it is none of these.'

type WorstRow = NonNullable<VerdictRow['worst']>[number]

const Difference = builder.objectRef<WorstRow>('ShareDifference').implement({
  description: 'A row whose claimed and computed shares differ.',
  fields: (t) => ({
    claimedPpb: t.expose('claimedPpb', { type: 'Ppb' }),
    computedPpb: t.expose('computedPpb', { type: 'Ppb' }),
    dataPoint: t.field({ type: DataPoint, resolve: ({ contributionId, row }) => ({ contributionId, row }) }),
  }),
})

export const Verdict = builder.objectRef<VerdictRow>('Verdict').implement({
  description: "What came of holding the chain's claim against a recomputation.",
  fields: (t) => ({
    method: t.exposeString('method', { description: METHOD_NOTE }),
    status: t.expose('status', { type: AttributionStatus }),
    distance: t.float({
      nullable: true,
      description: 'Total variation between claim and recomputation, from 0 to 1.',
      resolve: distanceOf,
    }),
    distancePpb: t.expose('distancePpb', { type: 'Ppb', nullable: true }),
    reason: t.exposeString('reason', { nullable: true }),
    detail: t.exposeString('detail', { nullable: true }),
    worst: t.field({
      type: [Difference],
      description: 'The rows whose shares differ most, five at most.',
      resolve: ({ worst }) => worst ?? [],
    }),
  }),
})

export function distanceOf(verdict: { distancePpb: string | null }): number | null {
  return verdict.distancePpb === null ? null : Number(verdict.distancePpb) / 1e9
}

export function pendingVerdict(method: string): VerdictRow {
  return { method, status: 'PENDING', distancePpb: null, reason: null, detail: null, worst: null }
}

/** What was judged, and SUFFIX_ARRAY in any case: what nobody judged yet is pending. */
export async function verdictsOf(inferenceId: string, context: GraphContext): Promise<VerdictRow[]> {
  const verdicts = await context.verdicts(inferenceId)
  const isJudged = verdicts.some(({ method }) => method === 'SUFFIX_ARRAY')
  return isJudged ? verdicts : [pendingVerdict('SUFFIX_ARRAY'), ...verdicts]
}
