// Does a disturbed Headwater say what an undisturbed one says? A chain with inhabitants, the whole on top of it, and what
// befalls them: kill -9 by seed, or a fork. Then the chain falls silent, a second, calm Headwater reads it, and all rows are
// compared.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { readConfig } from '../../config'
import { untilReachable } from '../../database/connection'
import { live } from '../chain/life'
import { type Chain, startChain } from '../chain/start'
import { startContentServer } from '../library/content-server'
import { createRandom } from '../random'
import { type Running, up, type Whole } from '../up'
import { type Comparison, compareRows, differences, readRows } from './rows'

export const VICTIMS = ['processor', 'attributor', 'api', 'database'] as const
export type Victim = (typeof VICTIMS)[number]

export type CampaignOptions = {
  seed: number
  inferencesPerSecond: number
  disturb: Disturbance
  say(line: string): void
}

export type Scene = {
  running: Running
  chain: Chain
  say(line: string): void
  /** Ends the inhabitants' pace and waits until everything they did has been read and judged. */
  silence(): Promise<void>
}

export type Disturbance = (scene: Scene) => Promise<void>

export type CampaignResult = { blocks: number; comparisons: Comparison[]; differences: string[] }

const LEAST_PAUSE_MS = 500
const PAUSE_SPREAD_MS = 3_000
const BLOCK_MS = 1_000
// What failed while a database was away is tried again after the job library's own growing pauses.
const QUIET_LIMIT_MS = 180_000
// Other times than the blocks that were taken back: the same block would be no fork.
const FORK_BLOCK_SECONDS = 13

/** The whole campaign, in a folder of its own that is gone afterwards. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-campaign-'))
  const ends: (() => Promise<void>)[] = [async () => rmSync(dir, { recursive: true, force: true })]
  try {
    return await campaign(options, dir, ends)
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function campaign(options: CampaignOptions, dir: string, ends: (() => Promise<void>)[]): Promise<CampaignResult> {
  const { seed, inferencesPerSecond, say } = options
  const home = join(dir, 'disturbed')
  mkdirSync(join(home, 'content'), { recursive: true })
  const contents = await startContentServer(join(home, 'content'), 0)
  ends.push(() => contents.stop())
  const chain = await startChain({ home, contentUrl: contents.url, seed, blockMs: BLOCK_MS, inferencesPerSecond })
  ends.push(() => chain.stop())
  const life = live(chain, { blockMs: BLOCK_MS, onFailed: (what, block) => say(`block ${block}: ${what} failed`) })
  ends.push(() => life.stop())
  await life.opened
  const disturbed = await begin(home, chain, say, ends)
  const silence = async () => {
    await life.stop()
    await untilIdle(disturbed.databaseUrl, chain)
  }
  await options.disturb({ running: disturbed, chain, say, silence })
  await silence()
  say(`the chain is silent at block ${await heightOf(chain)}`)
  const calmHome = join(dir, 'calm')
  mkdirSync(join(calmHome, 'chain'), { recursive: true })
  copyFileSync(join(home, 'chain', 'addresses.json'), join(calmHome, 'chain', 'addresses.json'))
  const calm = await begin(calmHome, chain, say, ends)
  await untilIdle(calm.databaseUrl, chain)
  const comparisons = await compareWhenEqual(disturbed.databaseUrl, calm.databaseUrl)
  return { blocks: await heightOf(chain), comparisons, differences: differences(comparisons) }
}

/** A Headwater without a chain of its own, in this folder. */
async function begin(
  home: string,
  chain: Chain,
  say: (line: string) => void,
  ends: (() => Promise<void>)[],
): Promise<Running> {
  const config = readConfig({ NETWORK: 'local', RPC_URL: chain.rpcUrl, HEADWATER_HOME: home, PORT: '0' })
  const whole: Whole = up(config, { fresh: false, seed: 1, inferencesPerSecond: 1, blockMs: BLOCK_MS }, say)
  ends.push(() => whole.stop())
  return whole.ready
}

/** Who dies, in this order; the pauses between come from the seed. */
export function kills(victims: readonly Victim[], seed: number): Disturbance {
  return async ({ running, say }) => {
    const random = createRandom(seed)
    for (const [at, victim] of victims.entries()) {
      await pause(LEAST_PAUSE_MS + random.fraction() * PAUSE_SPREAD_MS)
      // The dead can't be killed: one that was just killed has to be started again first.
      await until(`${victim} is alive`, async () => kill(running.pids()[victim], 0))
      say(`kill -9 ${at + 1} of ${victims.length}: ${victim}`)
      kill(running.pids()[victim], 'SIGKILL')
    }
    await pause(LEAST_PAUSE_MS)
  }
}

/** Takes the newest blocks back when all is read and judged, and lets the inhabitants live on from there differently. */
export function fork(depth: number): Disturbance {
  return async ({ chain, say, silence }) => {
    await silence()
    say(`the newest ${depth} blocks are taken back`)
    await chain.rollBack(depth)
    for (let block = 0; block < depth + 2; block++) await chain.step(chain.sequencer.headTime() + FORK_BLOCK_SECONDS)
  }
}

function kill(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(pid, signal)
  } catch {
    return false
  }
}

/**
 * Everything that is on the chain has been read, and everything that can be done about it now is done. A job that was replaced
 * while its worker died stays behind with all its attempts used: nobody takes it any more.
 */
async function untilIdle(url: string, chain: Chain): Promise<void> {
  const height = await heightOf(chain)
  // The database may have been the last to be killed.
  await untilReachable(url, QUIET_LIMIT_MS)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    let left = ''
    await until(`an index at block ${height} with nothing left to do`, async () => {
      const [row] = await sql<{ head: number; marks: number; jobs: number; unjudged: number }[]>`
        select (select coalesce(max(number), -1) from head) as head,
          (select count(*)::int from attribution_due) as marks,
          (select count(*)::int from graphile_worker.jobs
            where (locked_at is not null or run_at <= now()) and attempts < max_attempts) as jobs,
          (select coalesce(jsonb_agg(to_jsonb(j)), '[]') from (select * from graphile_worker.jobs
            where run_at > now() and attempts < max_attempts order by run_at limit 2) j) as later,
          (select count(*)::int from inference i
            where not exists (select from verdict v where v.inference_id = i.id)) as unjudged`
      left = JSON.stringify(row)
      return row !== undefined && row.head >= height && row.marks + row.jobs + row.unjudged === 0
    }).catch((cause: unknown) => {
      throw new Error(`what is left: ${left}`, { cause })
    })
  } finally {
    await sql.end()
  }
}

/** What was refused while something was dead is tried again later: differences count when they stay. */
async function compareWhenEqual(first: string, second: string): Promise<Comparison[]> {
  const deadline = Date.now() + QUIET_LIMIT_MS
  for (;;) {
    const found = compareRows(await readRows(first), await readRows(second))
    if (differences(found).length === 0 || Date.now() > deadline) return found
    await pause(1_000)
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + QUIET_LIMIT_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${QUIET_LIMIT_MS} ms: ${what}`)
    await pause(200)
  }
}

async function heightOf(chain: Chain): Promise<number> {
  return Number(await chain.rpc.ask('eth_blockNumber'))
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
