// Reads a local chain's blocks over its RPC, with what moved in their transactions, and writes their rows through the processor's own batch, as final blocks.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import postgres from 'postgres'
import type { ChainBlock, ChainLog } from '../../src/chain/block'
import type { BlockWithFacts } from '../../src/chain/transactions/add-facts'
import type { AddressBook } from '../../src/config'
import type { Rpc } from '../../src/dev/chain/rpc'
import type { Chain } from '../../src/dev/chain/start'

type Databases = typeof import('../../src/database/store/chain-database')
type Batches = typeof import('../../src/database/store/process-batch')
type Migrations = typeof import('../../src/database/migrate')
type Servers = typeof import('../../src/dev/postgres')
type Configuration = typeof import('../../src/config')
type Logs = typeof import('../../src/log')
type Clients = typeof import('../../src/chain/endpoints/rpc-client')
type Traffics = typeof import('../../src/chain/endpoints/traffic')
type Facts = typeof import('../../src/chain/transactions/add-facts')
const require = createRequire(import.meta.url)
const { ChainDatabase } = require('../../lib/database/store/chain-database.js') as Databases
const { processBatch } = require('../../lib/database/store/process-batch.js') as Batches
const { migrate } = require('../../lib/database/migrate.js') as Migrations
const { startPostgres } = require('../../lib/dev/postgres.js') as Servers
const { readAddressBook, readConfig } = require('../../lib/config.js') as Configuration
const { createRpcClient } = require('../../lib/chain/endpoints/rpc-client.js') as Clients
const { createTraffic } = require('../../lib/chain/endpoints/traffic.js') as Traffics
const { addFacts } = require('../../lib/chain/transactions/add-facts.js') as Facts
const { createLog, setLogLevel } = require('../../lib/log.js') as Logs

type Transaction = { hash: string; to: string | null; input: string; transactionIndex: string }
type RawBlock = { number: string; hash: string; parentHash: string; timestamp: string; transactions: Transaction[] }
type RawLog = Pick<ChainLog, 'address' | 'topics' | 'data' | 'transactionHash'> & {
  blockNumber: string
  logIndex: string
}

const BLOCKS_PER_READ = 20
const REQUEST_LIMIT_MS = 60_000

export async function createIndexer(dir: string, chain: Chain) {
  setLogLevel('error')
  const server = await startPostgres(dir)
  await migrate(server.url)
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  const config = readConfig({ NETWORK: 'local', HEADWATER_HOME: join(chain.addressBookFile, '..', '..') })
  const l2 = await followChain(server.url, { rpc: chain.rpc, book: readAddressBook(config) })
  const others = chain.l1 === null ? [] : [{ rpc: chain.l1.rpc, book: readAddressBook(config, 'ethereum') }]
  const l1s = await Promise.all(others.map((other) => followChain(server.url, other)))
  const all = [l2, ...l1s]
  return {
    url: server.url,
    events: () => all.reduce((sum, { events }) => sum + events(), 0),
    height: l2.height,
    skipped: async () => Number((await sql`select count(*) from skipped_log`)[0]?.['count']),
    async catchUp() {
      for (const one of all) await one.catchUp()
    },
    async stop() {
      await sql.end()
      for (const one of all) await one.stop()
      await server.stop()
    },
  }
}

type Followed = { rpc: Rpc; book: AddressBook }

async function followChain(url: string, { rpc, book }: Followed) {
  const database = new ChainDatabase(url, book.chainId)
  const { height, hash } = await database.connect()
  // The L1's first number is one that a real L1 had: below it there is nothing.
  let head = { height: Math.max(height, book.startBlock - 1), hash }
  let stored = { height, hash }
  let events = 0
  const context = { book, log: createLog('conservation') }
  const limits = { requestLimitMs: REQUEST_LIMIT_MS, traffic: createTraffic() }
  const client = createRpcClient({ ...limits, url: rpc.url, endpoint: new URL(rpc.url).host })

  async function withFacts(blocks: ChainBlock[]): Promise<ChainBlock[]> {
    const asked = blocks.map(({ hash, number, logs }): BlockWithFacts => ({ header: { hash, height: number }, logs }))
    await addFacts(client, asked, book.transactions)
    return blocks.map((block, index) => ({ ...block, facts: asked[index]?.facts }))
  }

  async function index(blocks: ChainBlock[]): Promise<void> {
    const last = blocks.at(-1)
    if (last === undefined) return
    const nextHead = { height: last.number, hash: last.hash }
    await database.transact({ prevHead: stored, nextHead }, (store) => processBatch(context, store, blocks))
    head = nextHead
    stored = nextHead
    events += blocks.reduce((sum, block) => sum + block.logs.length, 0)
  }

  return {
    events: () => events,
    height: () => head.height,
    async catchUp() {
      const height = Number(await rpc.ask<string>('eth_blockNumber'))
      for (let from = head.height + 1; from <= height; from += BLOCKS_PER_READ) {
        await index(await withFacts(await readBlocks(rpc, from, Math.min(from + BLOCKS_PER_READ - 1, height))))
      }
    },
    async stop() {
      client.close()
      await database.disconnect()
    },
  }
}

async function readBlocks(rpc: Rpc, from: number, to: number): Promise<ChainBlock[]> {
  const range = { fromBlock: hex(from), toBlock: hex(to) }
  const logs = await rpc.ask<RawLog[]>('eth_getLogs', range)
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const blocks = await rpc.askAll<RawBlock>(numbers.map((number) => ['eth_getBlockByNumber', hex(number), true]))
  return blocks.map((block) => ({
    number: Number(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: new Date(Number(block.timestamp) * 1000),
    logs: logs.filter((log) => log.blockNumber === block.number).map((log) => withCall(log, block)),
  }))
}

function withCall(log: RawLog, block: RawBlock): ChainLog {
  const transaction = block.transactions.find(({ hash }) => hash === log.transactionHash)
  const { topics, data, transactionHash } = log
  return {
    ...{ address: log.address.toLowerCase(), topics, data, transactionHash, logIndex: Number(log.logIndex) },
    transactionIndex: Number(transaction?.transactionIndex ?? 0),
    call: transaction === undefined ? null : { to: transaction.to?.toLowerCase() ?? null, input: transaction.input },
  }
}

function hex(number: number): string {
  return `0x${number.toString(16)}`
}
