// Is every wei of the native coin where the rows say? Each account that ever had some: what the rows' movements leave it, beside what transactions without
// an event did, of which there are no rows and which the node alone tells; held against its balance. And all balances against all that was minted.
import { createRequire } from 'node:module'
import type { Hex } from 'viem'
import type { InternalTransfer } from '../../src/chain/transactions/facts'
import type { Chain } from '../../src/dev/chain/start'
import type { Difference, Row, Sql } from './compare.mts'

type Nested = typeof import('../../src/chain/transactions/nested-traces')
const require = createRequire(import.meta.url)
const { transfersInNested } = require('../../lib/chain/transactions/nested-traces.js') as Nested

export type Coins = { hold(sql: Sql): Promise<Difference[]> }

/** Where the rollup puts what the L2's gas costs. */
const BASE_FEE_VAULT = '0x4200000000000000000000000000000000000019'
const BLOCKS_PER_READ = 20
const BALANCES_PER_READ = 500

type Transaction = { hash: Hex; type: Hex; from: Hex; to: Hex | null; value: Hex; mint?: Hex }
type Receipt = {
  status: Hex
  gasUsed: Hex
  effectiveGasPrice: Hex
  contractAddress: Hex | null
  logs: { address: Hex }[]
}
type Made = { transaction: Transaction; receipt: Receipt }

/** Looks at each block once, however often it is asked. */
export function createCoins(chain: Chain): Coins {
  const beside = createLedger()
  const unread: string[] = []
  let height = 0

  async function readBeside(sql: Sql, head: number): Promise<void> {
    const ours = await contractsOf(sql, chain)
    for (; height < head; height = Math.min(height + BLOCKS_PER_READ, head)) {
      const made = await readTransactions(chain, height + 1, Math.min(height + BLOCKS_PER_READ, head))
      const hashes = made.map(({ transaction }) => transaction.hash)
      const rows = await sql<
        Row[]
      >`select transaction_hash as hash from transaction where transaction_hash = any(${hashes})`
      const known = new Set(rows.map(({ hash }) => hash))
      const others = made.filter(({ transaction }) => !known.has(transaction.hash))
      for (const { transaction, receipt } of others) {
        if (receipt.logs.some(({ address }) => ours.has(address.toLowerCase()))) unread.push(transaction.hash)
      }
      const traces = await chain.rpc.askAll<unknown>(
        others.map(({ transaction: { hash } }) => ['debug_traceTransaction', hash, { tracer: 'callTracer' }]),
      )
      for (const [index, one] of others.entries()) enter(beside, one, transfersInNested(traces[index]) ?? [])
    }
  }

  return {
    async hold(sql) {
      const head = Number(await chain.rpc.ask<Hex>('eth_blockNumber'))
      await readBeside(sql, head)
      const rows = await readRows(sql)
      const whole = [
        ...rows.accounts.keys(),
        ...beside.accounts.keys(),
        ...(await contractsOf(sql, chain)),
        ZERO,
        BASE_FEE_VAULT,
      ]
      const addresses = [...new Set([...whole, ...(await peopleOf(sql))])]
      const balances = await readBalances(chain, addresses)
      const expected = (address: string) => (rows.accounts.get(address) ?? 0n) + (beside.accounts.get(address) ?? 0n)
      const held = [...balances.values()].reduce((sum, balance) => sum + balance, 0n)
      return [
        ...addresses.map((address) => ({
          ...{ what: `coins that moved to and from ${address}`, row: String(expected(address)) },
          contract: String(balances.get(address)),
        })),
        { what: 'all that was minted', row: String(rows.minted + beside.minted), contract: String(held) },
        { what: 'transactions with an event and without a row', row: unread.join(' '), contract: '' },
      ]
    },
  }
}

const ZERO = `0x${'0'.repeat(40)}`

type Ledger = { accounts: Map<string, bigint>; minted: bigint }

const createLedger = (): Ledger => ({ accounts: new Map(), minted: 0n })

function move(ledger: Ledger, { from, to, amount }: InternalTransfer): void {
  ledger.accounts.set(from, (ledger.accounts.get(from) ?? 0n) - amount)
  ledger.accounts.set(to, (ledger.accounts.get(to) ?? 0n) + amount)
}

function mint(ledger: Ledger, to: string, amount: bigint): void {
  ledger.accounts.set(to, (ledger.accounts.get(to) ?? 0n) + amount)
  ledger.minted += amount
}

/** What a transaction did, as the chain's rules say it, without the indexer's. */
function enter(ledger: Ledger, { transaction, receipt }: Made, inside: readonly InternalTransfer[]): void {
  const { type, from, to, value, mint: minted = '0x0' } = transaction
  if (type === DEPOSIT) mint(ledger, from, BigInt(minted))
  else move(ledger, { from, to: BASE_FEE_VAULT, amount: BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice) })
  if (receipt.status !== '0x1') return
  const top = { from, to: (to ?? receipt.contractAddress ?? ZERO).toLowerCase(), amount: BigInt(value) }
  for (const transfer of [top, ...inside]) move(ledger, transfer)
}

const DEPOSIT = '0x7e'

/** All but the system's deposits. */
async function readTransactions({ rpc }: Chain, from: number, to: number): Promise<Made[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => `0x${(from + index).toString(16)}`)
  const blocks = await rpc.askAll<{ transactions: Transaction[] }>(
    numbers.map((number) => ['eth_getBlockByNumber', number, true]),
  )
  const receipts = await rpc.askAll<Receipt[]>(numbers.map((number) => ['eth_getBlockReceipts', number]))
  return blocks.flatMap(({ transactions }, block) =>
    transactions.flatMap((transaction, index) => {
      const receipt = receipts[block]?.[index]
      return index === 0 || receipt === undefined ? [] : [{ transaction, receipt }]
    }),
  )
}

type MovementRow = { kind: string; from: string | null; to: string | null; amount: string }

async function readRows(sql: Sql): Promise<Ledger> {
  const ledger = createLedger()
  const rows = await sql<
    MovementRow[]
  >`select kind, "from", "to", sum(amount)::text as amount from coin_movement group by 1, 2, 3`
  for (const { kind, from, to, amount } of rows) {
    if (kind === 'MINT') mint(ledger, to ?? '', BigInt(amount))
    else move(ledger, { from: from ?? '', to: kind === 'FEE' ? BASE_FEE_VAULT : (to ?? ''), amount: BigInt(amount) })
  }
  return ledger
}

async function contractsOf(sql: Sql, { addresses }: Chain): Promise<Set<string>> {
  const datanets = await sql<{ contract: string }[]>`select contract from datanet`
  return new Set([
    ...Object.values(addresses).map((at) => at.toLowerCase()),
    ...datanets.map(({ contract }) => contract),
  ])
}

async function peopleOf(sql: Sql): Promise<string[]> {
  const rows = await sql<
    { address: string }[]
  >`select address from account where chain_id = (select min(chain_id) from head)`
  return rows.map(({ address }) => address)
}

async function readBalances({ rpc }: Chain, addresses: readonly string[]): Promise<Map<string, bigint>> {
  const balances = new Map<string, bigint>()
  for (let at = 0; at < addresses.length; at += BALANCES_PER_READ) {
    const some = addresses.slice(at, at + BALANCES_PER_READ)
    const answers = await rpc.askAll<Hex>(some.map((address) => ['eth_getBalance', address, 'latest']))
    for (const [index, address] of some.entries()) balances.set(address, BigInt(answers[index] ?? '0x0'))
  }
  return balances
}
