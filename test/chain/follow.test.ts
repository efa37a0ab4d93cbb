// A node that hangs, lies or talks nonsense can delay the processor, never end or corrupt it: each fault is named by its code,
// and when it is over everything is there. What no retry can mend ends it with one clear sentence.
import { Logger } from '@subsquid/logger'
import type { Store } from '@subsquid/typeorm-store'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { followChain } from '../../src/chain/follow'
import { ChainDatabase } from '../../src/database/store/chain-database'
import { openHistory } from '../../src/database/store/rewind'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { describeError } from '../../src/errors'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import {
  buildBlock,
  type Follower,
  rollBack,
  startFollower,
  startTestChain,
  type TestChain,
  untilHead,
} from '../support/node/chain'
import { type Fault, type RpcProxy, startRpcProxy } from '../support/node/rpc-proxy'
import { until } from '../support/until'

let chain: TestChain
let proxy: RpcProxy
let database: TestDatabase

beforeAll(async () => {
  chain = await startTestChain(false)
  proxy = await startRpcProxy(chain.rpcUrl)
  database = await createTestDatabase()
})

afterAll(async () => {
  await database?.drop()
  await proxy?.close()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
  proxy.fault = { kind: 'none' }
})

const follow = (rpcUrls = [proxy.url], book = chain.book) =>
  startFollower({ book, rpcUrls, databaseUrl: database.url, requestLimitMs: 300 })

const untilLogged = (follower: Follower, code: string) =>
  until(`${code} is logged`, async () => follower.logged.some((record) => 'code' in record && record.code === code))

const isMethod = (methods: string[], result: unknown): Fault => ({
  kind: 'replies',
  change: (reply, call) => (methods.includes(call.method) ? { ...reply, result } : reply),
})

const faults: [string, string, Fault][] = [
  ['hangs', 'HW203', { kind: 'silence' }],
  ['is overloaded', 'HW203', { kind: 'raw', status: 503, body: 'busy' }],
  ['asks us to wait', 'HW203', { kind: 'raw', status: 429, body: '' }],
  ['answers with a web page', 'HW204', { kind: 'raw', status: 200, body: '<html>' }],
  ['refuses us', 'HW204', { kind: 'raw', status: 403, body: 'no key' }],
  ['answers another question', 'HW204', { kind: 'raw', status: 200, body: '{"jsonrpc":"2.0","id":-1,"result":"0x1"}' }],
  ['has no latest block', 'HW204', isMethod(['eth_getBlockByNumber'], null)],
  ['gives blocks that are none', 'HW204', isMethod(['eth_getBlockByNumber'], { number: '0x1', hash: 'x' })],
  ['gives logs that are none', 'HW204', isMethod(['eth_getLogs'], [{ address: 5 }])],
  ['withholds logs', 'HW210', isMethod(['eth_getLogs'], [])],
  [
    'gives half a batch',
    'HW204',
    {
      kind: 'replies',
      change: (reply, call) =>
        call.method === 'eth_getBlockByNumber' && call.params?.[0] === 'finalized' ? null : reply,
    },
  ],
  [
    'errs inside',
    'HW204',
    {
      kind: 'replies',
      change: ({ id }, call) =>
        call.method === 'eth_getLogs'
          ? { id, error: { code: -32_000, message: 'oops' } }
          : { id, result: call.method === 'eth_chainId' ? '0x7a69' : null },
    },
  ],
]

describe('a node at the head that', () => {
  test.each(faults)('%s is named (%s) and waited for', async (name, code, fault) => {
    const follower = follow()
    await untilHead(database.url, (await buildBlock(chain, `before: ${name}`)).hash, follower)
    proxy.fault = fault
    const { hash } = await buildBlock(chain, `during: ${name}`)
    await untilLogged(follower, code)
    proxy.fault = { kind: 'none' }
    await untilHead(database.url, hash, follower)
    await follower.stop()
  })
})

test('rows after all those faults are those of a calm index', async () => {
  const other = await createTestDatabase()
  const head = await buildBlock(chain, 'last')
  const follower = follow()
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  const calm = startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: other.url })
  await untilHead(other.url, head.hash, calm)
  await calm.stop()
  expect(differences(compareRows(await readRows(database.url), await readRows(other.url)))).toEqual([])
  await other.drop()
})

test('a dead first endpoint gives way to the second', async () => {
  const follower = follow(['http://127.0.0.1:9', proxy.url])
  await untilHead(database.url, (await buildBlock(chain, 'second endpoint')).hash, follower)
  expect(follower.logged).toContainEqual(expect.objectContaining({ code: 'HW203' }))
  await follower.stop()
})

