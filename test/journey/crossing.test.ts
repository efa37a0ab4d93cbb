// OPEN between the chains, from the blocks of two real nodes to the answer: deposits, withdrawals through all stages, messages both ways, and
// the roots at which proofs end; each chain read by a follower of its own into one database.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeAbiParameters, type Hex, pad, zeroAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAddressBook, readConfig } from '../../src/config'
import type { RpcLog } from '../../src/dev/chain/rpc'
import type { BuiltBlock } from '../../src/dev/chain/sequencer'
import { type Chain, startChain } from '../../src/dev/chain/start'
import { abiOf, type ContractName, encodeCall, nameOfLog } from '../../src/dev/contracts/contract'
import { takeBack } from '../../src/dev/habits/bridging'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { uncalledFunctions } from '../support/node/called-functions'
import { startFollower } from '../support/node/chain'
import { until } from '../support/until'

const BLOCKS = 60
/** Half of what an L1 block takes. */
const BLOCK_SECONDS = 6

let home = ''
let chain: Chain
let database: TestDatabase
let graph: Asker
const failed: string[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-crossing-'))
  chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants: false, hasL1: true })
  for (let block = 0; block < BLOCKS; block++) failed.push(...(await buildBlock()).failed)
  database = await createTestDatabase()
  graph = openGraph(database.url)
  await index()
}, 120_000)

afterAll(async () => {
  await graph?.close()
  await database?.drop()
  await chain?.stop()
  await rm(home, { recursive: true, force: true })
})

test('nothing anybody tried has failed, and every event of the L1 contracts occurs', async () => {
  expect(failed).toEqual([])
  const contracts = Object.entries(chain.l1?.book.contracts ?? {}) as [ContractName, string][]
  const logs = (await chain.l1?.rpc.ask<RpcLog[]>('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' })) ?? []
  for (const [name, at] of contracts) {
    const said = logs.filter(({ address }) => address.toLowerCase() === at.toLowerCase())
    const heard = new Set(said.map((log) => nameOfLog(name, log)))
    const listed = abiOf(name).flatMap((item) => (item.type === 'event' ? [item.name] : []))
    expect([name, listed.filter((event) => !heard.has(event))]).toEqual([name, []])
  }
})

test('every function of the L1 contracts is called', async () => {
  const { rpc, book } = chain.l1 ?? { rpc: chain.rpc, book: { contracts: {} } }
  const names = Object.keys(book.contracts) as ContractName[]
  expect(names).toContain('SystemConfig')
  expect(await uncalledFunctions(rpc, names)).toEqual([])
})

test('what is final there by count exists from the first block on', async () => {
  const { startBlock = 0, finalityConfirmation = 0 } = chain.l1?.book ?? {}
  const ancestor = `0x${(startBlock - finalityConfirmation).toString(16)}`
  expect(await chain.l1?.rpc.ask('eth_getBlockByNumber', ancestor, false)).not.toBeNull()
})

test('a deposit becomes the very transaction that its log foretells', async () => {
  const { data, errors } = await graph.ask(
    '{ bridgeDeposits(last: 3) { totalCount nodes { chainId mint sourceHash l2TransactionHash from { address } } } }',
  )
  expect(errors).toEqual([])
  const { totalCount, nodes } = (data as { bridgeDeposits: { totalCount: number; nodes: Deposit[] } }).bridgeDeposits
  expect(totalCount).toBeGreaterThan(10)
  for (const { chainId, mint, sourceHash, l2TransactionHash, from } of nodes) {
    const made = await chain.rpc.ask<Made | null>('eth_getTransactionByHash', l2TransactionHash)
    expect([chainId, made?.sourceHash, made?.from]).toEqual([31_338, sourceHash, from.address])
    expect(BigInt(made?.mint ?? 0)).toBe(BigInt(mint))
  }
})

test('a deposit has arrived when an L2 block follows from its L1 block, and is the transaction that was read there', async () => {
  const { data, errors } = await graph.ask(
    '{ bridgeDeposits(first: 1000) { nodes { status sourceHash arrival { secondsTaken transaction { hash kind mint isSuccess } } l2TransactionHash mint } } }',
  )
  expect(errors).toEqual([])
  const { nodes } = (data as { bridgeDeposits: { nodes: Arrived[] } }).bridgeDeposits
  expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set(['ARRIVED', 'UNDER_WAY']))
  const read = nodes.filter(({ arrival }) => arrival !== null)
  expect(read.length).toBeGreaterThan(0)
  for (const { arrival, l2TransactionHash, mint } of read) {
    expect(arrival?.transaction).toEqual({ hash: l2TransactionHash, kind: 'DEPOSIT', mint, isSuccess: true })
    expect(arrival?.secondsTaken).toBeGreaterThanOrEqual(0)
  }
})

