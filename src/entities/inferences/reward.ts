// What is true of money after an event: splits and rewards as the chain states them, sums per account. A split that does not
// conserve its fee is kept, with the difference.
import { accountId, datanetId, inferenceId, positionId } from '../../events/ids'
import { accountAt, newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

type Kinds = 'feeSplit' | 'rewardAccrued' | 'remainderRecipientSet' | 'rewardWithdrawn'

export const rewardTransitions: Transitions<Kinds> = {
  feeSplit: {
    touches: (event) => [{ kind: 'inference', id: inferenceId(event.at.chainId, event.inferenceId) }],
    apply(world, event) {
      const inference = inferenceId(event.at.chainId, event.inferenceId)
      if (world.get('inference', inference) === undefined) return skip(event, 'its inference was never recorded')
      const { fee, platform, model, compute, stakers, contributors, method } = event
      const row = {
        ...{ id: positionId(event.at), inference, fee, platform, model, compute, stakers, contributors, method },
        difference: fee - platform - model - compute - stakers - contributors,
        ...placeOf(event),
      }
      return [{ kind: 'feeSplit', row }]
    },
  },

  rewardAccrued: {
    touches: (event) => [
      { kind: 'inference', id: inferenceId(event.at.chainId, event.inferenceId) },
      { kind: 'datanet', id: datanetId(event.at.chainId, event.datanetId) },
      touchAccount(event, event.recipient),
    ],
    apply(world, event) {
      const inference = inferenceId(event.at.chainId, event.inferenceId)
      if (world.get('inference', inference) === undefined) return skip(event, 'its inference was never recorded')
      const account = accountAt(world, event, event.recipient)
      const row = {
        ...{ id: positionId(event.at), inference, role: event.role, datanetNumber: event.datanetId },
        recipient: accountId(event.at.chainId, event.recipient),
        datanet: world.get('datanet', datanetId(event.at.chainId, event.datanetId))?.id ?? null,
        amount: event.amount,
        ...placeOf(event),
      }
      return [
        { kind: 'account', row: { ...account, rewardsAccrued: account.rewardsAccrued + event.amount } },
        { kind: 'reward', row },
      ]
    },
  },

  remainderRecipientSet: {
    touches: (event) => [touchAccount(event, event.recipient)],
    apply(world, event) {
      const recipient = accountId(event.at.chainId, event.recipient)
      const row = { id: positionId(event.at), recipient, ...placeOf(event) }
      return [...newAccounts(world, event, event.recipient), { kind: 'remainderRecipient', row }]
    },
  },

  rewardWithdrawn: {
    touches: (event) => [touchAccount(event, event.recipient)],
    // More may leave than we saw accrue: an index may begin after the contract did. What left is kept as the chain says it.
    apply(world, event) {
      const account = accountAt(world, event, event.recipient)
      const row = { id: positionId(event.at), recipient: account.id, amount: event.amount, ...placeOf(event) }
      return [
        { kind: 'account', row: { ...account, rewardsWithdrawn: account.rewardsWithdrawn + event.amount } },
        { kind: 'rewardWithdrawal', row },
      ]
    },
  },
}
