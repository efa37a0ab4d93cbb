// What is true of the airdrop after an event. A batch begins with whatever is said of it first: the index may begin after the contract did.
import type { EventOf } from '../../events/event'
import { accountId, airdropBatchId, positionId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type OfBatch = EventOf<'airdropPaid' | 'airdropBatchEnabled' | 'airdropBatchFeeSet'>

export const airdropTransitions: Transitions<OfBatch['kind'] | 'airdropSet'> = {
  airdropPaid: {
    touches: (event) => [touchBatch(event), touchAccount(event, event.account)],
    apply(world, event) {
      const { at, account, amount } = event
      const batch = batchOf(world, event)
      const row: Row<'airdropPayout'> = {
        ...{ id: positionId(at), batch: batch.id, account: accountId(at.chainId, account), amount },
        ...placeOf(event),
      }
      const paid = { payoutCount: batch.payoutCount + 1, paid: batch.paid + amount }
      return [
        ...newAccounts(world, event, account),
        { kind: 'airdropBatch', row: { ...batch, ...paid } },
        { kind: 'airdropPayout', row },
      ]
    },
  },

  airdropBatchEnabled: {
    touches: (event) => [touchBatch(event)],
    apply: (world, event) => [{ kind: 'airdropBatch', row: { ...batchOf(world, event), isEnabled: event.isEnabled } }],
  },

  airdropBatchFeeSet: {
    touches: (event) => [touchBatch(event)],
    apply: (world, event) => [{ kind: 'airdropBatch', row: { ...batchOf(world, event), fee: event.fee } }],
  },

  airdropSet: {
    touches: () => [],
    apply(_world, event) {
      const { contract, setting, value } = event
      return [
        { kind: 'airdropSetting', row: { id: positionId(event.at), contract, setting, value, ...placeOf(event) } },
      ]
    },
  },
}

function batchOf(world: World, event: OfBatch): Row<'airdropBatch'> {
  const { contract, root } = event
  const unsaid = { isEnabled: null, fee: null, payoutCount: 0, paid: 0n }
  return world.get('airdropBatch', idOf(event)) ?? { id: idOf(event), root, contract, ...unsaid, ...placeOf(event) }
}

function touchBatch(event: OfBatch): Touch {
  return { kind: 'airdropBatch', id: idOf(event) }
}

function idOf(event: OfBatch): string {
  return airdropBatchId(event.at.chainId, event.root)
}
