// How long from a new block to its row? A local chain, a processor at its head, blocks at odd moments: heard over WebSocket, and polled. The time
// runs from when the node has built the block to the row in the database. `npm run bench:head`; `--quick`: a few blocks, not recorded.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Store } from '@subsquid/typeorm-store'
import postgres from 'postgres'
import { describeMachine } from '../machine.mts'

const require = createRequire(import.meta.url)
const { Logger } = require('@subsquid/logger') as typeof import('@subsquid/logger')
const { followChain } = require('../../lib/chain/follow.js') as typeof import('../../src/chain/follow')
const { readAddressBook, readConfig } = require('../../lib/config.js') as typeof import('../../src/config')
const { ChainDatabase } =
  require('../../lib/database/store/chain-database.js') as typeof import('../../src/database/store/chain-database')
const { migrate } = require('../../lib/database/migrate.js') as typeof import('../../src/database/migrate')
const { processBatch } =
  require('../../lib/database/store/process-batch.js') as typeof import('../../src/database/store/process-batch')
const { openHistory } =
  require('../../lib/database/store/rewind.js') as typeof import('../../src/database/store/rewind')
const { startChain } = require('../../lib/dev/chain/start.js') as typeof import('../../src/dev/chain/start')
const { encodeCall } =
  require('../../lib/dev/contracts/contract.js') as typeof import('../../src/dev/contracts/contract')
const { startPostgres } = require('../../lib/dev/postgres.js') as typeof import('../../src/dev/postgres')

const { quick: isQuick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const BLOCKS = isQuick ? 5 : 40
const LOOK_EVERY_MS = 3
const BLOCK_SECONDS = 2

const home = mkdtempSync(join(tmpdir(), 'headwater-head-'))
const server = await startPostgres(join(home, 'postgres'))
const chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants: false })
const book = readAddressBook(readConfig({ NETWORK: 'local', HEADWATER_HOME: home }))
const socketUrl = chain.rpcUrl.replace(/^http/, 'ws')
const log = new Logger(() => {}, 'bench')
await migrate(server.url)
const sql = postgres(server.url, { max: 1, onnotice: () => {} })

const WAYS: readonly [name: string, rpcUrls: string[], pollIntervalMs: number][] = [
  ['WebSocket, polled every 1,000 ms besides', [chain.rpcUrl, socketUrl], 1_000],
  ['all over the WebSocket', [socketUrl], 1_000],
  ['polled every 1,000 ms', [chain.rpcUrl], 1_000],
  ['polled every 100 ms', [chain.rpcUrl], 100],
]
const lines: string[] = []
for (const [name, rpcUrls, pollIntervalMs] of WAYS) lines.push(lineOf(name, await measure(rpcUrls, pollIntervalMs)))
const text = `# From a block to its row

| heads are | median ms | 90 % | slowest |
|---|---:|---:|---:|
${lines.join('\n')}

${BLOCKS} blocks each, with an event, at random moments; node, PostgreSQL, processor and this measurement on one machine: ${describeMachine()}.
\`npm run bench:head\`.
`
console.log(text)
if (!isQuick) writeFileSync(fileURLToPath(new URL('../results/head.md', import.meta.url)), text)
await sql.end()
await chain.stop()
await server.stop()
rmSync(home, { recursive: true, force: true })
process.exit(0)

async function measure(rpcUrls: string[], pollIntervalMs: number): Promise<number[]> {
  const stop = new AbortController()
  const ended = followChain<Store>({
    book,
    rpcUrls,
    pollIntervalMs,
    database: new ChainDatabase(server.url, book.chainId, book),
    process: (store, blocks, finalHeight) => processBatch({ book, log }, store, blocks, finalHeight),
    explain: (error) => error,
    readChildren: async () => [],
    history: openHistory(server.url, book.chainId),
    log,
    signal: stop.signal,
  })
  await arrived(await build())
  const latenciesMs: number[] = []
  for (let block = 0; block < BLOCKS; block++) {
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1_000))
    const hash = await build()
    const since = performance.now()
    await arrived(hash)
    latenciesMs.push(performance.now() - since)
  }
  stop.abort()
  await ended
  return latenciesMs.sort((a, b) => a - b)
}

async function build(): Promise<string> {
  const data = encodeCall('ModelRegistry', 'registerBaseModel', [
    `base ${Math.random()}`,
    `0x${'1'.repeat(64)}`,
    'data:,',
  ])
  const intent = { from: chain.cast.founder, to: chain.addresses.ModelRegistry, data, what: 'register a base model' }
  const { sequencer } = chain
  return (await sequencer.build({ mintings: [], intents: [intent] }, sequencer.headTime() + BLOCK_SECONDS)).hash
}

async function arrived(hash: string): Promise<void> {
  while ((await sql`select from head where hash = ${hash}`).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

function lineOf(name: string, latenciesMs: readonly number[]): string {
  const at = (part: number) =>
    (latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(part * latenciesMs.length))] ?? 0).toFixed(0)
  return `| ${name} | ${at(0.5)} | ${at(0.9)} | ${at(1)} |`
}
