// How a contribution stands in a version of its Datanet, from either side: asked of the contribution, or of the version for all of them.
import { type Standing as StandingShape, standingOf } from '../../../entities/data/standing'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'

const Kind = builder.enumType('StandingKind', {
  values: {
    INCLUDED: { description: 'The version holds it, and nothing of that was lost.' },
    ROWS_REMOVED_SINCE: { description: 'The version holds it; rows that the version holds were removed later.' },
    WITHDRAWN_SINCE: { description: 'The version holds it; it was withdrawn later.' },
    NOT_YET: { description: 'It was not approved by then, whatever came of it later, unless it was rejected.' },
    REJECTED: { description: 'It was rejected, so no version ever holds it.' },
    WITHDRAWN_BEFORE: { description: 'It was withdrawn by then.' },
  } as const,
})

export const Standing = builder.objectRef<StandingShape>('Standing').implement({
  description:
    'How a contribution stands in a version of its Datanet: what the version took in at its place in the chain, and what became of that.',
  fields: (t) => ({
    kind: t.expose('kind', { type: Kind }),
    rowCount: t.expose('rowCount', { type: 'BigInt', description: 'Rows of it that the version holds.' }),
    remainingRowCount: t.expose('remainingRowCount', {
      type: 'BigInt',
      description: 'Of these, what was neither withdrawn nor removed since.',
    }),
    sinceBlockNumber: t.int({
      nullable: true,
      description: 'Where it was withdrawn, or lost its first row, after the version took it in; else null.',
      resolve: ({ since }) => since?.blockNumber ?? null,
    }),
  }),
})

/** null where the version is not there, or of another Datanet. */
export async function standingIn(context: GraphContext, contribution: string, version: string) {
  const facts = await context.standings(`${contribution} ${version}`)
  return facts === null ? null : standingOf(facts.contribution, facts.removals, facts.version)
}
