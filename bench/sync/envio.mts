// Envio beside our own source, over the same endpoint: a project that decodes every event of every contract of the address book and stores each as
// one row. Its folder is set up as peers.md says; its own tools compile the project there, which is not measured.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuiltChain } from './chains.mts'
import { countEvents, type Peer, readUsage, type Usage } from './peer.mts'

const LIMIT_MS = 400_000
const LOOK_MS = 100
const abiFolder = fileURLToPath(new URL('../../abi', import.meta.url))

type Sources = { rpcUrl: string; databaseUrl: string }
type Item = { type: string; name: string }

export async function measureEnvio(folder: string, chain: BuiltChain, sources: Sources): Promise<Peer> {
  const root = join(folder, 'run')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(join(root, 'src'), { recursive: true })
  mkdirSync(join(root, 'abi'))
  for (const file of readdirSync(abiFolder)) copyFileSync(join(abiFolder, file), join(root, 'abi', file))
  for (const [file, text] of Object.entries(projectFor(chain, sources.rpcUrl))) writeFileSync(join(root, file), text)
  const env = {
    ...process.env,
    ...settingsFor(sources),
    PATH: `${join(folder, 'node_modules', '.bin')}:${process.env['PATH']}`,
  }
  const run = (program: string, args: string[], cwd: string) => {
    const made = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`Envio: ${args.join(' ')}: ${`${made.stdout}${made.stderr}`.slice(-2_000)}`)
  }
  run(join(folder, 'node_modules', '.bin', 'envio'), ['codegen'], root)
  const generated = join(root, 'generated')
  run(process.execPath, ['-e', "require('./src/db/Migrations.res.js').runUpMigrations(true, true)"], generated)
  return index(generated, env, sources)
}

/** From its start to its end, which comes by itself at the last block; its memory and processor time as they were when it was last looked at. */
async function index(cwd: string, env: NodeJS.ProcessEnv, { databaseUrl }: Sources): Promise<Peer> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['src/Index.res.js'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000)
    })
  }
  let used: Usage = { cpuSeconds: 0, memoryMegabytes: 0 }
  const look = setInterval(() => {
    const now = child.exitCode === null ? readUsage(child.pid) : used
    if (!Number.isNaN(now.memoryMegabytes)) used = now
  }, LOOK_MS)
  const late = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  const [code] = await once(child, 'exit')
  const seconds = (performance.now() - begun) / 1000
  clearInterval(look)
  clearTimeout(late)
  if (code !== 0) throw new Error(`Envio ended with ${code}: ${output}`)
  return { seconds, ...used, rows: await countEvents(databaseUrl, 'envio.Event') }
}

function settingsFor({ databaseUrl }: Sources): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  return {
    ENVIO_PG_HOST: hostname,
    ENVIO_PG_PORT: port,
    ENVIO_PG_USER: username,
    ENVIO_PG_PASSWORD: password,
    ENVIO_PG_DATABASE: pathname.slice(1),
    ENVIO_PG_PUBLIC_SCHEMA: 'envio',
    ENVIO_HASURA: 'false',
    TUI_OFF: 'true',
  }
}

function projectFor({ book, to }: BuiltChain, rpcUrl: string): Record<string, string> {
  const names = [...Object.keys(book.contracts), 'Datanet']
  const eventsOf = (name: string) => {
    const items = JSON.parse(readFileSync(join(abiFolder, `${name}.json`), 'utf8')) as Item[]
    return [...new Set(items.filter(({ type }) => type === 'event').map((item) => item.name))]
  }
  const contracts = names.map((name) => ({
    name,
    handler: 'src/handlers.js',
    abi_file_path: `abi/${name}.json`,
    events: eventsOf(name).map((event) => ({ event })),
  }))
  const network = {
    id: book.chainId,
    start_block: book.startBlock,
    end_block: to,
    // The public endpoints' cap, as ours has it here.
    rpc: { url: rpcUrl, for: 'sync', initial_block_interval: 1_000, interval_ceiling: 1_000 },
    contracts: names.map((name) => {
      const address = (book.contracts as Readonly<Record<string, string>>)[name]
      return address === undefined ? { name } : { name, address }
    }),
  }
  const config = {
    ...{ name: 'peer', unordered_multichain_mode: true, rollback_on_reorg: false, event_decoder: 'viem' },
    contracts,
    networks: [network],
  }
  return {
    // JSON is YAML.
    'config.yaml': JSON.stringify(config, null, 2),
    'schema.graphql': 'type Event { id: ID! name: String! block: Int! fields: String! }',
    'package.json': '{ "name": "peer", "private": true, "optionalDependencies": { "generated": "./generated" } }',
    'src/handlers.js': `const generated = require('generated')
const text = (value) => JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? field.toString() : field))
generated.DatanetFactory.DatanetCreated.contractRegister(({ event, context }) => context.addDatanet(event.params.datanet))
for (const [contract, events] of Object.entries(${JSON.stringify(Object.fromEntries(names.map((name) => [name, eventsOf(name)])))})) {
  for (const name of events) {
    generated[contract][name].handler(async ({ event, context }) => {
      context.Event.set({ id: \`\${event.block.number}-\${event.logIndex}\`, name, block: event.block.number, fields: text(event.params) })
    })
  }
}`,
  }
}
