// What does it cost that every block can be asked for? A chain of transfers is indexed with the record of old rows and without it, and the same
// pages are read now and as of blocks back in time. `npm run bench:as-of`; `--quick`: one round and a tenth of the reads, not recorded.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { encodeAbiParameters, keccak256, pad, toEventSelector, toHex } from 'viem'
import { describeMachine } from './machine.mts'

const require = createRequire(import.meta.url)
const { createGraphContext } = require('../lib/graph/context.js') as typeof import('../src/graph/context')
const { schema } = require('../lib/graph/schema.js') as typeof import('../src/graph/schema')
const { graphql } = require('graphql') as typeof import('graphql')
const { ChainDatabase } =
  require('../lib/database/store/chain-database.js') as typeof import('../src/database/store/chain-database')
const { migrate } = require('../lib/database/migrate.js') as typeof import('../src/database/migrate')
const { processBatch } =
  require('../lib/database/store/process-batch.js') as typeof import('../src/database/store/process-batch')
const { openReader } = require('../lib/database/snapshot.js') as typeof import('../src/database/snapshot')
const { startPostgres } = require('../lib/dev/postgres.js') as typeof import('../src/dev/postgres')
const { createLog, setLogLevel } = require('../lib/log.js') as typeof import('../src/log')

type ChainBlock = import('../src/chain/block').ChainBlock
type AddressBook = import('../src/config').AddressBook

