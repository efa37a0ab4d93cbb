// What follows from several rows at once and is stored in none of them, as tables of cases.
import { describe, expect, test } from 'vitest'
import { depositStateOf } from '../../src/entities/bridge/deposit-state'
import { withdrawalStateOf } from '../../src/entities/bridge/withdrawal-state'
import { beyondUsd } from '../../src/entities/funding/beyond-grant'
import { BUDGET_USD, remainingUsd } from '../../src/entities/funding/budget'
import { groundOf } from '../../src/entities/funding/disbursement-ground'
import { leafRewardsOf } from '../../src/entities/inferences/leaf-rewards'
import { actingAgentOf } from '../../src/entities/models/acting-agent'
import { deploymentStateOf } from '../../src/entities/models/deployment-state'
import { versionStatusOf } from '../../src/entities/models/version-status'
import { worthOf } from '../../src/entities/staking/worth'
import { supplyDifferenceOf, supplyPartsOf } from '../../src/entities/token/supply-parts'

// Its transaction, whether its L1 block is behind the L2, whether any origin is known.
test.each([
  ['its transaction succeeded', true, false, false, 'ARRIVED'],
  ['its transaction failed, whatever the origins say', false, true, true, 'FAILED'],
  ['its transaction failed and no origin is known', false, false, false, 'FAILED'],
  ['not read, but its L1 block is passed', null, true, true, 'ARRIVED'],
  ['not read, and its L1 block is ahead', null, false, true, 'UNDER_WAY'],
  ['no origin is known', null, false, false, 'UNKNOWN'],
] as const)('a deposit: %s', (_name, isSuccess, isPassed, isFollowed, expected) => {
  expect(depositStateOf({ isSuccess, isPassed, isFollowed })).toBe(expected)
})

test.each([
  ['said on the L2 alone', false, null, 'INITIATED'],
  ['proven', true, null, 'PROVEN'],
  ['proven and finalised', true, { isSuccess: true }, 'FINALISED'],
  ['finalised, its call was not done', true, { isSuccess: false }, 'FAILED'],
  ['finalised, its proof was not seen', false, { isSuccess: true }, 'FINALISED'],
  ['finalised without its call, its proof was not seen', false, { isSuccess: false }, 'FAILED'],
] as const)('a withdrawal: %s', (_name, isProven, finalisation, expected) => {
  expect(withdrawalStateOf(isProven, finalisation)).toBe(expected)
})

test.each([
  ['DEPLOYED', 'ACTIVE', 'DEPLOYED'],
  ['DEPLOYED', 'RETIRED', 'HOST_RETIRED'],
  ['RETIRED', 'ACTIVE', 'RETIRED'],
  ['RETIRED', 'RETIRED', 'RETIRED'],
])('an adapter that is %s on a host that is %s: %s', (deployment, host, expected) => {
  expect(deploymentStateOf(deployment, host)).toBe(expected)
})

test.each([
  ['trained', null, null, 'RECORDED'],
  ['published', 10n, null, 'PUBLISHED'],
  ['published for nothing', 0n, null, 'PUBLISHED'],
  ['deprecated', 10n, 'old', 'DEPRECATED'],
  ['deprecated without a reason', 0n, '', 'DEPRECATED'],
] as const)('a model version that is %s', (_name, publishedInputRatePer1k, deprecatedReason, expected) => {
  expect(versionStatusOf({ publishedInputRatePer1k, deprecatedReason })).toBe(expected)
})

test.each([
  ['nothing is committed', 0n, BUDGET_USD],
  ['some is', 40n, BUDGET_USD - 40n],
  ['all of it', BUDGET_USD, 0n],
  ['more than there is', BUDGET_USD + 1n, -1n],
])('the budget of grants: %s', (_name, committed, expected) => {
  expect(remainingUsd(committed)).toBe(expected)
})

test.each([
  ['nobody is named', 0n, undefined, null],
  ['nobody is named, whatever is called so', 0n, 'ACTIVE', null],
  ['an agent that was never deployed', 7n, undefined, 'UNKNOWN'],
  ['an agent that is deployed', 7n, 'ACTIVE', 'ACTIVE'],
  ['an agent that has retired', 7n, 'RETIRED', 'RETIRED'],
])('who acts in an inference: %s', (_name, agentNumber, status, expected) => {
  expect(actingAgentOf(agentNumber, status)).toBe(expected)
})

test.each([
  ['that was never set', undefined, 'NO_MILESTONE'],
  ['that was set alone', 'SET', 'NOT_REACHED'],
  ['that was reached', 'REACHED', 'REACHED'],
  ['that was paid before', 'PAID', 'PAID_BEFORE'],
])('a payment for a milestone %s', (_name, status, expected) => {
  expect(groundOf(status)).toBe(expected)
})

test.each([
  ['within it', 40n, 30n, 0n],
  ['all of it', 40n, 40n, 0n],
  ['beyond it', 40n, 41n, 1n],
  ['of nothing', 0n, 41n, 41n],
])('milestones of a grant: %s', (_name, amount, milestones, expected) => {
  expect(beyondUsd(amount, milestones)).toBe(expected)
})

