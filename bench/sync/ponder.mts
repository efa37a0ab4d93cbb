// Ponder beside our own source: a project that decodes every event of every contract of the address book and stores each as one row, which is less than
// ours has to do. Its folder is named by PEERS and set up as peers.md says; without it, the bench goes on without it and says so.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { BuiltChain } from './chains.mts'
import { countEvents, type Peer, readUsage } from './peer.mts'

const LIMIT_MS = 400_000
const abiFolder = fileURLToPath(new URL('../../abi', import.meta.url))

export async function measurePonder(
  folder: string,
  chain: BuiltChain,
  sources: { rpcUrl: string; databaseUrl: string },
): Promise<Peer> {
  const root = join(folder, 'run')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(join(root, 'src', 'api'), { recursive: true })
  for (const [file, text] of Object.entries(projectFor(chain))) writeFileSync(join(root, file), text)
  const program = join(folder, 'node_modules', 'ponder', 'dist', 'esm', 'bin', 'ponder.js')
  const child = spawn(process.execPath, [program, 'start', '--root', root, '--schema', 'ponder', '--port', '0'], {
    env: {
      ...process.env,
      PONDER_RPC_URL: sources.rpcUrl,
      DATABASE_URL: sources.databaseUrl,
      PONDER_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const seconds = await backfillSeconds(child)
  const used = readUsage(child.pid)
  child.kill('SIGKILL')
  return { seconds, ...used, rows: await countEvents(sources.databaseUrl, 'ponder.event') }
}

/** From its own word that it begins with history to its word that it is through: what comes before is reading its program. */
function backfillSeconds(child: ChildProcessByStdio<null, Readable, null>): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    let begun = 0
    const late = setTimeout(() => reject(new Error(`Ponder did not end: ${output.slice(-2_000)}`)), LIMIT_MS)
    child.once('exit', () => reject(new Error(`Ponder ended: ${output.slice(-2_000)}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (begun === 0 && output.includes('Started backfill')) begun = performance.now()
      if (!output.includes('Completed backfill')) return
      clearTimeout(late)
      resolve((performance.now() - begun) / 1000)
    })
  })
}

function projectFor({ book, to }: BuiltChain): Record<string, string> {
  const read = (name: string) => JSON.parse(readFileSync(join(abiFolder, `${name}.json`), 'utf8')) as { type: string }[]
  const range = { chain: 'local', startBlock: book.startBlock, endBlock: to }
  const contracts = Object.entries(book.contracts).map(([name, address]) => [
    name,
    { ...range, abi: read(name), address },
  ])
  const created = read('DatanetFactory').find((item) => item.type === 'event')
  const datanets = `{ ...${JSON.stringify({ ...range, abi: read('Datanet') })}, address: factory(${JSON.stringify({
    address: book.contracts.DatanetFactory,
    event: created,
    parameter: 'datanet',
    startBlock: book.startBlock,
  })}) }`
  return {
    'ponder.config.ts': `import { createConfig, factory } from 'ponder'
export default createConfig({
  chains: { local: { id: ${book.chainId}, rpc: process.env.PONDER_RPC_URL, pollingInterval: 1000, ethGetLogsBlockRange: 1000 } },
  contracts: { ...${JSON.stringify(Object.fromEntries(contracts))}, Datanet: ${datanets} },
})`,
    'ponder.schema.ts': `import { onchainTable } from 'ponder'
export const event = onchainTable('event', (t) => ({ id: t.text().primaryKey(), name: t.text(), block: t.bigint(), fields: t.text() }))`,
    'src/index.ts': `import { ponder } from 'ponder:registry'
import { event as table } from 'ponder:schema'
import config from '../ponder.config'
const text = (value) => JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? field.toString() : field))
for (const [name, { abi }] of Object.entries(config.contracts)) {
  for (const item of abi.filter(({ type }) => type === 'event')) {
    ponder.on(\`\${name}:\${item.name}\`, async ({ event, context }) => {
      await context.db.insert(table).values({ id: event.id, name: item.name, block: event.block.number, fields: text(event.args) })
    })
  }
}`,
    'src/api/index.ts': `import { Hono } from 'hono'
export default new Hono()`,
    'package.json': '{ "type": "module" }',
  }
}
