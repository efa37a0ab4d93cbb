// All grants of a chain in sum: one row, that every event of a grant passes through.
import type { EventOf } from '../../events/event'
import { grantProgramId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { placeOf } from '../transition'
import type { Touch, World } from '../world'

export type OfGrants = EventOf<'grantAwarded' | 'milestoneSet' | 'milestoneReached' | 'grantDisbursed' | 'grantClosed'>

type Program = Row<'grantProgram'>

export function programAfter(world: World, event: OfGrants, step: (program: Program) => Partial<Program>): Change {
  const program = world.get('grantProgram', grantProgramId(event.at.chainId)) ?? noGrants(event)
  return { kind: 'grantProgram', row: { ...program, ...step(program) } }
}

export function touchProgram(event: OfGrants): Touch {
  return { kind: 'grantProgram', id: grantProgramId(event.at.chainId) }
}

function noGrants(event: OfGrants): Program {
  return {
    id: grantProgramId(event.at.chainId),
    ...{ grants: 0, openGrants: 0, awardedUsd: 0n, reachedUsd: 0n, releasedUsd: 0n, committedUsd: 0n, disbursed: 0n },
    ...placeOf(event),
  }
}
