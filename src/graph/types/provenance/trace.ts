// From one decision to the data behind it: what was computed, what the chain claims, the verdict, and the weighted sources.
import type { TraceRow } from '../../../database/reads/read-trace'
import { pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import { readSourcesPage } from '../../facts/trace-sources'
import { Claim } from '../inference/claim'
import { Inference } from '../inference/inference'
import { Run } from './run'
import { TraceSource } from './trace-source'
import { AttributionStatus, distanceOf, METHOD_NOTE, pendingVerdict, Verdict } from './verdict'

const Rest = builder.objectRef<{ count: number; sharePpb: number; claimedPpb: number | null }>('TraceRest').implement({
  description: 'Every source that is not on this page, together.',
  fields: (t) => ({
    count: t.exposeInt('count'),
    sharePpb: t.expose('sharePpb', { type: 'Ppb' }),
    claimedPpb: t.expose('claimedPpb', { type: 'Ppb', nullable: true }),
  }),
})

const verdictOf = (trace: TraceRow) => trace.verdict ?? pendingVerdict(trace.method)

export const Trace = builder.objectRef<TraceRow>('Trace').implement({
  description:
    'What explains the output of an inference, by one method. Where there is a run, the shares of the page and of the rest and the unattributed part sum to 1000000000.',
  fields: (t) => ({
    method: t.exposeString('method', { description: METHOD_NOTE }),
    methodVersion: t.string({
      nullable: true,
      resolve: ({ run, claimMethodVersion }) => run?.methodVersion ?? claimMethodVersion,
    }),
    status: t.field({ type: AttributionStatus, resolve: (trace) => verdictOf(trace).status }),
    distance: t.float({
      nullable: true,
      description: 'Total variation between claim and recomputation, from 0 to 1.',
      resolve: (trace) => distanceOf(verdictOf(trace)),
    }),
    distancePpb: t.field({ type: 'Ppb', nullable: true, resolve: (trace) => verdictOf(trace).distancePpb }),
    reason: t.string({ nullable: true, resolve: (trace) => verdictOf(trace).reason }),
    verdict: t.field({ type: Verdict, resolve: verdictOf }),
    unattributedPpb: t.field({
      type: 'Ppb',
      nullable: true,
      description: 'Null without a run.',
      resolve: ({ run }) => run?.unattributedPpb ?? null,
    }),
    unattributed: t.float({
      nullable: true,
      resolve: ({ run }) => (run === null ? null : run.unattributedPpb / 1e9),
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: 'Null where nothing was computed: not yet, or the reason says why.',
      resolve: ({ run, outputHash }) => (run === null ? null : { ...run, outputHash }),
    }),
    inference: t.drizzleField({
      type: Inference,
      complexity: 2,
      nullable: true,
      resolve: (query, trace, _args, context) =>
        context.database.query.inference.findFirst(query({ where: { id: trace.inferenceId } })),
    }),
    claim: t.drizzleField({
      type: Claim,
      complexity: 2,
      nullable: true,
      description: 'What the chain claims by this method; the newest where there are several.',
      resolve: (query, { claimId }, _args, context) =>
        claimId === null ? null : context.database.query.attributionClaim.findFirst(query({ where: { id: claimId } })),
    }),
    sources: t.connection(
      {
        type: TraceSource,
        complexity: pageCost,
        description: 'By share, the largest first; then the rows that only the claim names.',
        resolve: (trace, args, context) => readSourcesPage(trace, args, context),
      },
      {
        fields: (connection) => ({
          totalCount: connection.exposeInt('totalCount'),
          rest: connection.expose('rest', { type: Rest }),
        }),
      },
    ),
  }),
})
