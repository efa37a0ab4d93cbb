// What is true of a stake after an event. It goes ACTIVE -> UNSTAKING -> UNSTAKED, or straight to UNSTAKED where its config has
// no cooldown. Stakes opened by a commitment name nobody, so they are no rows and what follows from them is skipped.
import type { EventOf } from '../events/event'
import { accountId, stakeId } from '../events/ids'
import type { Change, Row } from './rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from './transition'
import type { Touch, World } from './world'

type Later = EventOf<'toppedUp' | 'unstakeRequested' | 'unstaked'>

export const stakeTransitions: Transitions<'staked' | Later['kind']> = {
  staked: {
    touches: (event) => [
      { kind: 'stake', id: stakeId(event.at.chainId, event.stakingId) },
      touchAccount(event, event.recipient),
    ],
    apply(world, event) {
      const id = stakeId(event.at.chainId, event.stakingId)
      if (world.get('stake', id) !== undefined) return skip(event, `the stake ${event.stakingId} exists already`)
      const row: Row<'stake'> = {
        ...{ id, stakingId: event.stakingId, configId: event.configId, amount: event.amount, toppedUp: 0n },
        recipient: accountId(event.at.chainId, event.recipient),
        status: 'ACTIVE',
        ...{ unstakeRequestedAt: null, unstakedAt: null, amountReturned: null },
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.recipient), { kind: 'stake', row }]
    },
  },

  toppedUp: {
    touches: (event) => [touchStake(event)],
    apply: (world, event) => move(world, event, ['ACTIVE'], (stake) => ({ toppedUp: stake.toppedUp + event.amount })),
  },

  unstakeRequested: {
    touches: (event) => [touchStake(event)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE'], () => ({ status: 'UNSTAKING', unstakeRequestedAt: event.at.timestamp })),
  },

  unstaked: {
    touches: (event) => [touchStake(event)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE', 'UNSTAKING'], () => ({
        status: 'UNSTAKED',
        unstakedAt: event.at.timestamp,
        amountReturned: event.amountReturned,
      })),
  },
}

type Step = (stake: Row<'stake'>) => Partial<Row<'stake'>>

function move(world: World, event: Later, from: string[], step: Step): Change[] {
  const stake = world.get('stake', stakeId(event.at.chainId, event.stakingId))
  if (stake === undefined) return skip(event, `the stake ${event.stakingId} was never made`)
  if (!from.includes(stake.status)) return skip(event, `the stake ${event.stakingId} is ${stake.status}`)
  if (stake.recipient !== accountId(event.at.chainId, event.recipient)) {
    return skip(event, `the stake ${event.stakingId} is another's`)
  }
  return [{ kind: 'stake', row: { ...stake, ...step(stake) } }]
}

function touchStake(event: Later): Touch {
  return { kind: 'stake', id: stakeId(event.at.chainId, event.stakingId) }
}
