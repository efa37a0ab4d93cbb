// How far to go back when the chain has another block where the index holds a final one: a node that says what it is told, and an index that is a
// list of places.
import { Logger } from '@subsquid/logger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEndpointPool } from '../../src/chain/endpoints/pool'
import { createTraffic } from '../../src/chain/endpoints/traffic'
import { ChainReplacedError, EndpointBehindError } from '../../src/chain/errors'
import { type BlockPlace, type Checkpoints, recover } from '../../src/chain/recover'
import { type EmptyBlock, emptyBlocks, mixUp, serve } from '../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../support/node/fake-node'

const BELOW = emptyBlocks(40, 'both')
const OURS = emptyBlocks(60, 'a', BELOW)
const THEIRS = emptyBlocks(60, 'b', BELOW)

let node: FakeNode

beforeAll(async () => {
  node = await startFakeNode()
})

afterAll(() => node?.close())

const placeOf = ({ number, hash }: EmptyBlock): BlockPlace => ({ number: Number(number), hash })
const every = (step: number) => OURS.filter((_, number) => number % step === 0).map(placeOf)

function recovering(checkpoints: readonly BlockPlace[], why: 'replaced' | 'behind' = 'replaced') {
  const final = placeOf(OURS[90] as EmptyBlock)
  const pool = createEndpointPool({ urls: [node.url], capBlocks: 1_000, rest: { firstMs: 500, limitMs: 10_000 } })
  const { endpoint } = pool.choose()
  const history = {
    lookUp: async <T>(look: (places: Checkpoints) => Promise<T>) =>
      look({
        oldest: async () => checkpoints[0] ?? null,
        async newest(upTo = Number.POSITIVE_INFINITY) {
          looks.count++
          return checkpoints.findLast(({ number }) => number <= upTo) ?? null
        },
      }),
    rewind: async (to: number) => {
      const found = checkpoints.findLast(({ number }) => number <= to) as BlockPlace
      rewoundTo.push(found.number)
      return { from: final, to: found, restored: 0, removed: 0 }
    },
  }
  const rewoundTo: number[] = []
  const looks = { count: 0 }
  const facts = { height: final.number, hash: final.hash, endpoint: endpoint.name }
  const error = why === 'replaced' ? new ChainReplacedError(facts) : new EndpointBehindError(facts)
  const log = new Logger(() => {}, 'test')
  const traffic = createTraffic()
  const witnesses = { assertGone: async () => {} }
  return {
    done: recover(error, history, { endpoint, witnesses, limits: { traffic }, log }),
    counted: () => traffic.byEndpoint.get(endpoint.name)?.get('eth_getBlockByNumber')?.calls,
    rewoundTo,
    looks,
  }
}

test.each([
  [1, 39],
  [3, 39],
  [7, 35],
  [45, 0],
])('the newest place in common is gone back to, where every %i. block is one', async (step, expected) => {
  serve(node, THEIRS)
  node.asked.length = 0
  const { done, counted, rewoundTo, looks } = recovering(every(step))
  expect(await done).toBe(true)
  expect(counted()).toBe(node.asked.length)
  // The logarithm of a hundred, and what it begins and ends with.
  expect(looks.count).toBeLessThan(7 + 3)
  expect(rewoundTo).toEqual([expected])
})

test('a node that shows a fork and has our block by number is named, and not asked again at once', async () => {
  serve(node, OURS)
  const { done, rewoundTo } = recovering(every(10))
  await expect(done).rejects.toMatchObject({ code: 'HW204', retryable: true })
  expect(rewoundTo).toEqual([])
})

// In a campaign a node had no block once, was asked how far it has ours, and gave block 4 for block 5: the index went back to block 4.
test.each(['replaced', 'behind'] as const)(
  'a node that gives another block than the one asked for takes nothing back: %s',
  async (why) => {
    const places = every(1)
    // The first place that is asked for.
    const middle = (places.length - 1) >> 1
    serve(node, OURS)
    mixUp(node, middle, middle - 1)
    const { done, rewoundTo } = recovering(places, why)
    await expect(done).rejects.toMatchObject({ code: 'HW210', retryable: true })
    expect(rewoundTo).toEqual([])
  },
)
