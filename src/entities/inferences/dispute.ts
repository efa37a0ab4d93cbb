// What is true of a dispute after an event. There is one for a claim at most; it goes OPEN -> UPHELD or REJECTED, and what that
// says of the claim is not judged here.
import type { EventOf } from '../../events/event'
import { accountId, disputeId, inferenceId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch } from '../world'

type DisputeEvent = EventOf<'attributionDisputed' | 'disputeResolved'>

export const disputeTransitions: Transitions<DisputeEvent['kind']> = {
  attributionDisputed: {
    touches: (event) => [
      touchDispute(event),
      { kind: 'claimsOf', id: inferenceOf(event) },
      touchAccount(event, event.challenger),
    ],
    apply(world, event) {
      const { method, bond, reasonUri } = event
      if (!world.isClaimed(inferenceOf(event), method)) return skip(event, `no claim of the method ${method} is known`)
      if (world.get('dispute', idOf(event)) !== undefined) {
        return skip(event, `the claim of the method ${method} was disputed already`)
      }
      const row: Row<'dispute'> = {
        ...{ id: idOf(event), inference: inferenceOf(event), method, bond, reasonUri, status: 'OPEN' },
        challenger: accountId(event.at.chainId, event.challenger),
        ...{ resolvedBlockNumber: null, resolvedLogIndex: null },
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.challenger), { kind: 'dispute', row }]
    },
  },

  disputeResolved: {
    touches: (event) => [touchDispute(event)],
    apply(world, event) {
      const dispute = world.get('dispute', idOf(event))
      if (dispute === undefined) return skip(event, `the claim of the method ${event.method} was never disputed`)
      if (dispute.status !== 'OPEN') return skip(event, `the dispute is ${dispute.status}`)
      const row = {
        ...dispute,
        status: event.upheld ? 'UPHELD' : 'REJECTED',
        resolvedBlockNumber: event.at.blockNumber,
        resolvedLogIndex: event.at.logIndex,
      }
      return [{ kind: 'dispute', row }]
    },
  },
}

function inferenceOf(event: DisputeEvent): string {
  return inferenceId(event.at.chainId, event.inferenceId)
}

function idOf(event: DisputeEvent): string {
  return disputeId(inferenceOf(event), event.method)
}

function touchDispute(event: DisputeEvent): Touch {
  return { kind: 'dispute', id: idOf(event) }
}
