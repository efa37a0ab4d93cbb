// Does a Headwater that is killed again and again say what an undisturbed one says? A chain with inhabitants, the whole on
// top of it, kill -9 by seed; then the chain falls silent, a second, calm Headwater reads it, and all rows are compared.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { readConfig } from '../../config'
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
  /** Who dies, in this order; the pauses between come from the seed. */
  victims: readonly Victim[]
  inferencesPerSecond: number
  say(line: string): void
}

export type CampaignResult = { kills: number; blocks: number; comparisons: Comparison[]; differences: string[] }

const LEAST_PAUSE_MS = 500
const PAUSE_SPREAD_MS = 3_000
const BLOCK_MS = 1_000
const QUIET_LIMIT_MS = 120_000

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
  const { seed, victims, inferencesPerSecond, say } = options
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
  await killAll(disturbed, { seed, victims, say })
  await life.stop()
  say(`the chain is silent at block ${await heightOf(chain)}`)
  const calmHome = join(dir, 'calm')
  mkdirSync(join(calmHome, 'chain'), { recursive: true })
  copyFileSync(join(home, 'chain', 'addresses.json'), join(calmHome, 'chain', 'addresses.json'))
  const calm = await begin(calmHome, chain, say, ends)
  await untilIdle(calm.databaseUrl, chain)
  await untilIdle(disturbed.databaseUrl, chain)
  const comparisons = await compareWhenEqual(disturbed.databaseUrl, calm.databaseUrl)
  return { kills: victims.length, blocks: await heightOf(chain), comparisons, differences: differences(comparisons) }
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

async function killAll(running: Running, plan: Pick<CampaignOptions, 'seed' | 'victims' | 'say'>): Promise<void> {
  const random = createRandom(plan.seed)
  for (const [at, victim] of plan.victims.entries()) {
    await pause(LEAST_PAUSE_MS + random.fraction() * PAUSE_SPREAD_MS)
    // The dead can't be killed: one that was just killed has to be started again first.
    await until(`${victim} is alive`, async () => kill(running.pids()[victim], 0))
    plan.say(`kill -9 ${at + 1} of ${plan.victims.length}: ${victim}`)
    kill(running.pids()[victim], 'SIGKILL')
  }
  await pause(LEAST_PAUSE_MS)
}

function kill(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Everything that is on the chain has been read, and everything that can be done about it now is done. */
async function untilIdle(url: string, chain: Chain): Promise<void> {
  const height = await heightOf(chain)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await until(`the index at ${height} with nothing left to do`, async () => {
      const [row] = await sql<{ idle: boolean }[]>`
        select (select coalesce(max(number), -1) from head) >= ${height}
          and not exists (select from attribution_due)
          and not exists (select from graphile_worker.jobs where locked_at is not null or run_at <= now())
          and not exists (select from inference i where not exists (select from verdict v where v.inference_id = i.id)) as idle`
      return row?.idle === true
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
