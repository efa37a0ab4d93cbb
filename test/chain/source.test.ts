// Where the head is said to be and what stands there by number: a node that says what it is told, and an index that only writes down where it was sent.
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { HotUpdate } from '@subsquid/util-internal-processor-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChildren } from '../../src/chain/children'
import { connectEndpoint } from '../../src/chain/endpoints/endpoint'
import { createRangeSize } from '../../src/chain/history/range-size'
import { ChainSource } from '../../src/chain/source'
import { watchedLogs } from '../../src/chain/watched'
import { BOOK } from '../support/blocks/blocks'
import { type EmptyBlock, emptyBlocks, mixUp, serve } from '../support/node/empty-chain'
import { type FakeNode, resultOf, startFakeNode } from '../support/node/fake-node'

const BELOW = emptyBlocks(4, 'both')
const OURS = emptyBlocks(7, 'a', BELOW)
const THEIRS = emptyBlocks(1, 'b', BELOW)
// More than is read at once, and not yet final.
const FAR = 12

let node: FakeNode

beforeAll(async () => {
  node = await startFakeNode()
})

afterAll(() => node?.close())

function follow(signal: AbortSignal) {
  const client = connectEndpoint(node.url)
  const source = new ChainSource({
    client,
    startBlock: 0,
    finality: 'count',
    finalityConfirmation: 20,
    pollIntervalMs: 1,
    watched: watchedLogs(BOOK),
    children: createChildren(BOOK, []),
    rangeSize: createRangeSize(1_000),
    addressesPerCall: 200,
    checks: 'standard',
    signal,
  })
  return { client, source }
}

const placeOf = ({ number, hash }: EmptyBlock) => ({ height: Number(number), hash })

// Two machines behind one name: the head of one, the blocks of the other, which is on a fork that is over or has yet to hear of it.
test.each([
  ['is another block by its number', THEIRS, OURS],
  ['is not there by its number', emptyBlocks(3, 'a', OURS), emptyBlocks(8, 'b', BELOW)],
  [
    'lies many blocks ahead and is another by its number',
    emptyBlocks(FAR, 'a', OURS),
    emptyBlocks(2 * FAR, 'b', BELOW),
  ],
])('a head that %s takes nothing back', async (_, named, had) => {
  serve(node, had)
  const { answer: begun } = node
  serve(node, OURS)
  const { answer } = node
  const stop = new AbortController()
  let heads = 0
  node.answer = (calls, request) => {
    if (calls[0]?.params[0] !== 'latest') return (heads === 1 ? begun : answer)(calls, request)
    if (++heads === 3) stop.abort()
    return { body: resultOf(calls[0], (heads === 1 ? named : OURS).at(-1)) }
  }
  const updates: HotUpdate<Block>[] = []
  const { client, source } = follow(stop.signal)
  const [first, ...top] = OURS.map(placeOf)
  if (first === undefined) throw new Error('a chain is needed')
  await source.processHotBlocks([{ range: { from: 0 }, request: {} }], { ...first, top }, async (update) => {
    updates.push(update)
  })
  client.close()
  expect(heads).toBe(3)
  expect(updates).toEqual([])
})

test('whether the index is of this chain is not told by another block than the one asked for', async () => {
  serve(node, OURS)
  mixUp(node, 5, 4)
  const { client, source } = follow(new AbortController().signal)
  await expect(source.getBlockHash(5)).rejects.toMatchObject({ code: 'HW210' })
  expect(await source.getBlockHash(6)).toBe(OURS[6]?.hash)
  client.close()
})
