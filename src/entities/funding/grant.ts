// What is true of a grant, and of all grants in sum, when it is awarded and when it is closed. Closed early, what it did not reach goes
// back to the budget; what it did reach may still be paid.
import type { EventOf } from '../../events/event'
import { accountId, grantId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch } from '../world'
import { programAfter, touchProgram } from './grant-program'

type GrantEvent = EventOf<'grantAwarded' | 'grantClosed'>

export const grantTransitions: Transitions<GrantEvent['kind']> = {
  grantAwarded: {
    touches: (event) => [touchGrant(event), touchProgram(event), touchAccount(event, event.recipient)],
    apply(world, event) {
      const id = grantId(event.at.chainId, event.grantId)
      if (event.grantId === 0n) return skip(event, 'a grant can not have the number 0')
      if (world.get('grant', id) !== undefined) return skip(event, `the grant ${event.grantId} exists already`)
      const { grantId: number, tier, area, amountUsd, metadataUri } = event
      const row: Row<'grant'> = {
        ...{ id, grantId: number, tier, area, amountUsd, metadataUri, status: 'OPEN' },
        recipient: accountId(event.at.chainId, event.recipient),
        ...{ closedReason: null, closedBlockNumber: null },
        ...{ plannedUsd: 0n, reachedUsd: 0n, releasedUsd: 0n, disbursed: 0n },
        ...placeOf(event),
      }
      const program = programAfter(world, event, ({ grants, openGrants, awardedUsd, committedUsd }) => ({
        ...{ grants: grants + 1, openGrants: openGrants + 1 },
        ...{ awardedUsd: awardedUsd + amountUsd, committedUsd: committedUsd + amountUsd },
      }))
      return [...newAccounts(world, event, event.recipient), program, { kind: 'grant', row }]
    },
  },

  grantClosed: {
    touches: (event) => [touchGrant(event), touchProgram(event)],
    apply(world, event) {
      const grant = world.get('grant', grantId(event.at.chainId, event.grantId))
      if (grant === undefined) return skip(event, `the grant ${event.grantId} was never awarded`)
      if (grant.status !== 'OPEN') return skip(event, `the grant ${event.grantId} is ${grant.status}`)
      const released = grant.amountUsd - grant.reachedUsd
      const row = {
        ...grant,
        ...{ status: 'CLOSED', closedReason: event.reason, closedBlockNumber: event.at.blockNumber },
        releasedUsd: released,
      }
      const program = programAfter(world, event, ({ openGrants, releasedUsd, committedUsd }) => ({
        openGrants: openGrants - 1,
        ...{ releasedUsd: releasedUsd + released, committedUsd: committedUsd - released },
      }))
      return [program, { kind: 'grant', row }]
    },
  },
}

function touchGrant(event: GrantEvent): Touch {
  return { kind: 'grant', id: grantId(event.at.chainId, event.grantId) }
}
