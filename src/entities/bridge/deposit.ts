// What L1 says of OPEN that goes to the L2: each deposit, with the transaction that it becomes there.
import { accountId, positionId } from '../../events/ids'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'

export const depositTransitions: Transitions<'depositMade'> = {
  depositMade: {
    touches: (event) => [touchAccount(event, event.from)],
    apply(world, event) {
      const { to, mint, value, gasLimit, isCreation, data, sourceHash, l2TransactionHash } = event
      const row = {
        ...{ id: positionId(event.at), contract: event.contract, from: accountId(event.at.chainId, event.from) },
        ...{ to, mint, value, gasLimit, isCreation, data, sourceHash, l2TransactionHash, ...placeOf(event) },
      }
      return [...newAccounts(world, event, event.from), { kind: 'bridgeDeposit', row }]
    },
  },
}
