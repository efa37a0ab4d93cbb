// How much does history cost? One chain with few events and one with many, each indexed into a fresh database by our source and by Subsquid's
// own, in turns, through a proxy that counts. Prints the tables and records them. `npm run bench:sync`; `--quick`: a tenth of the
// blocks; `--only sparse` or `--only dense`: one of them; neither is recorded.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { type BuiltChain, buildDense, buildSparse } from './chains.mts'
import { startCountingProxy } from './counting-proxy.mts'
import type { Measured, Task } from './reader.mts'

const require = createRequire(import.meta.url)
const { migrate } = require('../../lib/database/migrate.js') as typeof import('../../src/database/migrate')
const { startPostgres } = require('../../lib/dev/postgres.js') as typeof import('../../src/dev/postgres')

type Result = Measured & { source: Task['source']; calls: number; bytes: number; rows: number }

const ROUNDS = 3
const SOURCES = ['headwater', 'subsquid'] as const
const { quick: isQuick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
}).values
const scale = isQuick ? 10 : 1
const recordFile = fileURLToPath(new URL('../results/sync.md', import.meta.url))

let databases = 0
const home = mkdtempSync(join(tmpdir(), 'headwater-sync-'))
const server = await startPostgres(join(home, 'postgres'))
try {
  const tables: string[] = []
  if (only !== 'dense') {
    tables.push(await compare('sparse', await buildSparse(join(home, 'sparse'), Math.ceil(10_121 / scale), 21)))
  }
  if (only !== 'sparse') {
    tables.push(await compare('dense', await buildDense(join(home, 'dense'), Math.ceil(2_001 / scale))))
  }
  const machine = `${cpus().length} cores of ${cpus()[0]?.model}, Node ${process.version}`
  const text = `# Reading history\n\n${tables.join('\n\n')}\n\n${machine}. Best of ${ROUNDS} rounds in turns, each process and database its own; bytes are those of
the node's answers, uncompressed. \`npm run bench:sync\`.\n`
  console.log(text)
  if (!isQuick && only === undefined) writeFileSync(recordFile, text)
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(0)

async function compare(name: string, chain: BuiltChain): Promise<string> {
  const results: Result[] = []
  for (let round = 0; round < ROUNDS; round++) for (const source of SOURCES) results.push(await measure(source, chain))
  await chain.stop()
  const rows = new Set(results.map((result) => result.rows))
  if (rows.size !== 1) throw new Error(`the sources disagree: ${[...rows].join(', ')} rows`)
  const lines = SOURCES.map((source) => lineOf(results.filter((result) => result.source === source)))
  const head = `| ${name}: ${chain.blocks} blocks, ${chain.events} events | calls | KB | seconds | CPU seconds | peak MB |\n|---|---|---|---|---|---|`
  return [head, ...lines].join('\n')
}

function lineOf(results: Result[]): string {
  const [first] = results.toSorted((a, b) => a.seconds - b.seconds)
  if (first === undefined) throw new Error('nothing was measured')
  const { source, calls, bytes, seconds, cpuSeconds, memoryMegabytes } = first
  const figures = [
    calls,
    (bytes / 1000).toFixed(1),
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    memoryMegabytes.toFixed(0),
  ]
  return `| ${source} | ${figures.join(' | ')} |`
}

async function measure(source: Task['source'], chain: BuiltChain): Promise<Result> {
  const databaseUrl = await freshDatabase()
  const proxy = await startCountingProxy(chain.rpcUrl)
  const task: Task = { source, rpcUrl: proxy.url, databaseUrl, book: chain.book, to: chain.to }
  const reader = fileURLToPath(new URL('./reader.mts', import.meta.url))
  const child = spawn(process.execPath, [reader, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${source} ended with ${code}`)
  proxy.close()
  const calls = [...proxy.calls.values()].reduce((sum, count) => sum + count, 0)
  const measured = JSON.parse(output) as Measured
  const result = { ...measured, source, calls, bytes: proxy.receivedBytes(), rows: await countRows(databaseUrl) }
  console.error(`${source}: ${JSON.stringify({ ...result, methods: Object.fromEntries(proxy.calls) })}`)
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
