// What a gateway says becomes the blocks of history, or is left for RPC by name. The node has empty blocks only: what is said of them besides, the
// gateway alone says. Whole indexes over a gateway: test/chain/history.
import { Logger, type LogRecord } from '@subsquid/logger'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ChainBlock, chainBlock, type FetchedBlock, FIELDS } from '../../../src/chain/block'
import { createChildren } from '../../../src/chain/children'
import { connectEndpoint } from '../../../src/chain/endpoints/endpoint'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { readBelowFinality } from '../../../src/chain/gateway/below-finality'
import { createGateway, type Gateway } from '../../../src/chain/gateway/gateway'
import { createRangeSize } from '../../../src/chain/history/range-size'
import { logRequests, WATCHED, type WatchedContract, watchedLogs } from '../../../src/chain/watched'
import { ADDRESS, address, BOOK, bytes32, type LogDraft, logOf } from '../../support/blocks/blocks'
import { ORDINARY_ARGUMENTS } from '../../support/blocks/random-chain'
import { emptyBlocks, serve } from '../../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../../support/node/fake-node'
import { type ArchiveBlock, type SqdGateway, startSqdGateway } from '../../support/node/sqd-gateway'

const CHAIN = emptyBlocks(30, 'a')
const LAST = CHAIN.length - 1
const CHILD = address(0xd1)
const STRANGER = address(0xe1)

let node: FakeNode
let archive: SqdGateway

beforeAll(async () => {
  node = await startFakeNode()
  serve(node, CHAIN)
  archive = await startSqdGateway(node.url)
})

afterAll(async () => {
  await archive?.close()
  await node?.close()
})

beforeEach(() => {
  archive.height = LAST
  archive.busy = 0
  archive.change = (blocks) => blocks
})

type Said = { blocks: ChainBlock[]; codes: string[]; words: string[]; gateway: Gateway; asked: Map<string, number> }

/** Blocks 1 to 29, as history is read for them. */
async function read(stop = new AbortController(), url = archive.url): Promise<Said> {
  const traffic = createTraffic()
  const records: LogRecord[] = []
  const log = new Logger((record) => records.push(record), 'test')
  const { signal } = stop
  const gateway = createGateway({ url, traffic, rest: { firstMs: 1, limitMs: 2 }, signal, log })
  const client = connectEndpoint(node.url, { traffic })
  const options = {
    ...{
      client,
      gateway,
      signal,
      checks: 'fast' as const,
      watched: watchedLogs(BOOK),
      children: createChildren(BOOK, []),
    },
    ...{ rangeSize: createRangeSize(1_000), addressesPerCall: 200 },
    request: { logs: logRequests(BOOK), fields: FIELDS, includeAllBlocks: true },
  }
  const blocks: ChainBlock[] = []
  for await (const batch of readBelowFinality(options, { from: 1, to: LAST })) {
    blocks.push(...(batch.blocks as unknown as FetchedBlock[]).map(chainBlock))
  }
  client.close()
  const calls = [...traffic.byEndpoint.values()].flatMap((methods) => [...methods])
  return {
    ...{ blocks, gateway, asked: new Map(calls.map(([method, figures]) => [method, figures.calls])) },
    codes: records.flatMap((record) => ('code' in record ? [String(record['code'])] : [])),
    words: records.map(({ msg }) => String(msg)),
  }
}

type Log = LogDraft & { transactionIndex: number }

function log(contract: WatchedContract, name: string, at: string, transactionIndex = 0): Log {
  const topic = [...WATCHED[contract].values()].find((event) => event.name === name)?.topic0 ?? ''
  return { address: at, topics: [topic], data: '0x', transactionIndex }
}

const creation = (): Log => {
  const said = logOf('DatanetFactory', 'DatanetCreated', { ...ORDINARY_ARGUMENTS, datanet: CHILD })
  return { ...said, transactionIndex: 0 }
}

/** Puts a block with these logs, each with its place, between those that were said. */
const withLogs = (number: number, logs: Log[], more: Partial<ArchiveBlock> = {}): SqdGateway['change'] => {
  const header = { number, hash: CHAIN[number]?.hash, parentHash: CHAIN[number]?.parentHash, timestamp: 1_700_000_010 }
  const placed = logs.map((said, logIndex) => ({
    ...said,
    logIndex,
    transactionHash: bytes32(0x70 + said.transactionIndex),
  }))
  return (blocks) => {
    if (Number(blocks[0]?.header['number']) > number) return blocks
    const all = [...blocks, { header, logs: placed, transactions: [], ...more }]
    return all.sort((a, b) => Number(a.header['number']) - Number(b.header['number']))
  }
}

const call = { transactionIndex: 0, hash: bytes32(0x70), from: STRANGER, to: ADDRESS.Staking, input: '0x12' }
const heard = ({ blocks }: Said) => blocks.flatMap(({ number, logs }) => logs.map((found) => [number, found.address]))

test('of an answer, the blocks with logs of ours and the one that ends it are taken; strangers are dropped', async () => {
  const submitted = (at: string) => log('Datanet', 'ContributionSubmitted', at)
  archive.change = withLogs(5, [creation(), submitted(CHILD), submitted(STRANGER)])
  const said = await read()
  expect(said.blocks.map(({ number, parentHash }) => [number, parentHash])).toEqual([
    [5, null],
    [17, CHAIN[17]?.parentHash],
    [LAST, CHAIN[LAST]?.parentHash],
  ])
  expect(heard(said)).toEqual([
    [5, ADDRESS.DatanetFactory],
    [5, CHILD],
  ])
  expect(said.blocks[0]?.timestamp).toEqual(new Date(1_700_000_010_000))
  expect(said.words).toEqual([])
  expect(said.asked).toEqual(
    new Map([
      ['height', 1],
      ['worker', 2],
      ['query', 2],
      ['eth_getBlockByNumber', 2],
    ]),
  )
})

