// Transactions, what they cost and what state they left, from a real node to the answer: the same rows in whatever way the blocks are read, what the node adds or leaves out,
// what moved inside where it serves traces, and the coins that contracts have because of all that.
import { type Hex, parseEther } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AddressBook } from '../../../src/config'
import { compareRows, differences, type Rows, readRows } from '../../../src/dev/campaign/rows'
import type { Intent } from '../../../src/dev/chain/sequencer'
import { encodeCall } from '../../../src/dev/contracts/contract'
import { type Asker, openGraph } from '../../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { emptyDatabase } from '../../support/empty-database'
import {
  buildBlock,
  type Follower,
  foundDatanet,
  startFollower,
  startTestChain,
  type TestChain,
  untilHead,
} from '../../support/node/chain'
import { type Fault, type RpcProxy, startRpcProxy } from '../../support/node/rpc-proxy'
import { ASKED_TERMS, COMMITMENT, stakeThroughAnother } from '../../support/node/staking-through-another'
import { until } from '../../support/until'

const WRAPPED = parseEther('3')
const UNWRAPPED = parseEther('1')
const DEPOSITED = parseEther('9')

let chain: TestChain
let proxy: RpcProxy
let database: TestDatabase
let graph: Asker
let head: { number: number; hash: string }

beforeAll(async () => {
  chain = await startTestChain(false)
  const { founder, callers } = chain.cast
  const ask = (name: 'WOPEN' | 'GOPEN', call: string, args: unknown[], value = 0n): Intent => ({
    ...{ from: founder, to: chain.addresses[name], data: encodeCall(name, call, args), value, what: `${name}.${call}` },
  })
  const account = callers[1]?.address as Hex
  await chain.build({ mintings: [{ account, amount: DEPOSITED }], intents: [foundDatanet(chain, 'beside a deposit')] })
  await chain.build({
    mintings: [],
    intents: [ask('WOPEN', 'deposit', [], WRAPPED), ask('GOPEN', 'deposit', [], WRAPPED)],
  })
  await chain.build({
    mintings: [],
    intents: [ask('WOPEN', 'withdraw', [UNWRAPPED]), ask('GOPEN', 'withdraw', [UNWRAPPED])],
  })
  await stakeThroughAnother(chain)
  // Final is what lies ten blocks deep.
  for (let block = 0; block < 12; block++) head = await buildBlock(chain, `above ${block}`)
  proxy = await startRpcProxy(chain.rpcUrl)
  database = await createTestDatabase()
  graph = openGraph(database.url)
}, 120_000)

afterAll(async () => {
  await graph?.close()
  await database?.drop()
  await proxy?.close()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
  proxy.fault = { kind: 'none' }
})

const follow = (more: Partial<AddressBook>): Follower =>
  startFollower({
    book: { ...chain.book, transactions: 'fees', ...more },
    rpcUrls: [proxy.url],
    databaseUrl: database.url,
  })

async function index(more: Partial<AddressBook>): Promise<Rows> {
  const follower = follow(more)
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  return readRows(database.url)
}

const answered = async <Data>(source: string): Promise<Data> => {
  const { data, errors } = await graph.ask(source)
  expect(errors).toEqual([])
  return data as Data
}

test('the same rows from history, at the head, and checked in full', async () => {
  const expected = await index({})
  for (const table of ['transaction', 'coin_movement', 'l1_origin'])
    expect(expected.get(table)?.length).toBeGreaterThan(12)
  for (const way of [{ finality: 'count', finalityConfirmation: 1_000 }, { checks: 'full' }] as const) {
    await emptyDatabase(database.url)
    expect(differences(compareRows(await index(way), expected))).toEqual([])
  }
})

type Flow = { received: string; sent: string; change: string }

