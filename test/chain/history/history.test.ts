// History by address and topic gives the rows that reading every block gives, for a fraction of the calls; and what a node says falsely about
// it is refused, or adapted to, without a wrong row.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Checks } from '../../../src/config'
import { compareRows, differences, type Rows, readRows } from '../../../src/dev/campaign/rows'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { emptyDatabase } from '../../support/empty-database'
import { buildBlock, startFollower, startTestChain, type TestChain, untilHead } from '../../support/node/chain'
import { type Fault, type RpcProxy, startRpcProxy } from '../../support/node/rpc-proxy'
import { type SqdGateway, startSqdGateway } from '../../support/node/sqd-gateway'
import { indexWithStockSource } from '../../support/node/stock-index'
import { bookOfTurned, foundTurned } from '../../support/node/turned-factory'
import { until } from '../../support/until'

const HISTORY_BLOCKS = 60

let chain: TestChain
let proxy: RpcProxy
let gateway: SqdGateway
let database: TestDatabase
let head: { number: number; hash: string }
let expected: Rows

beforeAll(async () => {
  chain = await startTestChain()
  for (let block = 0; block < HISTORY_BLOCKS; block++) {
    if (block % 9 === 4) await buildBlock(chain, `founded at ${block}`)
    else await chain.step()
  }
  await foundTurned(chain)
  // Final is what lies ten blocks deep: the last ones of interest stand above these.
  for (let block = 0; block < 12; block++) head = await buildBlock(chain, `above history ${block}`)
  proxy = await startRpcProxy(chain.rpcUrl)
  gateway = await startSqdGateway(chain.rpcUrl)
  database = await createTestDatabase()
  await indexWithStockSource({ book: chain.book, rpcUrl: chain.rpcUrl, databaseUrl: database.url, to: head.number })
  expected = await readRows(database.url)
}, 120_000)

afterAll(async () => {
  await database?.drop()
  await gateway?.close()
  await proxy?.close()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
  proxy.fault = { kind: 'none' }
  proxy.calls.clear()
})

const follow = (logRangeBlocks: number, logAddresses = 200, checks: Checks = 'standard') =>
  startFollower({
    book: { ...chain.book, logRangeBlocks, logAddresses, checks },
    rpcUrls: [proxy.url],
    databaseUrl: database.url,
  })

async function expectRowsOfTheChain(): Promise<void> {
  expect(differences(compareRows(await readRows(database.url), expected))).toEqual([])
}

/** At `fast`: those of RPC but for the parents of blocks, which it reads without headers. What was warned of. */
async function followFast(more: { gateway?: string } = {}): Promise<string[]> {
  const book = { ...chain.book, checks: 'fast', ...more } as const
  const follower = startFollower({ book, rpcUrls: [proxy.url], databaseUrl: database.url })
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  const rows = new Map(await readRows(database.url))
  const parentless = (line: string) => JSON.stringify({ ...(JSON.parse(line) as object), parent_hash: null })
  expect(rows.get('block')?.map(parentless)).toEqual(expected.get('block')?.map(parentless))
  rows.set('block', expected.get('block') ?? [])
  expect(differences(compareRows(rows, expected))).toEqual([])
  return follower.logged.flatMap((record) => ('code' in record ? [`${record['code']} ${record.msg}`] : []))
}

test('the chain has of everything that history treats in a way of its own', () => {
  for (const table of ['datanet', 'contribution', 'inference', 'reward', 'stake']) {
    expect(expected.get(table)?.length, table).toBeGreaterThan(0)
  }
})

test.each([1, 3, 7, 1_000])('in ranges of at most %i blocks: the rows of reading every block', async (blocks) => {
  const follower = follow(blocks)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  await expectRowsOfTheChain()
})

test.each([1, 6])('with more contracts than go into a call of %i addresses', async (addresses) => {
  const follower = follow(3, addresses)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  await expectRowsOfTheChain()
})

test('checked in full: the rows of reading every block, and no word is taken for logs', async () => {
  const follower = follow(1_000, 200, 'full')
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  await expectRowsOfTheChain()
  expect(proxy.calls.get('eth_getLogs')).toBeUndefined()
})

