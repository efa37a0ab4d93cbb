// What does it cost to be able to go back? The same blocks written in bulk with and without the images that a rewind needs, and one by one at
// the head with few and with many blocks that are not final. Only the database is measured: what is asked of the node is the same.
// `npm run bench:undo`; `--blocks 500 --rounds 1` for less. Prints the tables and, of the whole, records them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Logger } from '@subsquid/logger'
import postgres from 'postgres'
import { describeMachine } from '../machine.mts'
import { type BuiltChain, buildDense } from './chains.mts'

const require = createRequire(import.meta.url)
const { chainBlock, FIELDS } = require('../../lib/chain/block.js') as typeof import('../../src/chain/block')
const { createChildren } = require('../../lib/chain/children.js') as typeof import('../../src/chain/children')
const { connectEndpoint } =
  require('../../lib/chain/endpoints/endpoint.js') as typeof import('../../src/chain/endpoints/endpoint')
const { readHistory } =
  require('../../lib/chain/history/history.js') as typeof import('../../src/chain/history/history')
const { createRangeSize } =
  require('../../lib/chain/history/range-size.js') as typeof import('../../src/chain/history/range-size')
const { logRequests, watchedLogs } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')
const { ChainDatabase } =
  require('../../lib/database/store/chain-database.js') as typeof import('../../src/database/store/chain-database')
const { migrate } = require('../../lib/database/migrate.js') as typeof import('../../src/database/migrate')
const { processBatch } =
  require('../../lib/database/store/process-batch.js') as typeof import('../../src/database/store/process-batch')
const { startPostgres } = require('../../lib/dev/postgres.js') as typeof import('../../src/dev/postgres')

type Block = import('../../src/chain/block').ChainBlock
type FetchedBlock = import('../../src/chain/block').FetchedBlock

const WINDOWS = [10, 1_500]
// Written one by one behind a full window.
const MEASURED_BLOCKS = 200
const BLOCKS_PER_BATCH = 200
const WHOLE_BLOCKS = Math.max(...WINDOWS) + MEASURED_BLOCKS

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: String(WHOLE_BLOCKS) },
    rounds: { type: 'string', default: '5' },
  },
})
const blockCount = Number(values.blocks)
const rounds = Number(values.rounds)
const batchBlocks = Math.min(BLOCKS_PER_BATCH, blockCount >> 2)
const measuredBlocks = Math.min(MEASURED_BLOCKS, blockCount >> 1)
const log = new Logger(() => {}, 'bench')
const home = mkdtempSync(join(tmpdir(), 'headwater-undo-'))
const server = await startPostgres(join(home, 'postgres'))
const TEMPLATE = 'undo_template'
let databases = 0
try {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`create database ${TEMPLATE}`)
  await migrate(urlOf(TEMPLATE))
  const chain = await buildDense(join(home, 'chain'), blockCount)
  const blocks = await readBlocks(chain)
  await chain.stop()
  const tables = [await compareBulk(blocks), await compareWindows(blocks)]
  await sql.end()
  const machine = describeMachine()
  const text = `# Being able to go back\n\n${tables.join('\n\n')}\n\n${machine}. Medians of ${rounds} rounds in turns, each with a database of its own; the database's
time alone, without the node's. \`npm run bench:undo\`.\n`
  console.log(text)
  if (blockCount >= WHOLE_BLOCKS) writeFileSync(fileURLToPath(new URL('../results/undo.md', import.meta.url)), text)
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(0)

async function readBlocks({ rpcUrl, book, to }: BuiltChain): Promise<{ book: BuiltChain['book']; list: Block[] }> {
  const client = connectEndpoint(rpcUrl)
  const options = {
    client,
    watched: watchedLogs(book),
    children: createChildren(book, []),
    rangeSize: createRangeSize(1_000),
    request: { logs: logRequests(book), fields: FIELDS },
    addressesPerCall: 200,
    checks: 'standard' as const,
  }
  const list: Block[] = []
  for await (const batch of readHistory(options, { from: book.startBlock, to })) {
    list.push(...(batch.blocks as unknown as FetchedBlock[]).map(chainBlock))
  }
  client.close()
  return { book, list }
}

type Blocks = Awaited<ReturnType<typeof readBlocks>>

async function compareBulk(blocks: Blocks): Promise<string> {
  const times = { with: [] as number[], without: [] as number[] }
  let images = 0
  // Once unmeasured: a process is slow at first.
  await writeInBulk(await freshDatabase(true), blocks)
  for (let round = 0; round < rounds; round++) {
    for (const way of ['with', 'without'] as const) {
      const url = await freshDatabase(way === 'with')
      times[way].push(await writeInBulk(url, blocks))
      if (way === 'with') images = await countImages(url)
    }
  }
  const events = blocks.list.reduce((sum, { logs }) => sum + logs.length, 0)
  const [kept, bare] = [median(times.with), median(times.without)]
  return `| in bulk: ${blocks.list.length} blocks, ${events} logs, ${images} images | seconds |\n|---|---|
| without images | ${bare.toFixed(2)} |\n| with images | ${kept.toFixed(2)} (${percent(kept / bare - 1)}) |`
}

