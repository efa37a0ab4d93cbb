// What an operator sees of each thing that can be wrong with a node: one processor lives through all of them, says which it is, and ends with
// the rows of an index that nothing disturbed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, type LogRecord } from '@subsquid/logger'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { indexCalmly } from '../../bench/simulation/calm.mts'
import { type Indexing, type IndexingOptions, startIndexing } from '../../bench/simulation/indexing.mts'
import { CONTRACTS, orderlyLogs } from '../../bench/simulation/random-logs.mts'
import { CHAIN_ID, createWorld, FINALITY_BLOCKS, type World } from '../../bench/simulation/world.mts'
import { createHeadBell } from '../../src/chain/endpoints/head-bell'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import type { Call, Fault } from '../support/faulty/fault.mts'
import { type FaultyNode, NO_FAULT, startFaultyNode } from '../support/faulty/faulty-node.mts'
import { until } from '../support/until'

const BOOK: IndexingOptions['book'] = {
  chainId: CHAIN_ID,
  startBlock: 0,
  finalityConfirmation: FINALITY_BLOCKS,
  rpcUrls: [],
  contracts: CONTRACTS,
  content: { allowPrivateAddresses: false },
}

let home: string
let world: World
let node: FaultyNode
let database: TestDatabase
let processor: Indexing
let logged: LogRecord[] = []

const follow = (url: string) =>
  startIndexing({ book: BOOK, rpcUrls: [url], databaseUrl: database.url }, (record) => logged.push(record))

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-faults-'))
  world = await createWorld(home)
  await world.extend([[orderlyLogs()]])
  node = await startFaultyNode(world.rpcUrl)
  database = await createTestDatabase()
  processor = follow(node.url)
  await untilAtHead()
})

afterAll(async () => {
  await processor?.stop()
  await database?.drop()
  await node?.close()
  await world?.stop()
  await rm(home, { recursive: true, force: true })
})

/** A block with several logs, which every kind of fault can harm. */
const extend = () => world.extend([[orderlyLogs().slice(0, 8)]])

async function untilAtHead(of = database): Promise<void> {
  const sql = postgres(of.url, { max: 1, onnotice: () => {} })
  const { number, hash } = await world.head()
  await until(`block ${number} is indexed`, async () => (await sql`select from head where hash = ${hash}`).length > 0)
  await sql.end()
}

/** What the operator reads: code and sentence. */
const said = () => logged.flatMap((record) => ('code' in record ? [`${record.code} ${record.msg}`] : []))

async function expectCalmRows(): Promise<void> {
  const calm = await createTestDatabase()
  const { number } = await world.head()
  await indexCalmly({ book: BOOK, rpcUrls: [world.rpcUrl], databaseUrl: calm.url }, number)
  expect(differences(compareRows(await readRows(database.url), await readRows(calm.url)))).toEqual([])
  await calm.drop()
}

const asksBlocks = (calls: readonly Call[]) => calls.some(({ params }) => String(params?.[0]).startsWith('0x'))

