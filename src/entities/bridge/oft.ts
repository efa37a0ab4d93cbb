// What each end says of OPEN between L1s: what left, and what arrived, each once for a guid; joined when they are read.
import { accountId, oftLegId } from '../../events/ids'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

export const oftTransitions: Transitions<'oftSent' | 'oftReceived'> = {
  oftSent: {
    touches: (event) => [
      touchAccount(event, event.account),
      { kind: 'oftSending', id: oftLegId(event.at.chainId, event.guid) },
    ],
    apply(world, event) {
      const id = oftLegId(event.at.chainId, event.guid)
      if (world.get('oftSending', id) !== undefined) return skip(event, 'it was sent already')
      const { guid, destinationEid, amountSent, amountReceived } = event
      const row = {
        ...{ id, contract: event.contract, guid, account: accountId(event.at.chainId, event.account) },
        ...{ destinationEid, amountSent, amountReceived, ...placeOf(event) },
      }
      return [...newAccounts(world, event, event.account), { kind: 'oftSending', row }]
    },
  },

  oftReceived: {
    touches: (event) => [
      touchAccount(event, event.account),
      { kind: 'oftReceipt', id: oftLegId(event.at.chainId, event.guid) },
    ],
    apply(world, event) {
      const id = oftLegId(event.at.chainId, event.guid)
      if (world.get('oftReceipt', id) !== undefined) return skip(event, 'it arrived already')
      const { guid, sourceEid, amount } = event
      const account = accountId(event.at.chainId, event.account)
      const row = { id, contract: event.contract, guid, sourceEid, account, amount, ...placeOf(event) }
      return [...newAccounts(world, event, event.account), { kind: 'oftReceipt', row }]
    },
  },
}