describe('with a second endpoint, one that', () => {
  const PATIENCE = { probeMs: 50, behindBlocks: 2, behindMs: 100, forkedMs: 100 }
  let other: RpcProxy

  beforeAll(async () => {
    other = await startRpcProxy(chain.rpcUrl)
  })

  afterAll(() => other?.close())

  const followBoth = (first: RpcProxy, second: RpcProxy) => {
    const rpcUrls = [first.url, second.url]
    return startFollower({ book: chain.book, rpcUrls, databaseUrl: database.url, patience: PATIENCE })
  }

  const hostOf = ({ url }: RpcProxy) => new URL(url).host
  const headBlock = () => chain.rpc.ask<{ number: string; hash: string }>('eth_getBlockByNumber', 'latest', false)
  const saysLatest = (block: unknown): Fault => ({
    kind: 'replies',
    change: (reply, call) => (call.params?.[0] === 'latest' ? { ...reply, result: block } : reply),
  })

  test('lies is named, put aside, and not asked again', async () => {
    proxy.fault = isMethod(['eth_getLogs'], [])
    const { hash } = await buildBlock(chain, 'lie')
    const follower = followBoth(proxy, other)
    await untilHead(database.url, hash, follower)
    await follower.stop()
    const endpoint = hostOf(proxy)
    expect(follower.logged).toContainEqual(
      expect.objectContaining({ code: 'HW210', endpoint, msg: 'the endpoint is put aside' }),
    )
  })

  test('is of another chain is named and put aside', async () => {
    proxy.fault = isMethod(['eth_chainId'], '0x1')
    const follower = followBoth(proxy, other)
    await untilHead(database.url, (await buildBlock(chain, 'other chain')).hash, follower)
    await follower.stop()
    expect(follower.logged).toContainEqual(expect.objectContaining({ code: 'HW202', endpoint: hostOf(proxy) }))
  })

  test('falls behind is left, and the head never goes back', async () => {
    const follower = followBoth(proxy, other)
    await untilHead(database.url, (await buildBlock(chain, 'both')).hash, follower)
    proxy.fault = saysLatest(await headBlock())
    let hash = ''
    for (let block = 0; block < 4; block++) hash = (await buildBlock(chain, `ahead ${block}`)).hash
    await untilHead(database.url, hash, follower)
    await follower.stop()
    expect(follower.logged).toContainEqual(expect.objectContaining({ code: 'HW208', endpoint: hostOf(proxy) }))
  })

  test('alone has another block than the index is left; when both have it, the index follows', async () => {
    const follower = followBoth(proxy, other)
    await untilHead(database.url, (await buildBlock(chain, 'ours')).hash, follower)
    const ours = await headBlock()
    other.fault = {
      kind: 'replies',
      change: (reply, call) =>
        ['latest', ours.number].includes(String(call.params?.[0])) ? { ...reply, result: ours } : reply,
    }
    await rollBack(chain, 1)
    const { hash } = await buildBlock(chain, 'theirs')
    await untilLogged(follower, 'HW209')
    await untilHead(database.url, ours.hash, follower)
    other.fault = { kind: 'none' }
    await untilHead(database.url, hash, follower)
    await follower.stop()
    expect(follower.logged).toContainEqual(expect.objectContaining({ code: 'HW209', endpoint: hostOf(proxy) }))
  })
})

test('a new head is heard over WebSocket, long before a poll would find it', async () => {
  const rpcUrls = [chain.rpcUrl, chain.rpcUrl.replace(/^http/, 'ws')]
  const { book } = chain
  const follower = startFollower({ book, rpcUrls, databaseUrl: database.url, pollIntervalMs: 600_000 })
  for (const name of ['before', 'one', 'two', 'three']) {
    await untilHead(database.url, (await buildBlock(chain, `heard: ${name}`)).hash, follower)
  }
  await follower.stop()
  expect(follower.logged.filter((record) => 'code' in record)).toEqual([])
})

test('an endpoint of another chain ends the processor before a row is written', async () => {
  const follower = follow([proxy.url], { ...chain.book, chainId: 1612 })
  const error = await follower.ended.catch((cause: unknown) => cause)
  expect(describeError(error)).toBe(
    `The RPC endpoint ${new URL(proxy.url).host} is of chain 31337; the address book is of chain 1612`,
  )
  expect((await readRows(database.url)).get('head')).toEqual([])
})

test('a database that drops the connection in the middle of a batch is waited for, and nothing is lost', async () => {
  const follower = follow()
  await untilHead(database.url, (await buildBlock(chain, 'before the drop')).hash, follower)
  const sql = postgres(database.url, { max: 2, onnotice: () => {} })
  const waiting = sql`select pid from pg_stat_activity where datname = current_database()
    and application_name = 'headwater processor' and wait_event_type = 'Lock'`
  let hash = ''
  await sql.begin(async (holder) => {
    await holder`lock table head in access exclusive mode`
    hash = (await buildBlock(chain, 'during the drop')).hash
    await until('the batch waits for the table', async () => (await sql`${waiting}`).length > 0)
    await sql`select pg_terminate_backend(pid) from (${waiting}) as processor`
    await untilLogged(follower, 'HW301')
  })
  await sql.end()
  await untilHead(database.url, hash, follower)
  await follower.stop()
})

test('asked to stop, it ends in time even when the node hangs', async () => {
  const follower = follow()
  await untilHead(database.url, (await buildBlock(chain, 'stop')).hash, follower)
  proxy.fault = { kind: 'silence' }
  await buildBlock(chain, 'never read')
  const asked = Date.now()
  await follower.stop()
  expect(Date.now() - asked).toBeLessThan(5_000)
})

test('asked to stop while it starts, it does not connect any more', async () => {
  const stop = new AbortController()
  let connections = 0
  class Counted extends ChainDatabase {
    override connect() {
      connections++
      return super.connect()
    }
  }
  await followChain<Store>({
    book: chain.book,
    rpcUrls: [chain.rpcUrl],
    database: new Counted(database.url, chain.book.chainId),
    process: async () => {},
    explain: (error) => error,
    async readChildren() {
      stop.abort()
      return []
    },
    history: openHistory(database.url, chain.book.chainId),
    pollIntervalMs: 50,
    log: new Logger(() => {}, 'test'),
    signal: stop.signal,
  })
  expect(connections).toBe(0)
})