const NAMED: readonly [fault: Fault, sentence: RegExp][] = [
  [{ kind: 'time-out' }, /^HW203 The RPC endpoint 127\.0\.0\.1:\d+ does not answer/],
  [{ kind: 'hang-up' }, /^HW203/],
  [{ kind: 'status', status: 429 }, /^HW203/],
  [{ kind: 'status', status: 502 }, /^HW203/],
  [{ kind: 'status', status: 403 }, /^HW204/],
  [{ kind: 'web page' }, /^HW204 The RPC endpoint 127\.0\.0\.1:\d+ gave an answer that can't be used/],
  [{ kind: 'truncated' }, /^HW204/],
  [{ kind: 'half batch' }, /^HW204/],
  [{ kind: 'receipts of another block' }, /^HW210 The RPC endpoint 127\.0\.0\.1:\d+ says what can't be true/],
  [{ kind: 'null block' }, /^HW204/],
]

describe('a node at the head with', () => {
  test.each(NAMED)('%o is named and waited for', async (fault, sentence) => {
    logged = []
    node.fault = (calls) => (asksBlocks(calls) || fault.kind !== 'null block' ? fault : null)
    await extend()
    await until(`${sentence} is logged`, async () => said().some((line) => sentence.test(line)))
    node.fault = NO_FAULT
    await untilAtHead()
  })

  test.each<Fault>([
    { kind: 'latency', ms: 30 },
    { kind: 'stale head', blocks: 2 },
  ])('%o is waited for without a word', async (fault) => {
    logged = []
    node.fault = () => fault
    await extend()
    await until('the fault is met', async () => (node.injected.get(fault.kind) ?? 0) > 3)
    node.fault = NO_FAULT
    await untilAtHead()
    expect(said()).toEqual([])
  })
})

test.each([1, 5, FINALITY_BLOCKS - 1])('a fork of %i blocks is followed without a word', async (depth) => {
  await world.extend(Array.from({ length: depth }, () => [orderlyLogs().slice(0, 8)]))
  await untilAtHead()
  logged = []
  await world.reorganise(depth, [orderlyLogs().slice(depth, 2 * depth)])
  await extend()
  await untilAtHead()
  expect(said()).toEqual([])
})

test('rows after all of that are those of a calm index', expectCalmRows)

test('finality that a node takes back while history begins is no reason to end', async () => {
  await processor.stop()
  await world.extend(Array.from({ length: FINALITY_BLOCKS + 5 }, () => [orderlyLogs().slice(0, 2)]))
  let asked = 0
  const isFinality = ({ params }: Call) => params?.[0] === 'finalized'
  node.fault = (calls) => (calls.some(isFinality) && ++asked === 2 ? { kind: 'stale head', blocks: 20 } : null)
  processor = follow(node.url)
  await untilAtHead()
  expect(asked).toBeGreaterThan(2)
  node.fault = NO_FAULT
  await expectCalmRows()
})

test('a WebSocket that is cut is opened again, and nothing is lost', async () => {
  await processor.stop()
  processor = follow(node.webSocketUrl)
  await extend()
  await untilAtHead()
  expect(node.disconnect()).toBeGreaterThan(0)
  await extend()
  await untilAtHead()
  await expectCalmRows()
})

describe('a node that hides the logs of a range of history', () => {
  let honest: FaultyNode
  let index: TestDatabase
  const hide = (hider: FaultyNode): void => {
    hider.fault = () => ({ kind: 'hidden logs', from: 3, to: 6 })
  }

  beforeAll(async () => {
    await processor.stop()
    honest = await startFaultyNode(world.rpcUrl)
    index = await createTestDatabase()
  })

  beforeEach(async () => {
    await emptyDatabase(index.url)
    logged = []
    return async () => {
      await processor.stop()
      node.fault = NO_FAULT
    }
  })

  afterAll(async () => {
    await index?.drop()
    await honest?.close()
  })

  const read = (checks: NonNullable<IndexingOptions['book']['checks']>, urls: string[]) => {
    const book = { ...BOOK, checks, crossShare: 1 }
    processor = startIndexing({ book, rpcUrls: urls, databaseUrl: index.url }, (record) => logged.push(record))
  }
  const differing = async () => differences(compareRows(await readRows(index.url), await readRows(database.url)))

  test('goes unnoticed at standard', async () => {
    hide(node)
    read('standard', [node.url, honest.url, world.rpcUrl])
    await untilAtHead(index)
    expect(said()).toEqual([])
    expect(await differing()).not.toEqual([])
  })

  test.each(['followed', 'asked besides'])(
    'is named and put aside at cross by two others, where it is %s',
    async (place) => {
      hide(node)
      read('cross', [honest.url, world.rpcUrl].toSpliced(place === 'followed' ? 0 : 1, 0, node.url))
      await untilAtHead(index)
      expect(await differing()).toEqual([])
      const [line] = said()
      expect(line).toMatch(
        new RegExp(`^HW211 The RPC endpoint ${new URL(node.url).host} says of blocks \\d+ to \\d+ what`),
      )
      expect(line).toMatch(/ has \d+ logs, \S+ \d+; block 3 is the first that differs/)
    },
  )

  test('stops everything at cross where one stands against one, until they agree', async () => {
    hide(node)
    read('cross', [node.url, honest.url])
    await until('it says so', async () => said().filter((line) => /^HW212 .*no majority/.test(line)).length > 2)
    const sql = postgres(index.url, { max: 1, onnotice: () => {} })
    expect(await sql`select number from head where number > 2`).toEqual([])
    await sql.end()
    node.fault = NO_FAULT
    await untilAtHead(index)
    expect(await differing()).toEqual([])
  })

  test('cross can not be had with one host, however many endpoints it has', async () => {
    read('cross', [node.url, node.webSocketUrl])
    expect(await processor.ended).toMatchObject({
      code: 'HW101',
      message: expect.stringMatching(/all of them are of one host/),
    })
  })
})

test('a node of another chain is refused by name', async () => {
  await processor.stop()
  node.fault = (calls) => (calls.some(({ method }) => method === 'eth_chainId') ? { kind: 'wrong chain' } : null)
  processor = follow(node.url)
  expect(await processor.ended).toMatchObject({
    code: 'HW202',
    message: expect.stringMatching(/127\.0\.0\.1:\d+ is of chain 1612; the address book is of chain 31337/),
  })
})

test('receipts carry the fees of an OP Stack node', async () => {
  node.fault = NO_FAULT
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockReceipts', params: ['latest'] })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(node.url, { method: 'POST', headers, body })
  expect(await answer.json()).toMatchObject({ id: 1, result: [{ l1Fee: '0x2540be400', l1BaseFeeScalar: '0x558' }] })
})

test('a WebSocket that falls silent is made again, though its connection stands', async () => {
  await processor.stop()
  const subscriptions = () => node.calls.get('eth_subscribe') ?? 0
  const bell = createHeadBell({ urls: [node.webSocketUrl], log: new Logger(() => {}, 'bell') })
  const { signal } = new AbortController()
  expect(await bell.wait(10_000, signal)).toBe('rung')
  const before = subscriptions()
  node.lets = (text) => subscriptions() > before || !text.includes('eth_subscription')
  await extend()
  for (let missed = 0; missed < 3; missed++) bell.missed()
  expect(bell.isAlive).toBe(false)
  expect(await bell.wait(10_000, signal)).toBe('rung')
  expect(subscriptions()).toBe(before + 1)
  await extend()
  expect(await bell.wait(10_000, signal)).toBe('rung')
  expect(bell.isAlive).toBe(true)
  bell.close()
  node.lets = () => true
})