test('withdrawals go through all stages, and say how long it took', async () => {
  const { data, errors } =
    await graph.ask(`{ bridgeWithdrawals { nodes { chainId status secondsTaken secondsToProof secondsToFinalisation value target sender { address }
    proofs { nodes { chainId target } } finalisation { isSuccess } } } }`)
  expect(errors).toEqual([])
  const { nodes } = (data as { bridgeWithdrawals: { nodes: Withdrawal[] } }).bridgeWithdrawals
  expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set(['INITIATED', 'PROVEN', 'FINALISED', 'FAILED']))
  for (const {
    chainId,
    status,
    secondsTaken,
    secondsToProof,
    secondsToFinalisation,
    proofs,
    finalisation,
    target,
    sender,
  } of nodes) {
    expect(chainId).toBe(31_337)
    if (status === 'INITIATED')
      expect([secondsTaken, secondsToProof, finalisation, proofs.nodes]).toEqual([null, null, null, []])
    if (status === 'PROVEN') expect([secondsToProof === null, secondsToFinalisation]).toEqual([false, null])
    if (finalisation === null) continue
    expect(secondsTaken).toBe(Number(secondsToProof) + Number(secondsToFinalisation))
    expect(secondsTaken).toBeGreaterThanOrEqual(24)
    expect([finalisation, target === sender.address]).toEqual(
      status === 'FAILED' ? [{ isSuccess: false }, false] : [{ isSuccess: true }, true],
    )
    expect(proofs.nodes).toEqual([{ chainId: 31_338, target }])
  }
})

test('a withdrawal whose call fails was paid all the same', async () => {
  const { data, errors } = await graph.ask('{ bridgeWithdrawals { nodes { status value target } } }')
  expect(errors).toEqual([])
  const { nodes } = (data as { bridgeWithdrawals: { nodes: Withdrawal[] } }).bridgeWithdrawals
  const [failed, ...others] = nodes.filter(({ status }) => status === 'FAILED')
  expect(others).toEqual([])
  const paid = await graph.ask(`{ holdings(address: "${failed?.target}") { chainId balance token { symbol } } }`)
  expect(paid.data).toEqual({ holdings: [{ chainId: 31_338, balance: failed?.value, token: { symbol: 'OPEN' } }] })
})

test('what left for another chain arrived there, by its guid', async () => {
  const { data, errors } = await graph.ask(
    '{ oftSendings { nodes { destinationEid status secondsTaken amountReceived receipt { amount sourceEid } } } }',
  )
  expect(errors).toEqual([])
  const { nodes } = (data as { oftSendings: { nodes: Sending[] } }).oftSendings
  expect(new Set(nodes.map(({ destinationEid }) => destinationEid))).toEqual(new Set(['30101', '30102']))
  const arrived = nodes.filter(({ status }) => status === 'RECEIVED')
  expect(arrived.length).toBeGreaterThan(4)
  for (const { amountReceived, receipt } of arrived) expect(receipt?.amount).toBe(amountReceived)
})

test('what the ends of the OFT trust is told each time that it is set, and is what the contracts say', async () => {
  const { data, errors } = await graph.ask(
    '{ contractSettings(first: 100) { nodes { contract setting eid messageType previous value } } }',
  )
  expect(errors).toEqual([])
  const { nodes } = (data as { contractSettings: { nodes: Setting[] } }).contractSettings
  const { OPENOFT, OPENOFTAdapter } = chain.l1?.book.contracts ?? {}
  const founder = chain.cast.founder.address.toLowerCase()
  for (const [end, peer, eid] of [
    [OPENOFT, OPENOFTAdapter, '30101'],
    [OPENOFTAdapter, OPENOFT, '30102'],
  ] as const) {
    const own = nodes.filter(({ contract }) => contract === end?.toLowerCase())
    const newest = (setting: string) => own.find((one) => one.setting === setting)
    expect(newest('PEER')).toMatchObject({ eid, value: pad(peer ?? '0x').toLowerCase() })
    // When it was deployed, and by nobody since.
    expect(own.filter(({ setting }) => setting === 'OWNER')).toMatchObject([
      { previous: null, value: founder, eid: null },
    ])
    expect(newest('MESSAGE_INSPECTOR')).toMatchObject({ value: zeroAddress })
    expect(newest('PRE_CRIME')).toMatchObject({ value: chain.cast.relay.address.toLowerCase() })
    for (const messageType of ['1', '2']) {
      const option = own.find((one) => one.messageType === messageType)
      const call = { to: end, data: encodeCall('OPENOFT', 'enforcedOptions', [Number(eid), Number(messageType)]) }
      const [options] = decodeAbiParameters(
        [{ type: 'bytes' }],
        (await chain.l1?.rpc.ask<Hex>('eth_call', call, 'latest')) ?? '0x',
      )
      expect(option).toMatchObject({ setting: 'ENFORCED_OPTION', eid, value: options })
    }
  }
})

