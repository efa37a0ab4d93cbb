// What is true of a contributor's stake in a Datanet after an event: the sums of what came, left and was taken, and the owner's
// mark. An index may begin after the contract did, so more may leave than was seen to come: the balance then is below zero.
import type { EventOf } from '../../events/event'
import { accountId, contributionId, contributorStakeId, positionId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type Kinds = 'stakeDeposited' | 'stakeWithdrawn' | 'contributorSlashed' | 'penaltyScoreSet'
type StakeEvent = EventOf<Kinds>

export const contributorStakeTransitions: Transitions<Kinds> = {
  stakeDeposited: {
    touches: touchStake,
    apply: (world, event) =>
      move(world, event, ({ deposited, balance }) => ({
        deposited: deposited + event.amount,
        balance: balance + event.amount,
      })),
  },

  stakeWithdrawn: {
    touches: touchStake,
    apply: (world, event) =>
      move(world, event, ({ withdrawn, balance }) => ({
        withdrawn: withdrawn + event.amount,
        balance: balance - event.amount,
      })),
  },

  contributorSlashed: {
    touches: (event) => [
      ...touchStake(event),
      { kind: 'contribution', id: contributionId(event.datanet, event.contributionId) },
    ],
    apply(world, event) {
      const moved = move(world, event, ({ slashed, balance }) => ({
        slashed: slashed + event.amount,
        balance: balance - event.amount,
      }))
      return isSkipped(moved) ? moved : [...moved, { kind: 'slash', row: slashRow(world, event) }]
    },
  },

  penaltyScoreSet: {
    touches: touchStake,
    apply: (world, event) => move(world, event, () => ({ penaltyScorePpm: event.scorePpm })),
  },
}

type Step = (stake: Row<'contributorStake'>) => Partial<Row<'contributorStake'>>

function move(world: World, event: StakeEvent, step: Step): Change[] {
  if (world.get('datanet', event.datanet) === undefined) return skip(event, 'its Datanet does not exist')
  const stake = world.get('contributorStake', contributorStakeId(event.datanet, event.contributor)) ?? newStake(event)
  return [
    ...newAccounts(world, event, event.contributor),
    { kind: 'contributorStake', row: { ...stake, ...step(stake) } },
  ]
}

function newStake(event: StakeEvent): Row<'contributorStake'> {
  return {
    id: contributorStakeId(event.datanet, event.contributor),
    datanet: event.datanet,
    contributor: accountId(event.at.chainId, event.contributor),
    ...{ deposited: 0n, withdrawn: 0n, slashed: 0n, balance: 0n, penaltyScorePpm: null },
    ...placeOf(event),
  }
}

function slashRow(world: World, event: EventOf<'contributorSlashed'>): Row<'slash'> {
  return {
    id: positionId(event.at),
    datanet: event.datanet,
    contributionNumber: event.contributionId,
    contribution: world.get('contribution', contributionId(event.datanet, event.contributionId))?.id ?? null,
    contributor: accountId(event.at.chainId, event.contributor),
    ...{ amount: event.amount, reason: event.reason },
    ...placeOf(event),
  }
}

function isSkipped(changes: readonly Change[]): boolean {
  return changes.some(({ kind }) => kind === 'skippedLog')
}

function touchStake(event: StakeEvent): Touch[] {
  return [
    { kind: 'datanet', id: event.datanet },
    { kind: 'contributorStake', id: contributorStakeId(event.datanet, event.contributor) },
    touchAccount(event, event.contributor),
  ]
}