test('calls and the logs beside an unstake come with the answer', async () => {
  const unstaked = log('Staking', 'Unstaked', ADDRESS.Staking)
  const beside = [log('WOPEN', 'Transfer', STRANGER), log('WOPEN', 'Transfer', STRANGER, 1)]
  archive.change = withLogs(5, [unstaked, ...beside], { transactions: [call] })
  const said = await read()
  expect(heard(said)).toEqual([
    [5, ADDRESS.Staking],
    [5, STRANGER],
  ])
  expect(said.blocks[0]?.logs.map((found) => found.call)).toEqual(
    Array.from({ length: 2 }, () => ({ to: ADDRESS.Staking, input: '0x12' })),
  )
  expect(said.words).toEqual([])
})

test('an answer of many logs is several batches, each of whose ends is held against the endpoint', async () => {
  const many = Array.from({ length: 4_000 }, () => log('Datanet', 'ContributionSubmitted', STRANGER))
  archive.change = withLogs(5, many)
  const said = await read()
  expect(said.blocks.map(({ number }) => number)).toEqual([LAST])
  expect(said.words).toEqual([expect.stringMatching(/log 0 of block 5 is not in the block's bloom/)])
})

test('where it ends, history goes on over RPC, without a warning', async () => {
  archive.height = 9
  const { blocks, codes, words, gateway } = await read()
  expect(blocks.map(({ number }) => number)).toEqual([9, LAST])
  expect([codes, words, gateway.isLeft]).toEqual([[], [expect.stringMatching(/no more blocks/)], false])
})

test('one that is busy for a moment is asked again', async () => {
  archive.busy = 3
  const { blocks, words } = await read()
  expect([blocks.at(-1)?.number, words]).toEqual([LAST, []])
})

test('what fails because the processor is asked to stop is nobody’s fault', async () => {
  const stop = new AbortController()
  archive.change = (blocks) => {
    stop.abort()
    return blocks
  }
  const { codes, gateway } = await read(stop)
  expect([codes, gateway.isLeft]).toEqual([[], false])
})

const staked = log('Staking', 'Staked', ADDRESS.Staking)
const later = (change: (block: ArchiveBlock) => ArchiveBlock) => (blocks: ArchiveBlock[]) =>
  blocks.map((block) => (Number(block.header['number']) === 17 ? change(block) : block))
const header = (change: object) => later((block) => ({ ...block, header: { ...block.header, ...change } }))

test.each<[string, SqdGateway['change'], RegExp]>([
  ['is of another chain', header({ hash: bytes32(5) }), /it has block 17 as 0x0+5, and 127/],
  ['says a block twice', withLogs(17, [staked]), /gave block 17 where one of 18 to 29 should be/],
  ['leaves out a call', withLogs(5, [staked]), /a log without transaction 0x0+70/],
  ['gives another call', withLogs(5, [staked], { transactions: [{ ...call, transactionIndex: 1 }] }), /a log without/],
  ['gives blocks out of order', (blocks) => blocks.toReversed(), /gave block 1 where one of 18 to 29 should be/],
  ['gives blocks beyond', header({ number: LAST + 1 }), /gave block 30 where one of 2 to 29 should be/],
  ['names no time', timeless(), /when block 5 was/],
  ['cuts topics', withLogs(5, [{ ...staked, topics: ['0x12'] }]), /topic can't be read/],
  ['gives no blocks', () => [], /boundary blocks are expected/],
  ['gives no list', () => ({ blocks: [] }), /no list of blocks/],
  ['gives nonsense', () => 'nonsense', /no list of blocks/],
])('one that %s is named and left, and history is that of RPC', async (_, change, words) => {
  archive.change = change
  const said = await read()
  expect(said.codes).toEqual(['HW213'])
  expect(said.words[0]).toMatch(words)
  expect(said.words[0]).toMatch(/^The gateway 127\.0\.0\.1:\d+ can't be read from; history goes on over RPC: /)
  expect(said.gateway.isLeft).toBe(true)
  expect(said.blocks.map(({ number }) => number)).toEqual([LAST])
})

function timeless(): SqdGateway['change'] {
  const change = withLogs(5, [log('Staking', 'ToppedUp', ADDRESS.Staking)], { transactions: [call] })
  return (blocks) =>
    (change(blocks) as ArchiveBlock[]).map((block) => ({ ...block, header: { ...block.header, timestamp: 0 } }))
}

test('one that is dead, or has no such network, is named and left', async () => {
  const dead = await startSqdGateway(node.url)
  await dead.close()
  for (const [url, words] of [
    [dead.url, /ECONNREFUSED|fetch failed/],
    [`${archive.url}-of-none`, /HTTP status 404 for height/],
  ] as const) {
    const said = await read(new AbortController(), url)
    expect([said.codes, said.words]).toEqual([['HW213'], [expect.stringMatching(words)]])
    expect(said.blocks.map(({ number }) => number)).toEqual([LAST])
  }
})