test('checked fast: the same rows but for parents, and next to no headers of history', async () => {
  expect(await followFast()).toEqual([])
  const atTheHead = 2 * 20
  expect(proxy.calls.get('eth_getBlockByNumber')).toBeLessThan(2 * atTheHead)
})

test('begun anew in the middle, it knows the contracts that were made before', async () => {
  const middle = Math.floor(head.number / 2)
  await indexWithStockSource({ book: chain.book, rpcUrl: chain.rpcUrl, databaseUrl: database.url, to: middle })
  const follower = follow(5)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  await expectRowsOfTheChain()
})

test.each([
  ['by address', 200, 'standard'],
  ['from whoever says it', 1, 'standard'],
  ['checked in full', 200, 'full'],
] as const)('a Datanet whose creation another version says is heard, asked for %s', async (_, logAddresses, checks) => {
  const book = { ...bookOfTurned(chain.book), logRangeBlocks: 1_000, logAddresses, checks }
  const follower = startFollower({ book, rpcUrls: [proxy.url], databaseUrl: database.url })
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  const rows = await readRows(database.url)
  expect([rows.get('datanet')?.length, rows.get('contribution')?.length]).toEqual([1, 1])
})

type Lie = (result: Record<string, unknown>) => unknown
type Log = Record<string, unknown> & { topics: string[] }

/** Changes answers about blocks by number; the head's own, by tag, stay true. */
const ofBlocks = (lie: Lie): Fault => ({
  kind: 'replies',
  change: (reply, call) =>
    call.method === 'eth_getBlockByNumber' && String(call.params?.[0]).startsWith('0x')
      ? { ...reply, result: lie(reply.result as Record<string, unknown>) }
      : reply,
})

const ofLogs = (lie: (log: Log) => unknown): Fault => ({
  kind: 'replies',
  change: (reply, call) =>
    call.method === 'eth_getLogs' && Array.isArray(reply.result)
      ? { ...reply, result: (reply.result as Log[]).map(lie) }
      : reply,
})

const ofMethod = (method: string, lie: Lie): Fault => ({
  kind: 'replies',
  change: (reply, call) =>
    call.method === method ? { ...reply, result: lie(reply.result as Record<string, unknown>) } : reply,
})

const STRANGE = `0x${'5'.repeat(64)}`

// What a node may lack is HW204; what no honest node says is HW210.
const lies: [string, Fault, code?: string][] = [
  ['has no such block', ofBlocks(() => null)],
  ['alters a field of a header', ofBlocks((block) => ({ ...block, timestamp: '0x1' })), 'HW210'],
  ['alters the hash of a header', ofBlocks((block) => ({ ...block, hash: STRANGE })), 'HW210'],
  ['leaves a field out of a header', ofBlocks(({ logsBloom: _, ...block }) => block)],
  ['gives logs of another block', ofLogs((log) => ({ ...log, blockHash: STRANGE })), 'HW210'],
  ['gives logs from outside the range', ofLogs((log) => ({ ...log, blockNumber: '0xffffff' })), 'HW210'],
  ['gives logs of other contracts', ofLogs((log) => ({ ...log, address: `0x${'5'.repeat(40)}` })), 'HW210'],
  ['gives logs of other topics', ofLogs((log) => ({ ...log, topics: [STRANGE] })), 'HW210'],
  [
    'invents an indexed field',
    ofLogs((log) => ({ ...log, topics: [log.topics[0], STRANGE, ...log.topics.slice(2)] })),
    'HW210',
  ],
  ['gives logs an index beyond any', ofLogs((log) => ({ ...log, logIndex: '0xfffffffff' })), 'HW210'],
  ['gives logs that were taken back', ofLogs((log) => ({ ...log, removed: true }))],
  ['gives logs that are none', ofLogs(() => 5)],
  ['cuts the data of logs', ofLogs((log) => ({ ...log, data: '0x123' }))],
  [
    'has transactions in other blocks',
    ofMethod('eth_getTransactionByHash', (found) => ({ ...found, blockHash: STRANGE })),
    'HW210',
  ],
  ['has no such transaction', ofMethod('eth_getTransactionByHash', () => null)],
]

