// What is true of a stake after an event. It goes ACTIVE -> UNSTAKING -> UNSTAKED, or straight to UNSTAKED where its config has
// no cooldown. A stake opened by a commitment names nobody until its recipient asks for it.
import type { EventOf } from '../events/event'
import { accountId, stakeId } from '../events/ids'
import type { Change, Row } from './rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from './transition'
import type { Touch, World } from './world'

type Opening = EventOf<'staked' | 'stakeCommitted'>
type Later = EventOf<'toppedUp' | 'unstakeRequested' | 'unstaked'>

export const stakeTransitions: Transitions<Opening['kind'] | Later['kind']> = {
  staked: {
    touches: (event) => [touchStake(event), touchAccount(event, event.recipient)],
    apply: (world, event) =>
      open(world, event, { recipient: accountId(event.at.chainId, event.recipient), commitment: null }, () =>
        newAccounts(world, event, event.recipient),
      ),
  },

  stakeCommitted: {
    touches: (event) => [touchStake(event)],
    apply: (world, event) => open(world, event, { recipient: null, commitment: event.commitment }, () => []),
  },

  toppedUp: {
    touches: (event) => [touchStake(event)],
    apply: (world, event) => move(world, event, ['ACTIVE'], (stake) => ({ toppedUp: stake.toppedUp + event.amount })),
  },

  unstakeRequested: {
    touches: (event) => [touchStake(event), touchAccount(event, event.recipient)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE'], () => ({ status: 'UNSTAKING', unstakeRequestedAt: event.at.timestamp })),
  },

  unstaked: {
    touches: (event) => [touchStake(event), touchAccount(event, event.recipient)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE', 'UNSTAKING'], () => ({
        status: 'UNSTAKED',
        unstakedAt: event.at.timestamp,
        amountReturned: event.amountReturned,
      })),
  },
}

type Holder = Pick<Row<'stake'>, 'recipient' | 'commitment'>

function open(world: World, event: Opening, holder: Holder, before: () => Change[]): Change[] {
  const id = stakeId(event.at.chainId, event.stakingId)
  if (world.get('stake', id) !== undefined) return skip(event, `the stake ${event.stakingId} exists already`)
  const row: Row<'stake'> = {
    ...{ id, stakingId: event.stakingId, configId: event.configId, amount: event.amount, toppedUp: 0n },
    ...holder,
    status: 'ACTIVE',
    ...{ unstakeRequestedAt: null, unstakedAt: null, amountReturned: null },
    ...placeOf(event),
  }
  return [...before(), { kind: 'stake', row }]
}

type Step = (stake: Row<'stake'>) => Partial<Row<'stake'>>

function move(world: World, event: Later, from: string[], step: Step): Change[] {
  const stake = world.get('stake', stakeId(event.at.chainId, event.stakingId))
  if (stake === undefined) return skip(event, `the stake ${event.stakingId} was never made`)
  if (!from.includes(stake.status)) return skip(event, `the stake ${event.stakingId} is ${stake.status}`)
  const recipient = accountId(event.at.chainId, event.recipient)
  // Whoever asks for a stake that a commitment hides has opened the commitment: the contract checks it.
  const isRevealed = stake.recipient === null && event.kind !== 'toppedUp'
  if (stake.recipient !== recipient && !isRevealed) return skip(event, `the stake ${event.stakingId} is another's`)
  const row: Row<'stake'> = { ...stake, recipient, ...step(stake) }
  return [...(isRevealed ? newAccounts(world, event, event.recipient) : []), { kind: 'stake', row }]
}

function touchStake(event: Opening | Later): Touch {
  return { kind: 'stake', id: stakeId(event.at.chainId, event.stakingId) }
}
