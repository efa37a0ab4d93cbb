// What is true of a stake after an event. It goes ACTIVE -> UNSTAKING -> UNSTAKED, or straight to UNSTAKED where its config has
// no cooldown. A stake opened by a commitment names nobody until its recipient asks for it. A top-up makes the interest so far
// principal and starts the clock again; asking for the stake stops it.
import type { EventOf } from '../../events/event'
import { accountId, positionId, stakeId } from '../../events/ids'
import type { Payment } from '../../events/staking/staking-event'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'
import { valueAfter } from './interest'

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
    touches: (event) => [touchStake(event), touchConfigs(event)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE'], (stake) => ({
        toppedUp: stake.toppedUp + event.amount,
        principal: sum(valueAt(world, stake, event.at.timestamp), event.amount),
        accruingSince: event.at.timestamp,
      })),
  },

  unstakeRequested: {
    touches: (event) => [touchStake(event), touchAccount(event, event.recipient)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE'], () => ({ status: 'UNSTAKING', unstakeRequestedAt: event.at.timestamp })),
  },

  unstaked: {
    touches: (event) => [touchStake(event), touchConfigs(event), touchAccount(event, event.recipient)],
    apply: (world, event) =>
      move(world, event, ['ACTIVE', 'UNSTAKING'], (stake) => ({
        status: 'UNSTAKED',
        unstakedAt: event.at.timestamp,
        amountDue: valueAt(world, stake, event.at.timestamp),
        amountReturned: returnedBy(configOf(world, stake), event.paid),
      })),
  },
}

type Holder = Pick<Row<'stake'>, 'recipient' | 'commitment'>

function open(world: World, event: Opening, holder: Holder, before: () => Change[]): Change[] {
  const id = stakeId(event.at.chainId, event.stakingId)
  if (world.get('stake', id) !== undefined) return skip(event, `the stake ${event.stakingId} exists already`)
  const row: Row<'stake'> = {
    ...{ id, stakingId: event.stakingId, configId: event.configId, amount: event.amount, toppedUp: 0n },
    ...{ principal: event.amount, accruingSince: event.at.timestamp },
    ...holder,
    status: 'ACTIVE',
    ...{ unstakeRequestedAt: null, unstakedAt: null, amountDue: null, amountReturned: null },
    ...placeOf(event),
  }
  return [...before(), ...settle(event, row)]
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
  const accounts = isRevealed ? newAccounts(world, event, event.recipient) : []
  return [...accounts, ...settle(event, { ...stake, recipient, ...step(stake) })]
}

/** The stake as it is now, and what its interest is reckoned from once more as of this event. */
function settle(event: Opening | Later, stake: Row<'stake'>): Change[] {
  const { id, status, principal, accruingSince, unstakeRequestedAt } = stake
  const row: Row<'stakeState'> = {
    ...{ id: positionId(event.at), stake: id, status, principal, accruingSince },
    accruingUntil: unstakeRequestedAt,
    ...placeOf(event),
  }
  return [
    { kind: 'stake', row: stake },
    { kind: 'stakeState', row },
  ]
}

/** Principal with interest; null where the chain did not let us see what it depends on. */
function valueAt(world: World, stake: Row<'stake'>, now: Date): bigint | null {
  const config = configOf(world, stake)
  const { principal, accruingSince, unstakeRequestedAt } = stake
  if (principal === null || config === undefined) return null
  if (config.interestRate === null || config.stakeDuration === null) return null
  const { interestRate, stakeDuration: durationSeconds } = config
  const elapsedSeconds = secondsBetween(accruingSince, unstakeRequestedAt ?? now)
  return valueAfter({ principal, interestRate, durationSeconds, elapsedSeconds })
}

/** The one transfer of the config's token from the config's bank. Where there is not one, or the terms are unknown, it would be a guess. */
function returnedBy(config: Row<'stakingConfig'> | undefined, paid: readonly Payment[] | null): bigint | null {
  const { token, bank } = config ?? {}
  const found = paid?.filter((payment) => payment.token === token && payment.from === bank) ?? []
  return found.length === 1 ? (found[0]?.amount ?? null) : null
}

function configOf(world: World, { chainId, configId }: Row<'stake'>): Row<'stakingConfig'> | undefined {
  return configId === null ? undefined : world.stakingConfig(chainId, configId)
}

function secondsBetween(from: Date, to: Date): bigint {
  return BigInt(Math.trunc((to.getTime() - from.getTime()) / 1000))
}

function sum(a: bigint | null, b: bigint): bigint | null {
  return a === null ? null : a + b
}

function touchStake(event: Opening | Later): Touch {
  return { kind: 'stake', id: stakeId(event.at.chainId, event.stakingId) }
}

/** All of the chain's: which one a stake is under stands in its row, which is read no sooner than the configs are. */
function touchConfigs(event: Later): Touch {
  return { kind: 'stakingConfigsOf', id: String(event.at.chainId) }
}
