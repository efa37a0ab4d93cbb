// `headwater up`: the whole on one machine. Database, chain, migrations, processor, attributor, API, each as a process of
// its own, in that order; watched while they run; stopped in the opposite order, with nothing left behind.
import { join } from 'node:path'
import { type ChainName, type Config, environmentWith, PROJECT_ROOT } from '../config'
import { untilReachable } from '../database/connection'
import { migrate } from '../database/migrate'
import { describeError } from '../errors'
import { findFreePort } from './free-port'
import { type Home, takeHome } from './home'
import { type Part, startPart } from './part'
import { type EmbeddedPostgres, startPostgres } from './postgres'

export type UpOptions = { fresh: boolean; seed: number; inferencesPerSecond: number; blockMs: number }

export type Running = { url: string; databaseUrl: string; rpcUrl: string; pids(): Record<string, number | undefined> }

export type Whole = {
  /** Rejects, with everything stopped again, when a part can't start. */
  ready: Promise<Running>
  /** May be called at any time, also while parts are still starting. */
  stop(): Promise<void>
}

type Say = (line: string) => void

const DATABASE_LIMIT_MS = 10_000
const DATABASE_PAUSE_MS = 500
// The node saves the whole chain: seconds for each gigabyte.
const CHAIN_STOP_LIMIT_MS = 60_000

export function up(config: Config, options: UpOptions, say: Say): Whole {
  const home = takeHome(config.home, { fresh: options.fresh })
  const started = new Stack()
  started.push(async () => home.release())
  const ready = startAll({ config, options, say, home, started }).catch(async (error: unknown) => {
    await started.unwind()
    throw error
  })
  return { ready, stop: () => started.unwind() }
}

type Start = { config: Config; options: UpOptions; say: Say; home: Home; started: Stack }

async function startAll(start: Start): Promise<Running> {
  const { config, say } = start
  const since = Date.now()
  const tell = (part: string, fact: string) =>
    say(`${part.padEnd(11)} ${fact}  (${((Date.now() - since) / 1000).toFixed(1)} s)`)
  const chain = config.network === 'local' && config.rpcUrls === null ? startChainPart(start) : null
  const database = config.databaseUrl === null ? await startDatabase(start) : null
  const databaseUrl = database?.url ?? String(config.databaseUrl)
  await untilReachable(databaseUrl, DATABASE_LIMIT_MS)
  const applied = await migrate(databaseUrl)
  tell(
    'database',
    `${new URL(databaseUrl).host}, ${applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`}`,
  )
  const rpcUrl = chain === null ? (config.rpcUrls?.join(',') ?? '') : String((await chain.ready)['rpcUrl'])
  if (chain !== null) tell('chain', rpcUrl)
  // A free port is chosen once: an API that is started again must be found where it was.
  const port = config.port === 0 ? await findFreePort() : config.port
  const env = { DATABASE_URL: databaseUrl, PORT: `${port}`, ...(rpcUrl === '' ? {} : { RPC_URL: rpcUrl }) }
  const parts = ['processor', 'attributor', 'api'].map((name) => addPart(start, { name, args: [name], env }))
  const [, , api] = await Promise.all(
    parts.map(async (part) => {
      const message = await part.ready
      tell(part.name, part.name === 'api' ? String(message['url']) : 'running')
      return message
    }),
  )
  const others = otherChains(config).map((name) => {
    const args = ['processor', '--chain', name]
    // Their ports are their own: there is one Prometheus port, and the L2's processor has it.
    const part = addPart(start, { name: `processor-${name}`, args, env: { ...env, PROMETHEUS_PORT: '' } })
    part.ready.then(
      () => tell(part.name, 'running'),
      (error: unknown) => say(`${part.name} did not start: ${describeError(error)}`),
    )
    return part
  })
  const processes = [...others, ...parts, ...(chain === null ? [] : [chain]), ...(database === null ? [] : [database])]
  const pids = () => Object.fromEntries(processes.map((part) => [part.name, part.pid()]))
  return { url: String(api?.['url']), databaseUrl, rpcUrl, pids }
}

/** The L1s: after everything else, for the first decision does not wait for them. */
function otherChains({ network, rpcUrls, rpcUrlsEthereum, rpcUrlsBsc }: Config): ChainName[] {
  if (network === 'local') return rpcUrls === null ? ['ethereum'] : []
  const named: [ChainName, readonly string[] | null][] = [
    ['ethereum', rpcUrlsEthereum],
    ['bsc', rpcUrlsBsc],
  ]
  return named.flatMap(([name, urls]) => (urls === null ? [] : [name]))
}

function startChainPart(start: Start): Part {
  const { seed, inferencesPerSecond, blockMs } = start.options
  const args = [
    'chain',
    '--seed',
    `${seed}`,
    '--inferences-per-second',
    `${inferencesPerSecond}`,
    '--block-ms',
    `${blockMs}`,
  ]
  return addPart(start, { name: 'chain', args, env: {}, stopLimitMs: CHAIN_STOP_LIMIT_MS })
}

type PartOptions = { name: string; args: string[]; env: Record<string, string>; stopLimitMs?: number }

function addPart(start: Start, part: PartOptions): Part {
  const running = startPart(
    {
      ...part,
      env: environmentWith({
        NETWORK: start.config.network,
        HOST: start.config.host,
        HEADWATER_HOME: start.home.dir,
        ...part.env,
      }),
      logFile: join(start.home.dir, 'logs', `${part.name}.log`),
      report: start.say,
    },
    join(PROJECT_ROOT, 'bin', 'headwater.js'),
  )
  start.started.push(() => running.stop())
  return running
}

/** Watched like any part: a database that dies comes back at the same address, and everybody finds it there. */
async function startDatabase(start: Start): Promise<Pick<Part, 'name' | 'pid'> & { url: string }> {
  const dir = join(start.home.dir, 'postgres')
  const port = await findFreePort()
  let isStopping = false
  let server = await startPostgres(dir, port)
  const watch = (running: EmbeddedPostgres) => {
    void running.exited.then(async () => {
      if (isStopping) return
      start.say('database ended; it starts again')
      server = await startAgain(dir, Number(new URL(running.url).port), start.say)
      if (isStopping) await server.stop()
      else watch(server)
    })
  }
  watch(server)
  start.started.push(async () => {
    isStopping = true
    await server.stop()
  })
  return { name: 'database', url: server.url, pid: () => server.pid }
}

/** What a killed server leaves (its sessions, its memory) takes a moment to go; until then a new one refuses to start. */
async function startAgain(dir: string, port: number, say: Say): Promise<EmbeddedPostgres> {
  for (;;) {
    try {
      return await startPostgres(dir, port)
    } catch (error) {
      say(`database can't start yet: ${describeError(error)}`)
      await new Promise((resolve) => setTimeout(resolve, DATABASE_PAUSE_MS))
    }
  }
}

/** What was started, to be stopped in the opposite order. What starts after the end is stopped at once. */
class Stack {
  private stops: (() => Promise<void>)[] = []
  private ended: Promise<void> | null = null

  push(stop: () => Promise<void>): void {
    if (this.ended === null) this.stops.push(stop)
    else this.ended = this.ended.then(stop)
  }

  unwind(): Promise<void> {
    this.ended ??= this.stopAll()
    return this.ended
  }

  private async stopAll(): Promise<void> {
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) await stop()
  }
}
