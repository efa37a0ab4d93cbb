// How much does history cost? One chain with few events and one with many, each indexed into a fresh database by our source and by Subsquid's
// own, in turns, through a node that counts; the same by other indexers; then a million events by ours alone, tenth by tenth. Prints the tables and
// records each. `npm run bench:sync`; `--only sparse`, `dense`, `peers`, `long` or `families` (what all families of events cost beside the first ones): one
// of them; `--quick`: a tenth of it, not recorded.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { startFaultyNode } from '../../test/support/faulty/faulty-node.mts'
import { describeMachine } from '../machine.mts'
import { type BuiltChain, buildDense, buildSparse } from './chains.mts'
import { measureEnvio } from './envio.mts'
import { compareFamilies } from './families.mts'
import { buildLong } from './long-chain.mts'
import { peerFolder } from './peer.mts'
import { measurePonder } from './ponder.mts'
import type { Measured, Task } from './reader.mts'

const require = createRequire(import.meta.url)
const { migrate } = require('../../lib/database/migrate.js') as typeof import('../../src/database/migrate')
const { startPostgres } = require('../../lib/dev/postgres.js') as typeof import('../../src/dev/postgres')

type PeerIndexer = { name: string; folder: string | null; index: typeof measurePonder }
type Result = Measured & { source: Task['source']; calls: number; bytes: number; rows: number }