const PPB = 1_000_000_000n
test.each([
  ['no leaf: all of it is left', 100n, [], [], 100n],
  ['one leaf of everything', 100n, [PPB], [100n], 0n],
  ['shares that come out even', 100n, [PPB / 2n, PPB / 2n], [50n, 50n], 0n],
  ['dust is nobody’s of the leaves', 100n, [333_333_333n, 333_333_333n, 333_333_334n], [33n, 33n, 33n], 1n],
  ['what nothing was attributed to is left, too', 10n, [PPB / 4n, PPB / 4n], [2n, 2n], 6n],
  ['a share that comes to nothing', 10n, [1n, PPB / 2n], [0n, 5n], 5n],
  ['nothing to share out', 0n, [PPB], [0n], 0n],
  ['at the edge of 256 bits', 2n ** 256n - 1n, [PPB], [2n ** 256n - 1n], 0n],
] as const)(
  'the part for contributors, by the leaves of a claim: %s',
  (_name, contributors, shares, amounts, remainder) => {
    expect(leafRewardsOf(contributors, shares)).toEqual({ amounts, remainder })
  },
)

test('leaves of more than one pay nobody', () => {
  expect(leafRewardsOf(100n, [PPB, 1n])).toBeNull()
})

describe('a stake', () => {
  const open = { status: 'ACTIVE', principal: 100n, interestRate: 0n, durationSeconds: 0n, elapsedSeconds: 9n }
  const rate = 15_768_000n * 10n ** 18n

  test.each([
    ['without interest', open, 100n],
    ['with interest, e times as much after two seconds', { ...open, interestRate: rate, elapsedSeconds: 2n }, 271n],
    ['no longer than its duration', { ...open, interestRate: rate, elapsedSeconds: 9n, durationSeconds: 2n }, 271n],
    ['asked back, until it is returned', { ...open, status: 'UNSTAKING' }, 100n],
    ['returned', { ...open, status: 'UNSTAKED' }, 0n],
    ['returned, of which nothing else is known', { ...open, status: 'UNSTAKED', principal: null }, 0n],
    ['of an amount that was not said', { ...open, principal: null }, null],
    ['under terms that were not said', { ...open, interestRate: null }, null],
    ['without a known duration', { ...open, durationSeconds: null }, null],
    ['beyond what the contract can reckon', { ...open, interestRate: rate, elapsedSeconds: 10n ** 9n }, null],
  ])('%s', (_name, facts, expected) => {
    expect(worthOf(facts)).toBe(expected)
  })
})

describe('the whole of OPEN', () => {
  const sums = {
    ...{ made: 100n, held: 40n, lockedInPortal: 35n, heldAbroad: 20n, oftUnderWay: 5n },
    ...{ wrapped: 7n, voting: 3n, withdrawing: 2n },
    isSeen: { abroad: true, withdrawing: true, wrapped: true, voting: true },
  }

  test('its parts hold every wei once', () => {
    expect(supplyPartsOf(sums).map(({ form, amount }) => [form, amount])).toEqual([
      ['HELD_ON_L1', 40n],
      ['HELD_ABROAD', 20n],
      ['OFT_UNDER_WAY', 5n],
      ['WOPEN', 7n],
      ['GOPEN', 3n],
      ['WITHDRAWING', 2n],
      ['L2_COIN', 23n],
    ])
  })

  test.each([
    ['all but the coin', sums.isSeen, ['L2_COIN']],
    ['not what only the far end says', { ...sums.isSeen, abroad: false }, ['HELD_ABROAD', 'OFT_UNDER_WAY', 'L2_COIN']],
    ['nothing that leaves the L2', { ...sums.isSeen, withdrawing: false }, ['WITHDRAWING', 'L2_COIN']],
    ['no token of the L2', { ...sums.isSeen, wrapped: false, voting: false }, ['WOPEN', 'GOPEN', 'L2_COIN']],
  ])('of it is seen: %s', (_name, isSeen, unseen) => {
    const parts = supplyPartsOf({ ...sums, isSeen })
    expect(parts.flatMap((part) => (part.isSeen ? [] : [part.form]))).toEqual(unseen)
  })

  test.each([
    ['all of it is somewhere', sums, 0n],
    ['more in the lockbox than abroad', { ...sums, heldAbroad: 19n }, 1n],
    ['more abroad than in the lockbox', { ...sums, heldAbroad: 22n }, -2n],
    ['what is wrapped is not counted twice', { ...sums, wrapped: 30n, voting: 5n, withdrawing: 0n }, 0n],
    ['more wrapped than the portal holds shows in the coin, not here', { ...sums, wrapped: 50n }, 0n],
    ['the far end is not seen', { ...sums, heldAbroad: 0n, isSeen: { ...sums.isSeen, abroad: false } }, null],
    ['what leaves the L2 is not seen', { ...sums, isSeen: { ...sums.isSeen, withdrawing: false } }, 0n],
  ])('%s', (_name, facts, expected) => {
    expect(supplyDifferenceOf(facts)).toBe(expected)
  })
})