test('the roots are told with the block that they are of', async () => {
  const { data, errors } = await graph.ask('{ outputRoots { nodes { game outputIndex l2BlockNumber root } } }')
  expect(errors).toEqual([])
  const { nodes } = (data as { outputRoots: { nodes: Root[] } }).outputRoots
  expect(nodes.filter(({ game }) => game === null).length).toBeGreaterThan(0)
  for (const { game, outputIndex, l2BlockNumber } of nodes) {
    expect(Number(l2BlockNumber)).toBeGreaterThan(0)
    expect(game === null).toBe(outputIndex !== null)
  }
})

test('every wei is somewhere', async () => {
  const { data, errors } = await graph.ask(
    '{ supply { made difference lockedInAdapter parts { form amount isSeen } } }',
  )
  expect(errors).toEqual([])
  const { supply } = data as { supply: { made: string; difference: string; parts: Part[] } }
  expect([supply.made, supply.difference]).toEqual([String(10n ** 27n), '0'])
  const amounts = Object.fromEntries(supply.parts.map(({ form, amount }) => [form, BigInt(amount)]))
  // Out of the fifty million of the beginning and what was deposited since; nobody withdrew more than that.
  expect(amounts['L2_COIN']).toBeGreaterThan(50_000_000n * 10n ** 18n)
  expect(amounts['WITHDRAWING']).toBeGreaterThan(0n)
  expect(amounts['HELD_ABROAD']).toBeGreaterThan(0n)
  expect(supply.parts.filter(({ isSeen }) => !isSeen).map(({ form }) => form)).toEqual(['L2_COIN'])
})

test('one holder’s OPEN is told over all chains, and is what the contracts say', async () => {
  const holder = chain.cast.bridgers[0]?.address.toLowerCase() as Hex
  const { data, errors } = await graph.ask(`{ holdings(address: "${holder}") { chainId balance token { symbol } } }`)
  expect(errors).toEqual([])
  const { holdings } = data as {
    holdings: { chainId: number; balance: string; token: { symbol: 'OPEN' | 'OPENOFT' } }[]
  }
  expect(holdings.map(({ token }) => token.symbol)).toEqual(['OPEN', 'OPENOFT'])
  for (const { balance, token } of holdings) {
    const to = chain.l1?.book.contracts[token.symbol]
    const call = { to, data: encodeCall(token.symbol, 'balanceOf', [holder]) }
    expect(BigInt(balance)).toBe(BigInt((await chain.l1?.rpc.ask<Hex>('eth_call', call, 'latest')) ?? '0x0'))
  }
})

test('after a restart both chains go on where they were', async () => {
  await chain.stop()
  chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants: false })
  expect(chain.l1).not.toBeNull()
  for (let block = 0; block < 4; block++) expect((await buildBlock()).failed).toEqual([])
})

function buildBlock(): Promise<BuiltBlock> {
  const scene = { height: chain.society.world.height + 1, cast: chain.cast, contracts: chain.addresses }
  const plan = { mintings: [], intents: takeBack(scene) }
  return chain.build(plan, chain.sequencer.headTime() + BLOCK_SECONDS)
}

type Part = { form: string; amount: string; isSeen: boolean }
type Deposit = {
  chainId: number
  mint: string
  sourceHash: string
  l2TransactionHash: string
  from: { address: string }
}
type Arrived = {
  status: string
  l2TransactionHash: string
  mint: string
  arrival: { secondsTaken: number; transaction: unknown } | null
}
type Made = { sourceHash: string; mint?: string; from: string }
type Withdrawal = {
  chainId: number
  status: string
  secondsTaken: number | null
  secondsToProof: number | null
  secondsToFinalisation: number | null
  value: string
  target: string
  sender: { address: string }
  proofs: { nodes: { chainId: number; target: string }[] }
  finalisation: { isSuccess: boolean } | null
}
type Sending = {
  destinationEid: string
  status: string
  amountReceived: string
  receipt: { amount: string; sourceEid: string } | null
}
type Setting = {
  contract: string
  setting: string
  eid: string | null
  messageType: string | null
  previous: string | null
  value: string
}
type Root = { game: string | null; outputIndex: string | null; l2BlockNumber: string; root: string }

/** As `headwater up` does it: one follower a chain, one database. */
async function index(): Promise<void> {
  const config = readConfig({ NETWORK: 'local', HEADWATER_HOME: home })
  const followers = (['l2', 'ethereum'] as const).map((name) => {
    const book = { ...readAddressBook(config, name), ...(name === 'l2' ? { transactions: 'fees' as const } : {}) }
    return startFollower({ book, rpcUrls: [...book.rpcUrls], databaseUrl: database.url })
  })
  const heights = await Promise.all([chain.rpc, chain.l1?.rpc].map((rpc) => rpc?.ask<string>('eth_blockNumber')))
  await until('both chains are read', async () => {
    const { data } = await graph.ask('{ _meta { chains { block { number } } } }')
    const { chains } = (data as { _meta: { chains: { block: { number: number } }[] } })._meta
    return chains.map(({ block }) => block.number).join() === heights.map(Number).join() ? true : null
  })
  for (const follower of followers) await follower.stop()
}