async function writeInBulk(url: string, { book, list }: Blocks): Promise<number> {
  const database = new ChainDatabase(url, book.chainId, book)
  let prevHead: { height: number; hash: string } = await database.connect()
  const begun = performance.now()
  for (let at = 0; at < list.length; at += batchBlocks) {
    const part = list.slice(at, at + batchBlocks)
    const nextHead = refOf(part.at(-1) as Block)
    await database.transact({ prevHead, nextHead }, (store) => processBatch({ book, log }, store, part))
    prevHead = nextHead
  }
  const seconds = (performance.now() - begun) / 1000
  await database.disconnect()
  return seconds
}

/** All windows side by side and each block in turns, so that what else the machine does weighs on all of them alike. */
async function compareWindows(blocks: Blocks): Promise<string> {
  const results = WINDOWS.map((window) => ({ window, perBlockMs: [] as number[], connectMs: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    const heads = []
    for (const { window } of results) heads.push(await openHead(await freshDatabase(true), blocks, window))
    const measuredFrom = blocks.list.length - measuredBlocks
    for (let at = measuredFrom; at < blocks.list.length; at++) {
      for (const index of at % 2 === 0 ? results.keys() : [...results.keys()].reverse()) {
        const ms = await heads[index]?.write(at)
        if (ms !== undefined) results[index]?.perBlockMs.push(ms)
      }
    }
    for (const [index, head] of heads.entries()) results[index]?.connectMs.push(await head.reconnect())
  }
  const first = median(results[0]?.perBlockMs ?? [])
  const lines = results.map(({ window, perBlockMs, connectMs }) => {
    const ms = median(perBlockMs)
    return `| ${window} | ${ms.toFixed(1)} | ${(ms / first).toFixed(2)} | ${median(connectMs).toFixed(0)} |`
  })
  const head = `| at the head, blocks that are not final | ms a block | of the first | ms to connect |\n|---|---|---|---|`
  return [head, ...lines].join('\n')
}

/** Everything as the head is followed: one block a transaction, finality `window` blocks behind. Opened with the window full. */
async function openHead(url: string, { book, list }: Blocks, window: number) {
  const database = new ChainDatabase(url, book.chainId, book)
  const filled = Math.max(1, list.length - measuredBlocks - window)
  const opening = list.slice(0, filled)
  const base = refOf(opening.at(-1) as Block)
  await database.transact({ prevHead: await database.connect(), nextHead: base }, (store) =>
    processBatch({ book, log }, store, opening),
  )
  const write = async (at: number): Promise<number> => {
    const begun = performance.now()
    const info = {
      baseHead: refOf(list[at - 1] as Block),
      finalizedHead: refOf(list[Math.max(filled - 1, at - window)] as Block),
      newBlocks: [refOf(list[at] as Block)],
    }
    await database.transactHot2(info, (store, from, to) =>
      processBatch({ book, log }, store, list.slice(at + from, at + to)),
    )
    return performance.now() - begun
  }
  for (let at = filled; at < list.length - measuredBlocks; at++) await write(at)
  const reconnect = async (): Promise<number> => {
    await database.disconnect()
    const again = new ChainDatabase(url, book.chainId, book)
    const begun = performance.now()
    await again.connect()
    const ms = performance.now() - begun
    await again.disconnect()
    return ms
  }
  return { write, reconnect }
}

async function freshDatabase(hasImages: boolean): Promise<string> {
  const name = `undo_${++databases}`
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${TEMPLATE}`)
  await admin.end()
  const url = urlOf(name)
  if (hasImages) return url
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const triggers = await sql<{ name: string; table: string }[]>`
    select t.tgname as name, t.tgrelid::regclass::text as table from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where p.pronamespace = 'history'::regnamespace`
  for (const { name: trigger, table } of triggers) await sql.unsafe(`drop trigger "${trigger}" on ${table}`)
  await sql.end()
  return url
}

async function countImages(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from history.row_image`
  await sql.end()
  return row?.count ?? 0
}

function urlOf(name: string): string {
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return url.toString()
}

function refOf({ number, hash }: Block): { height: number; hash: string } {
  return { height: number, hash }
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
}

function percent(part: number): string {
  return `${part >= 0 ? '+' : ''}${(part * 100).toFixed(1)} %`
}
