// What follows from several rows at once and is stored in none of them, as tables of cases.
import { describe, expect, test } from 'vitest'
import { depositStateOf } from '../../src/entities/bridge/deposit-state'
import { withdrawalStateOf } from '../../src/entities/bridge/withdrawal-state'
import { BUDGET_USD, remainingUsd } from '../../src/entities/funding/budget'
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
    const unseen = supplyPartsOf(sums).filter(({ isSeen }) => !isSeen)
    expect(unseen.map(({ form }) => form)).toEqual(['L2_COIN'])
  })

  test.each([
    ['all of it is somewhere', sums, 0n],
    ['more in the lockbox than abroad', { ...sums, heldAbroad: 19n }, 1n],
    ['more abroad than in the lockbox', { ...sums, heldAbroad: 22n }, -2n],
    ['what is wrapped is not counted twice', { ...sums, wrapped: 30n, voting: 5n, withdrawing: 0n }, 0n],
    ['more wrapped than the portal holds shows in the coin, not here', { ...sums, wrapped: 50n }, 0n],
  ])('%s', (_name, facts, expected) => {
    expect(supplyDifferenceOf(facts)).toBe(expected)
  })
})