test('with traces, a contract has the coins that the movements say, in whichever way the node traces', async () => {
  const expected = await index({ transactions: 'traces' })
  for (const name of ['WOPEN', 'GOPEN'] as const) {
    const at = chain.addresses[name]
    const { coinFlow } = await answered<{ coinFlow: Flow }>(`{ coinFlow(address: "${at}") { received sent change } }`)
    expect(coinFlow).toEqual({ received: `${WRAPPED}`, sent: `${UNWRAPPED}`, change: `${WRAPPED - UNWRAPPED}` })
    expect(BigInt(await chain.rpc.ask<Hex>('eth_getBalance', at, 'latest'))).toBe(WRAPPED - UNWRAPPED)
  }
  const { coinMovements } = await answered<{ coinMovements: { nodes: { kind: string }[] } }>(
    `{ coinMovements(first: 1000) { nodes { kind } } }`,
  )
  expect(new Set(coinMovements.nodes.map(({ kind }) => kind))).toEqual(new Set(['MINT', 'VALUE', 'INTERNAL', 'FEE']))
  await emptyDatabase(database.url)
  const asked = new Map<string, number>()
  const { change } = refusing(['debug_traceTransaction'])
  proxy.fault = {
    kind: 'replies',
    change(reply, call) {
      asked.set(call.method, (asked.get(call.method) ?? 0) + 1)
      return change(reply, call)
    },
  }
  const other = await index({ transactions: 'traces', finality: 'count', finalityConfirmation: 1_000 })
  expect(differences(compareRows(other, expected))).toEqual([])
  const [refused = 0, told = 0] = ['debug_traceTransaction', 'trace_transaction'].map((one) => asked.get(one))
  // Refused in the batches that were under way when the first refusal came.
  expect([refused > 0, refused < told]).toEqual([true, true])
})

test('without any, what the tokens paid out is known, and the rows say that the rest is not', async () => {
  proxy.fault = refusing(['debug_traceTransaction', 'trace_transaction'])
  await index({ transactions: 'traces' })
  const { coinMovements } = await answered<{ coinMovements: { totalCount: number; nodes: Moved[] } }>(
    `{ coinMovements(address: "${chain.addresses.WOPEN}") { totalCount nodes { kind amount from to transactionHash } } }`,
  )
  expect(coinMovements.nodes.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['UNWRAP', `${UNWRAPPED}`],
    ['VALUE', `${WRAPPED}`],
  ])
  const { transaction } = await answered<{
    transaction: unknown
  }>(`{ transaction(hash: "${coinMovements.nodes[0]?.transactionHash}") {
    kind from to isSuccess tracesAvailable fees { execution l1 total operator } coinMovements { kind isWhole } } }`)
  expect(transaction).toMatchObject({
    ...{ kind: 'SIGNED', from: chain.cast.founder.address.toLowerCase(), isSuccess: true, tracesAvailable: false },
    ...{ fees: { l1: null, total: null, operator: '0' } },
    coinMovements: [
      { kind: 'UNWRAP', isWhole: true },
      { kind: 'FEE', isWhole: false },
    ],
  })
})

test('a block says its origin, and deposits are nobody’s activity', async () => {
  proxy.fault = ofMethod('eth_getBlockReceipts', (receipts) =>
    (receipts as object[]).map((one) => ({ ...one, l1Fee: '0x1e' })),
  )
  await index({})
  const { datanets, signers } = await answered<Told>(`{ signers { total transactions days { signers } }
    datanets(first: 2) { nodes { transaction { fees { l1 execution total } }
      block { gasUsed baseFee l1Origin { format number sequenceNumber baseFee problem } } } } }`)
  const [newest] = datanets.nodes
  const { l1, execution, total } = newest?.transaction.fees ?? { l1: '', execution: '', total: '' }
  expect([l1, BigInt(total)]).toEqual(['30', 30n + BigInt(execution)])
  expect(newest?.block.l1Origin).toMatchObject({ format: 'ISTHMUS', baseFee: '2500000000', problem: null })
  expect(Number(newest?.block.gasUsed)).toBeGreaterThan(21_000)
  // The founder made everything; a deposit's account signed nothing.
  expect([signers.total, signers.days.map((day) => day.signers)]).toEqual([1, [1]])
  expect(signers.transactions).toBeGreaterThan(12)
})