const ROUNDS = 3
const LONG_EVENTS = 1_000_000
const TENTHS = 10
const SOURCES = ['headwater', 'subsquid'] as const
const BEST = `Best of ${ROUNDS} rounds in turns.`
const HOW: Readonly<Record<string, string>> = {
  sparse: BEST,
  dense: BEST,
  peers: 'One round each; what the others have to do is less than ours (bench/sync/peers.md).',
  families: '',
  long: 'One round.',
}
const PEERS: readonly PeerIndexer[] = [
  { name: 'ponder 0.16.10', folder: peerFolder('ponder'), index: measurePonder },
  { name: 'envio 2.32.12', folder: peerFolder('envio'), index: measureEnvio },
]
const { quick: isQuick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
}).values
const scale = isQuick ? 10 : 1
let databases = 0
let chains = 0
const home = mkdtempSync(join(tmpdir(), 'headwater-sync-'))
const server = await startPostgres(join(home, 'postgres'))
const PARTS: Readonly<Record<string, () => Promise<string>>> = {
  sparse: async () => compare('sparse', await sparse()),
  dense: async () => compare('dense', await dense()),
  peers: async () => besideOthers([await sparse(), await dense()]),
  families: async () => {
    const chain = await dense()
    const table = await compareFamilies(chain, (one) => measure('headwater', one))
    await chain.stop()
    return table
  },
  long: async () => courseOf(await buildLong(join(home, 'long'), LONG_EVENTS / scale)),
}
try {
  for (const [name, measurePart] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue
    const machine = describeMachine()
    const text = `# Reading history: ${name}\n\n${await measurePart()}\n\n${machine}. ${HOW[name]} Each process and database its own; bytes are those of the node's
answers, uncompressed. \`npm run bench:sync -- --only ${name}\`.\n`
    console.log(text)
    if (!isQuick) writeFileSync(fileURLToPath(new URL(`../results/sync-${name}.md`, import.meta.url)), text)
  }
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(0)

function sparse(): Promise<BuiltChain> {
  return buildSparse(join(home, `chain-${++chains}`), Math.ceil(10_121 / scale), 21)
}

function dense(): Promise<BuiltChain> {
  return buildDense(join(home, `chain-${++chains}`), Math.ceil(2_001 / scale))
}

async function compare(name: string, chain: BuiltChain): Promise<string> {
  const results: Result[] = []
  for (let round = 0; round < ROUNDS; round++) for (const source of SOURCES) results.push(await measure(source, chain))
  await chain.stop()
  const rows = new Set(results.map((result) => result.rows))
  if (rows.size !== 1) throw new Error(`the sources disagree: ${[...rows].join(', ')} rows`)
  const lines = SOURCES.map((source) => lineOf(results.filter((result) => result.source === source)))
  return [headOf(name, chain), ...lines].join('\n')
}

function headOf(name: string, { blocks, events }: BuiltChain): string {
  return `| ${name}: ${blocks} blocks, ${events} events | calls | KB | seconds | CPU seconds | peak MB |\n|---|---|---|---|---|---|`
}

/** Once each: they differ by far more than a round from the next. Who is not installed is named and left out. */
async function besideOthers(chains: readonly BuiltChain[]): Promise<string> {
  const tables: string[] = []
  for (const chain of chains) {
    const lines = [lineOf([await measure('headwater', chain)])]
    for (const peer of PEERS) lines.push(await measurePeer(peer, chain))
    tables.push([headOf(chain.events > chain.blocks ? 'dense' : 'sparse', chain), ...lines].join('\n'))
    await chain.stop()
  }
  return tables.join('\n\n')
}

async function measurePeer({ name, folder, index }: PeerIndexer, chain: BuiltChain): Promise<string> {
  if (folder === null) return `| ${name}: not installed (bench/sync/peers.md) | | | | | |`
  const databaseUrl = await freshDatabase()
  const node = await startFaultyNode(chain.rpcUrl)
  const found = await index(folder, chain, { rpcUrl: node.url, databaseUrl })
  await node.close()
  if (found.rows < chain.events) console.error(`${name} stored ${found.rows} of ${chain.events} events`)
  return rowOf(name, { ...found, calls: sumOf(node.calls), bytes: sumOf(node.bytes) })
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

/** Events a second in each tenth of the way, by the clock and by the processor's own time, and the memory at its end. */
async function courseOf(chain: BuiltChain): Promise<string> {
  const result = await measure('headwater', chain)
  await chain.stop()
  const total = result.course.at(-1)?.logs ?? 0
  if (total < chain.events) throw new Error(`${total} of ${chain.events} events were read`)
  let before = { logs: 0, seconds: 0, cpuSeconds: 0 }
  const lines = Array.from({ length: TENTHS }, (_, tenth) => {
    const end = result.course.find(({ logs }) => logs >= (total * (tenth + 1)) / TENTHS)
    if (end === undefined) throw new Error('the course ends early')
    const logs = end.logs - before.logs
    const perSecond = [logs / (end.seconds - before.seconds), logs / (end.cpuSeconds - before.cpuSeconds)]
    before = end
    return `| ${[tenth + 1, ...perSecond.map(Math.round), Math.round(end.memoryMegabytes)].join(' | ')} |`
  })
  const peak = `${Math.round(result.memoryMegabytes)} MB at most`
  return `| long: ${chain.events} events in ${result.seconds.toFixed(1)} s, ${peak}; tenth | events a second | events a CPU second | MB |
|---|---|---|---|
${lines.join('\n')}`
}

function lineOf(results: Result[]): string {
  const [first] = results.toSorted((a, b) => a.seconds - b.seconds)
  if (first === undefined) throw new Error('nothing was measured')
  return rowOf(first.source, first)
}

type Figures = Pick<Result, 'calls' | 'bytes' | 'seconds' | 'cpuSeconds' | 'memoryMegabytes'>

function rowOf(name: string, { calls, bytes, seconds, cpuSeconds, memoryMegabytes }: Figures): string {
  const times = [seconds.toFixed(2), cpuSeconds.toFixed(2), memoryMegabytes.toFixed(0)]
  return `| ${[name, calls, (bytes / 1000).toFixed(1), ...times].join(' | ')} |`
}

async function measure(source: Task['source'], chain: BuiltChain): Promise<Result> {
  const databaseUrl = await freshDatabase()
  const node = await startFaultyNode(chain.rpcUrl)
  const task: Task = { source, rpcUrl: node.url, databaseUrl, book: chain.book, to: chain.to }
  const reader = fileURLToPath(new URL('./reader.mts', import.meta.url))
  const child = spawn(process.execPath, [reader, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${source} ended with ${code}`)
  await node.close()
  const measured = JSON.parse(output) as Measured
  const [calls, bytes] = [sumOf(node.calls), sumOf(node.bytes)]
  const result = { ...measured, source, calls, bytes, rows: await countRows(databaseUrl) }
  console.error(
    `${source}: ${JSON.stringify({ ...result, course: undefined, methods: Object.fromEntries(node.calls) })}`,
  )
  return result
}

async function freshDatabase(): Promise<string> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  const name = `sync_${++databases}`
  await sql.unsafe(`create database ${name}`)
  await sql.end()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await migrate(url.toString())
  return url.toString()
}

async function countRows(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
  let rows = 0
  for (const { name } of tables) {
    if (['migrations', 'revision'].includes(name)) continue
    const [found] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(name)}`
    rows += found?.count ?? 0
  }
  await sql.end()
  return rows
}
