// What each chain says of OPEN that leaves the L2: said there, proven and finalised on L1. One chain's rows never wait for the other's:
// they are joined by the withdrawal's hash when they are read.
import { accountId, positionId, withdrawalId } from '../../events/ids'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

export const withdrawalTransitions: Transitions<'withdrawalInitiated' | 'withdrawalProven' | 'withdrawalFinalised'> = {
  withdrawalInitiated: {
    touches: (event) => [
      touchAccount(event, event.sender),
      { kind: 'bridgeWithdrawal', id: withdrawalId(event.at.chainId, event.withdrawalHash) },
    ],
    apply(world, event) {
      const id = withdrawalId(event.at.chainId, event.withdrawalHash)
      // Its number is in its hash: twice is not what the contract does.
      if (world.get('bridgeWithdrawal', id) !== undefined) return skip(event, 'the withdrawal was initiated already')
      const { nonce, target, value, gasLimit, data, withdrawalHash } = event
      const row = {
        ...{ id, contract: event.contract, sender: accountId(event.at.chainId, event.sender) },
        ...{ nonce, target, value, gasLimit, data, withdrawalHash, ...placeOf(event) },
      }
      return [...newAccounts(world, event, event.sender), { kind: 'bridgeWithdrawal', row }]
    },
  },

  withdrawalProven: {
    touches: () => [],
    apply(_world, event) {
      const { withdrawalHash, sender, target } = event
      const row = { id: positionId(event.at), withdrawalHash, sender, target, ...placeOf(event) }
      return [{ kind: 'withdrawalProof', row }]
    },
  },

  withdrawalFinalised: {
    touches: (event) => [{ kind: 'withdrawalFinalisation', id: withdrawalId(event.at.chainId, event.withdrawalHash) }],
    apply(world, event) {
      const { withdrawalHash, isSuccess } = event
      const id = withdrawalId(event.at.chainId, withdrawalHash)
      if (world.get('withdrawalFinalisation', id) !== undefined) {
        return skip(event, 'the withdrawal was finalised already')
      }
      return [{ kind: 'withdrawalFinalisation', row: { id, withdrawalHash, isSuccess, ...placeOf(event) } }]
    },
  },
}