test('a node without receipts is named and waited for', async () => {
  proxy.fault = ofMethod('eth_getBlockReceipts', () => null)
  const follower = follow({})
  await until('HW204 is logged', async () =>
    follower.logged.some((record) => 'code' in record && record.code === 'HW204'),
  )
  proxy.fault = { kind: 'none' }
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
})

test('what no call says of stakes the contract’s state says, to the wei of their worth', async () => {
  await index({})
  const { stakes, stakingConfigs } = await answered<Staking>(STAKING)
  const { interestRate, minStake, maxStake } = ASKED_TERMS
  const set = { interestRate: `${interestRate}`, maxStake: `${maxStake}`, isPublic: false, isActive: true }
  // Of two changes in one block, the state at its end is the last one's.
  expect(stakingConfigs.nodes.flatMap(({ terms }) => terms.nodes)).toMatchObject([
    { ...set, minStake: `${minStake}` },
    { interestRate: null, minStake: null },
    { ...set, minStake: '0' },
  ])
  expect(stakes.nodes).toMatchObject([
    { configId: '1', amount: '3', toppedUp: '4', commitment: null },
    { configId: '1', amount: `${2n * 10n ** 18n}`, commitment: COMMITMENT, recipient: null },
    { configId: '1', amount: `${10n ** 18n}`, commitment: null },
  ])
  for (const { stakingId, value } of stakes.nodes) {
    const call = { to: chain.addresses.Staking, data: encodeCall('Staking', 'valueOf', [BigInt(stakingId)]) }
    expect(value).toBe(`${BigInt(await chain.rpc.ask<Hex>('eth_call', call, { blockHash: head.hash }))}`)
  }
})

const ASKED_WAYS: [string, (call: Asked) => boolean, boolean][] = [
  ['by number, where it does not take hashes', ({ params = [] }) => typeof params[1] === 'object', true],
  ['not at all, where it has no old state', () => true, false],
]
test.each(ASKED_WAYS)('a node says it %s', async (_name, isRefused, isSaid) => {
  const error = { code: -32_000, message: 'missing trie node' }
  proxy.fault = {
    kind: 'replies',
    change: (reply, call) => (call.method === 'eth_call' && isRefused(call) ? { id: reply.id, error } : reply),
  }
  const follower = follow({})
  await untilHead(database.url, head.hash, follower)
  await follower.stop()
  const { stakes } = await answered<Staking>(STAKING)
  expect(stakes.nodes.map(({ configId }) => configId)).toEqual(Array(3).fill(isSaid ? '1' : null))
  const warnings = follower.logged.filter((record) => 'reads' in record && 'reason' in record)
  const named = { endpoint: new URL(proxy.url).host, reads: 5, reason: error.message }
  expect(warnings).toMatchObject(isSaid ? [] : [named])
})

const STAKING = `{ stakes { nodes { stakingId configId amount toppedUp value commitment recipient { address } } }
  stakingConfigs { nodes { terms { nodes { interestRate minStake maxStake isPublic isActive } } } } }`

type Asked = { params?: unknown[] }
type Staking = {
  stakes: { nodes: Record<'stakingId' | 'configId' | 'amount' | 'value' | 'commitment', string>[] }
  stakingConfigs: { nodes: { terms: { nodes: object[] } }[] }
}

type Moved = { kind: string; amount: string; transactionHash: string }
type Told = {
  signers: { total: number; transactions: number; days: { signers: number }[] }
  datanets: {
    nodes: {
      transaction: { fees: Record<'l1' | 'execution' | 'total', string> }
      block: { gasUsed: string; l1Origin: unknown }
    }[]
  }
}

function ofMethod(method: string, lie: (result: unknown) => unknown): Fault {
  return {
    kind: 'replies',
    change: (reply, call) => (call.method === method ? { ...reply, result: lie(reply.result) } : reply),
  }
}

function refusing(methods: readonly string[]): Extract<Fault, { kind: 'replies' }> {
  const error = { code: -32_601, message: 'the method does not exist' }
  return { kind: 'replies', change: (reply, call) => (methods.includes(call.method) ? { id: reply.id, error } : reply) }
}