const CHAIN_ID = 31_337
const TRANSFERS_A_BLOCK = 8
const HOLDERS = 300
const WOPEN = toAddress(6)
const TRANSFER = toEventSelector('Transfer(address,address,uint256)')
const { quick: isQuick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const ROUNDS = isQuick ? 1 : 3
const READS = isQuick ? 4 : 40
const WAYS = [
  { name: 'history, 250 blocks a batch', blocks: 2_000, batch: 250, finalHeight: 0 },
  { name: 'history that will be too old, 250 blocks a batch', blocks: 2_000, batch: 250, finalHeight: 1_000_000 },
  { name: 'at the head, a block a batch', blocks: 300, batch: 1, finalHeight: 0 },
]
const PAGES = [
  { name: 'a page of 20', fields: 'nodes { amount block { number } }' },
  {
    name: 'a page of 20 with what the holders hold',
    fields: 'nodes { amount from { address tokenBalances { totalCount nodes { balance } } } }',
  },
  { name: 'the count of all', fields: 'totalCount' },
]

setLogLevel('error')
const book: AddressBook = {
  ...{ chainId: CHAIN_ID, startBlock: 0, finalityConfirmation: 10, rpcUrls: [], contracts: { WOPEN } },
  content: { allowPrivateAddresses: false },
}
const home = mkdtempSync(join(tmpdir(), 'headwater-as-of-'))
const server = await startPostgres(join(home, 'postgres'))
const lines: string[] = []
try {
  for (const [at, way] of WAYS.entries()) lines.push(await compareWriting(way, at))
  lines.push('', '| read | now, ms | 10 blocks back | 1,000 back | 1,900 back |', '|---|---:|---:|---:|---:|')
  lines.push(...(await compareReading()))
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
const text = `# As of any block

| write, ${TRANSFERS_A_BLOCK} transfers a block among ${HOLDERS} holders | with the record, ms a block | without | ratio | images |
|---|---:|---:|---:|---:|
${lines.join('\n')}

Medians: of ${ROUNDS} rounds in turn, of ${READS} reads. Every transfer changes three rows that were there before, so this is writing at its dearest. The graph is read without HTTP
and without remembered answers, the snapshot's beginning included. ${describeMachine()}. \`npm run bench:as-of\`.
`
console.log(text)
if (!isQuick) writeFileSync(fileURLToPath(new URL('./results/as-of.md', import.meta.url)), text)
process.exit(0)

async function compareWriting({ name, ...way }: (typeof WAYS)[number], at: number): Promise<string> {
  const { blocks } = way
  const kept: number[] = []
  const bare: number[] = []
  let images = 0
  for (let round = 0; round < ROUNDS; round++) {
    const whole = await index(`kept_${at}_${round}`, { ...way, isKept: true })
    kept.push(whole.milliseconds / blocks)
    images = whole.images
    bare.push((await index(`bare_${at}_${round}`, { ...way, isKept: false })).milliseconds / blocks)
  }
  const ratio = median(kept) / median(bare)
  return `| ${name} | ${median(kept).toFixed(2)} | ${median(bare).toFixed(2)} | ${ratio.toFixed(2)} | ${images} |`
}

type Indexing = { blocks: number; batch: number; finalHeight: number; isKept: boolean }

/** Without the record: no trigger keeps anything, and what the batch spends on telling is taken off. */
async function index(name: string, { blocks, batch, finalHeight, isKept }: Indexing) {
  const url = await createDatabase(name)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  if (!isKept) await forgetTriggers(sql)
  const database = new ChainDatabase(url, CHAIN_ID)
  let head = await database.connect()
  let told = 0
  const chain = transfers(blocks)
  const context = {
    ...{ book, log: createLog('bench') },
    onBatch: ({ phasesMs }: { phasesMs: Readonly<Record<string, number>> }) => {
      told += phasesMs['pastMs'] ?? 0
    },
  }
  const begun = performance.now()
  for (let from = 0; from < chain.length; from += batch) {
    const part = chain.slice(from, from + batch)
    const last = part.at(-1) as ChainBlock
    const nextHead = { height: last.number, hash: last.hash }
    await database.transact({ prevHead: head, nextHead }, (store) => processBatch(context, store, part, finalHeight))
    head = { ...nextHead } as typeof head
  }
  const milliseconds = performance.now() - begun - (isKept ? 0 : told)
  await database.disconnect()
  const [row] = await sql<{ images: number }[]>`select count(*)::int as images from history.row_image`
  await sql.end()
  return { milliseconds, images: row?.images ?? 0 }
}

async function forgetTriggers(sql: postgres.Sql): Promise<void> {
  const triggers = await sql<{ table: string; name: string }[]>`
    select tgrelid::regclass::text as table, tgname as name from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'keep_image'`
  for (const { table, name } of triggers) await sql.unsafe(`drop trigger "${name}" on ${table}`)
}

async function compareReading(): Promise<string[]> {
  const url = new URL(server.url)
  url.pathname = '/kept_0_0'
  const sql = postgres(url.toString(), { max: 1, onnotice: () => {} })
  await sql`vacuum analyze`
  await sql.end()
  const reader = openReader(url.toString(), { max: 1, statementTimeoutMs: 20_000 })
  const found: string[] = []
  for (const { name, fields } of PAGES) {
    const source = `{ tokenTransfers(first: 20) { ${fields} } }`
    const cells: string[] = []
    let now = 0
    for (const back of [0, 10, 1_000, 1_900]) {
      const ms = await timeReads(reader, source, back === 0 ? null : (WAYS[0]?.blocks ?? 0) - back)
      if (back === 0) now = ms
      cells.push(back === 0 ? ms.toFixed(1) : `${ms.toFixed(1)} (${(ms / now).toFixed(1)} times)`)
    }
    found.push(`| ${name} | ${cells.join(' | ')} |`)
  }
  await reader.close()
  return found
}

async function timeReads(reader: ReturnType<typeof openReader>, source: string, number: number | null) {
  const times: number[] = []
  for (let read = 0; read < READS; read++) {
    const begun = performance.now()
    const { errors } = await reader.inSnapshot(
      async (database, state) => graphql({ schema, source, contextValue: createGraphContext(facts(database, state)) }),
      number === null ? null : { kind: 'number', number },
    )
    times.push(performance.now() - begun)
    if (errors !== undefined) throw errors[0]
  }
  return median(times)
}

function facts(database: Database, state: State) {
  return {
    ...{ database, state, attribution: null, budget: { spend: () => {} }, signal: new AbortController().signal },
    feed: {
      subscribe: () => {
        throw new Error('nothing is subscribed to here')
      },
    },
  }
}

type Database = import('../src/database/snapshot').Database
type State = import('../src/database/snapshot').DatabaseState

async function createDatabase(name: string): Promise<string> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`create database ${name}`)
  await sql.end()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await migrate(url.toString())
  return url.toString()
}

/** The same chain each time. */
function transfers(blocks: number): ChainBlock[] {
  let draw = 1
  const next = (most: number) => {
    draw = (draw * 48_271) % 2_147_483_647
    return draw % most
  }
  return Array.from({ length: blocks }, (_, at) => ({
    ...{ number: at + 1, hash: keccak256(toHex(at + 1)), parentHash: keccak256(toHex(at)) },
    timestamp: new Date(1_790_000_000_000 + 2_000 * at),
    logs: Array.from({ length: TRANSFERS_A_BLOCK }, (_, logIndex) => ({
      ...{ address: WOPEN, logIndex, transactionIndex: logIndex, call: null },
      transactionHash: keccak256(toHex(`${at} ${logIndex}`)),
      topics: [TRANSFER, pad(toAddress(1_000 + next(HOLDERS))), pad(toAddress(1_000 + next(HOLDERS)))],
      data: encodeAbiParameters([{ type: 'uint256' }], [BigInt(next(1_000))]),
    })),
  }))
}

function toAddress(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(40, '0')}`
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0
}
