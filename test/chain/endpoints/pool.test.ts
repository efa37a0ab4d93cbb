// Which endpoint is followed after what went wrong with which: time and chance are given, so that every case is exact.
import { beforeEach, describe, expect, test } from 'vitest'
import { backoffMs } from '../../../src/chain/endpoints/backoff'
import { createEndpointPool, type EndpointPool } from '../../../src/chain/endpoints/pool'
import { RpcFailure } from '../../../src/chain/endpoints/rpc-failure'
import { EndpointSilentError } from '../../../src/chain/errors'
import { isForkBelieved } from '../../../src/chain/witnesses/witnesses'
import { HeadwaterError } from '../../../src/errors'

const MINUTE_MS = 60_000

let clockMs: number
let pool: EndpointPool

const open = (count: number) => {
  clockMs = 1_000_000
  const urls = Array.from({ length: count }, (_, index) => `http://node${index}`)
  const rest = { firstMs: 500, limitMs: 10_000 }
  return createEndpointPool({ urls, capBlocks: 1_000, rest, now: () => clockMs, random: () => 1 })
}

beforeEach(() => {
  pool = open(3)
})

const fail = (index: number, code = 'HW203') => {
  const endpoint = pool.endpoints[index]
  if (endpoint === undefined) throw new Error(`no endpoint ${index}`)
  return pool.failed(endpoint, new HeadwaterError(code, '', { retryable: true }))
}
const chosen = () => [pool.choose().endpoint.name, pool.choose().waitMs]

test('the first that is well is followed; one that failed comes back when it has rested', () => {
  expect(chosen()).toEqual(['node0', 0])
  fail(0)
  expect(chosen()).toEqual(['node1', 0])
  fail(1)
  fail(2)
  expect(chosen()).toEqual(['node0', 500])
  clockMs += 500
  expect(chosen()).toEqual(['node0', 0])
})

test('alone, it is waited for: twice as long each time, ten seconds at most, anew after it worked', () => {
  pool = open(1)
  const waits = Array.from({ length: 7 }, () => {
    fail(0)
    return pool.choose().waitMs
  })
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  pool.worked(pool.choose().endpoint)
  fail(0)
  expect(chosen()).toEqual(['node0', 500])
})

test.each([
  [1_000, 1_000],
  [60_000, 60_000],
  [86_400_000, 5 * MINUTE_MS],
  [100, 500],
])('one that asks to be left alone for %d ms rests %d ms', (waitMs, restMs) => {
  pool = open(1)
  const busy = new RpcFailure({ kind: 'busy', waitMs }, 'HTTP status 429')
  pool.failed(pool.choose().endpoint, new EndpointSilentError({ endpoint: 'node0' }, busy))
  expect(chosen()).toEqual(['node0', restMs])
})

test.each([
  ['HW202', 60],
  ['HW208', 0.5],
  ['HW209', 1],
  ['HW210', 10],
  ['HW211', 10],
])('%s puts it aside for %d minutes', (code, minutes) => {
  expect(fail(0, code)).toBe(true)
  clockMs += minutes * MINUTE_MS - 1
  expect(chosen()).toEqual(['node1', 0])
  clockMs += 1
  expect(chosen()).toEqual(['node0', 0])
})

test('what is put aside is asked again only where there is no other, and then after its rest', () => {
  fail(0, 'HW210')
  fail(1, 'HW202')
  expect(chosen()).toEqual(['node2', 0])
  fail(2)
  expect(chosen()).toEqual(['node2', 500])
  fail(2, 'HW210')
  expect(chosen()).toEqual(['node0', 500])
})

test('who lied has no say beside the others; who failed, fell behind or forked has', () => {
  const [first] = pool.endpoints
  if (first === undefined) throw new Error('one is needed')
  for (const code of ['HW203', 'HW208', 'HW209']) {
    fail(0, code)
    expect([code, pool.isCredible(first)]).toEqual([code, true])
  }
  for (const code of ['HW202', 'HW210', 'HW211']) {
    fail(0, code)
    expect([code, pool.isCredible(first)]).toEqual([code, false])
  }
  clockMs += 60 * MINUTE_MS
  expect(pool.isCredible(first)).toBe(true)
})

test('nine failures within five minutes spend its budget, though each passed', () => {
  for (let failure = 0; failure < 8; failure++) {
    expect(fail(0)).toBe(false)
    pool.worked(pool.endpoints[0] as never)
    clockMs += 30_000
  }
  expect(fail(0)).toBe(true)
  clockMs += MINUTE_MS - 1
  expect(chosen()).toEqual(['node1', 0])
})

test('one failure an hour never does', () => {
  for (let failure = 0; failure < 50; failure++) {
    expect(fail(0)).toBe(false)
    clockMs += 60 * MINUTE_MS
  }
})

test('the first is gone back to when it has been well for a minute and is near the head', () => {
  const [first, second] = pool.endpoints
  if (first === undefined || second === undefined) throw new Error('two are needed')
  fail(0)
  second.seen = { height: 100, at: clockMs }
  clockMs += MINUTE_MS + 1
  second.seen = { height: 100, at: clockMs }
  expect(pool.hasBetter(second)).toBe(false)
  first.seen = { height: 90, at: clockMs }
  expect(pool.hasBetter(second)).toBe(false)
  first.seen = { height: 98, at: clockMs }
  expect(pool.hasBetter(second)).toBe(true)
  expect(pool.hasBetter(first)).toBe(false)
  clockMs += 30_001
  expect(pool.hasBetter(second)).toBe(false)
  first.seen = { height: 98, at: clockMs }
  expect(pool.hasBetter(second)).toBe(true)
  fail(0, 'HW210')
  expect(pool.hasBetter(second)).toBe(false)
})

test('a height counts as far as another endpoint has seen it lately; alone, its word is all there is', () => {
  const [first, second] = pool.endpoints
  if (first === undefined || second === undefined) throw new Error('two are needed')
  first.seen = { height: 1_000_000, at: clockMs }
  expect(pool.vouched(first, 1_000_000)).toBe(0)
  second.seen = { height: 100, at: clockMs }
  expect([pool.vouched(first, 1_000_000), pool.vouched(first, 90)]).toEqual([100, 90])
  clockMs += 30_001
  expect(pool.vouched(first, 90)).toBe(0)
  const alone = open(1)
  expect(alone.vouched(alone.endpoints[0] as never, 90)).toBe(90)
})

test('pauses double, are never in step, and have a limit', () => {
  const pauses = { firstMs: 100, limitMs: 1_000 }
  expect([1, 2, 3, 4, 5, 100].map((failures) => backoffMs(pauses, failures, 1))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ])
  expect([1, 2, 3, 4, 5, 100].map((failures) => backoffMs(pauses, failures, 0))).toEqual([50, 100, 200, 400, 500, 500])
})

describe('blocks are taken back for a fork', () => {
  test.each([
    ['of the only endpoint', 0, 0, 9, true],
    ['of the only endpoint that answers, lower', 0, 0, 5, true],
    ['that another has too', 0, 1, 9, true],
    ['against one other, at the same height', 1, 0, 10, false],
    ['against one other, higher', 1, 0, 11, true],
    ['against two others, higher', 2, 0, 12, false],
    ['with one against one, lower', 1, 1, 8, true],
    ['with one against two, at the same height', 2, 1, 10, false],
  ])('%s: %d keep ours, %d leave it, theirs ends at %d', (_, keeping, leaving, height, believed) => {
    expect(isForkBelieved({ keeping, leaving }, { height: 10 }, { height })).toBe(believed)
  })
})
