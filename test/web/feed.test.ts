// The live list: it fills by itself, keeps still while it is held, and loses nothing that waits.
import { expect, test } from 'vitest'
import type { ListedDecision } from '../../src/web/data/answers'
import { emptyFeed, hasOverflowed, hasPending, receivePage, showWaiting } from '../../src/web/decisions/feed'

const decision = (number: number, status = 'RECOMPUTED'): ListedDecision => ({
  id: `Inference:${number}`,
  chainId: 31337,
  inferenceId: `0x${number}`,
  fee: '1',
  output: null,
  model: null,
  modelVersion: null,
  caller: { address: '0xaa' },
  block: { number, hash: '0x', timestamp: '2026-11-21T00:00:00Z' },
  transaction: { hash: '0x' },
  logIndex: 0,
  verdicts: status === '' ? [] : [{ method: 'SUFFIX_ARRAY', status, distancePpb: null, reason: null }],
})
const page = (...numbers: number[]) => numbers.map((number) => decision(number))
const numbers = (decisions: readonly ListedDecision[]) => decisions.map(({ block }) => block.number)

const shown = receivePage(emptyFeed, page(3, 2, 1), false)

test('the first page is shown at once, even to a reader who has scrolled, and announces nothing', () => {
  expect(numbers(shown.shown)).toEqual([3, 2, 1])
  expect(shown.arrived).toEqual([])
  expect(numbers(receivePage(emptyFeed, page(1), true).shown)).toEqual([1])
})

test('a free list takes the newest page and names what arrived', () => {
  const next = receivePage(shown, page(5, 4, 3), false)
  expect(numbers(next.shown)).toEqual([5, 4, 3])
  expect(next.arrived).toEqual(['Inference:5', 'Inference:4'])
})

test('a held list keeps its rows in place; what is new waits and is counted', () => {
  const held = receivePage(shown, page(5, 4, 3), true)
  expect(numbers(held.shown)).toEqual([3, 2, 1])
  expect(held.waitingCount).toBe(2)
  expect(hasOverflowed(held)).toBe(false)
  const released = showWaiting(held)
  expect(numbers(released.shown)).toEqual([5, 4, 3])
  expect(released.waitingCount).toBe(0)
})

test('a held list still brings verdicts up to date', () => {
  const pending = receivePage(emptyFeed, [decision(2, 'PENDING'), decision(1)], false)
  expect(hasPending(pending)).toBe(true)
  const judged = receivePage(pending, [decision(3), decision(2, 'MISMATCH')], true)
  expect(judged.shown[0]?.verdicts[0]?.status).toBe('MISMATCH')
  expect(hasPending(judged)).toBe(false)
})

test('no verdict yet is pending', () => {
  expect(hasPending(receivePage(emptyFeed, [decision(1, '')], false))).toBe(true)
})

test('when more came than a page holds, the list says so and starts anew', () => {
  const held = receivePage(shown, page(9, 8, 7), true)
  expect(hasOverflowed(held)).toBe(true)
  expect(numbers(showWaiting(held).shown)).toEqual([9, 8, 7])
})

test('what a fork took away leaves a free list', () => {
  expect(numbers(receivePage(shown, page(2, 1), false).shown)).toEqual([2, 1])
})

test('showing what waits, when nothing does, changes nothing', () => {
  expect(showWaiting(shown)).toBe(shown)
})