describe('a node that, asked for history,', () => {
  test.each(lies)('%s is named and waited for', async (_, fault, code = 'HW204') => {
    proxy.fault = fault
    const follower = follow(20)
    await until(`${code} is logged`, async () =>
      follower.logged.some((record) => 'code' in record && record.code === code),
    )
    proxy.fault = { kind: 'none' }
    await untilHead(database.url, head.hash, follower)
    await follower.stop()
    await expectRowsOfTheChain()
  })
})

const withoutLast = (items: unknown) => (items as unknown[]).slice(0, -1)

const hidden: [string, Fault, code: string][] = [
  [
    'hides a log',
    ofMethod('eth_getBlockReceipts', (receipts) =>
      (receipts as unknown as { logs: unknown[] }[]).map((receipt) => ({
        ...receipt,
        logs: withoutLast(receipt.logs),
      })),
    ),
    'HW210',
  ],
  ['hides a transaction', ofMethod('eth_getBlockReceipts', withoutLast), 'HW210'],
  [
    'alters the data of a log',
    ofMethod('eth_getBlockReceipts', (receipts) =>
      (receipts as unknown as { logs: object[] }[]).map((receipt) => ({
        ...receipt,
        logs: receipt.logs.map((log) => ({ ...log, data: '0x00' })),
      })),
    ),
    'HW210',
  ],
  [
    'alters a call',
    ofMethod('eth_getBlockByHash', ({ transactions, ...block }) => ({
      ...block,
      transactions: (transactions as object[]).map((transaction) => ({ ...transaction, input: '0x00' })),
    })),
    'HW210',
  ],
  [
    'leaves out a header',
    ofBlocks((block) => (Number(block['number']) === 5 ? { ...block, parentHash: STRANGE } : block)),
    'HW210',
  ],
  ['has no receipts', ofMethod('eth_getBlockReceipts', () => null), 'HW204'],
]

describe('a node that, checked in full,', () => {
  test.each(hidden)('%s is named', async (_, fault, code) => {
    proxy.fault = fault
    const follower = follow(20, 200, 'full')
    await until(`${code} is logged`, async () =>
      follower.logged.some((record) => 'code' in record && record.code === code),
    )
    await follower.stop()
  })
})

test('an endpoint that takes fewer blocks than we think is asked for fewer', async () => {
  const taken = 4
  proxy.fault = {
    kind: 'replies',
    change: (reply, call) => {
      const [filter] = (call.params ?? []) as { fromBlock: string; toBlock: string }[]
      if (call.method !== 'eth_getLogs' || Number(filter?.toBlock) - Number(filter?.fromBlock) < taken) return reply
      return { id: reply.id, error: { code: -32_005, message: 'query returned more than 10000 results' } }
    },
  }
  const follower = follow(1_000)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  expect(follower.logged.filter((record) => 'code' in record)).toEqual([])
  await expectRowsOfTheChain()
})

test('blocks without a log of ours are not asked for', async () => {
  const follower = follow(1_000)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  const withEvents = expected.get('block')?.length ?? 0
  const atTheHead = 2 * 10
  expect(proxy.calls.get('eth_getLogs')).toBeLessThan(atTheHead)
  expect(proxy.calls.get('eth_getBlockByNumber')).toBeLessThan(withEvents + 2 * atTheHead)
})

test('a gateway gives the rows of RPC, which is asked for no logs of history', async () => {
  gateway.height = head.number
  expect(await followFast({ gateway: gateway.url })).toEqual([])
  expect(gateway.queries.length).toBeGreaterThan(3)
  // Above it, each block is asked for its own.
  expect(proxy.calls.get('eth_getLogs') ?? 0).toBeLessThanOrEqual(10)
})

test('a gateway that goes astray half-way is named, and left for RPC', async () => {
  gateway.change = (blocks) =>
    blocks.map(({ header, ...block }) => ({
      ...block,
      header: Number(header['number']) > HISTORY_BLOCKS / 2 ? { ...header, hash: STRANGE } : header,
    }))
  expect(await followFast({ gateway: gateway.url })).toEqual([
    expect.stringMatching(/^HW213 The gateway .* as 0x5+, and/),
  ])
})
