// One run: a chain, forks, faults, restarts and kills by a seed; when all is calm again, the rows are held against those of a calm index. The seed
// fixes what happens and in which order; how far the processor has come when it happens is the machine's.
import { createRequire } from 'node:module'
import { type FaultyNode, NO_FAULT, startFaultyNode } from '../../test/support/faulty/faulty-node.mts'
import { randomFaults } from '../../test/support/faulty/random-faults.mts'
import { indexCalmly } from './calm.mts'
import type { Ground } from './ground.mts'
import type { IndexingOptions } from './indexing.mts'
import { createOperator, type Operator } from './operator.mts'
import { CONTRACTS, orderlyLogs, randomLog } from './random-logs.mts'
import { type BlockDraft, CHAIN_ID, FINALITY_BLOCKS, type World } from './world.mts'

const require = createRequire(import.meta.url)
const { compareRows, differences, readRows } =
  require('../../lib/dev/campaign/rows.js') as typeof import('../../src/dev/campaign/rows')
const { createRandom } = require('../../lib/dev/random.js') as typeof import('../../src/dev/random')

type Random = import('../../src/dev/random').Random
type Checks = import('../../src/config').Checks

export type Outcome = {
  seed: number
  blocks: number
  rows: number
  forks: number
  /** Of the forks, those that took back what was final. */
  deepForks: number
  /** How much of what the nodes say was checked. */
  checks: Checks
  restarts: number
  kills: number
  /** Faults by kind. */
  faults: Map<string, number>
  /** Codes with which the processor ended, so that its operator had to start it again. */
  ended: string[]
  /** Rows that only one index has; or why the run could not be finished. */
  wrong: string[]
}

const MOST_BLOCKS = 30
const MOST_STEPS = 9
// Requests between one thing that happens and the next: the processor's own measure of time, whatever the machine's.
const MOST_REQUESTS = 40
// Of the forks, those that reach below finality, and how far at most.
const DEEP_SHARE = 0.15
const MOST_BELOW = 15
const LEVELS: readonly Checks[] = ['fast', 'standard', 'cross', 'full']
// Of requests, the part that a fault befalls.
const BAD = [0.2, 0.4, 0.6]
const LESS_BAD = [0.1, 0.3, 0.5]
const LATER_STREAM = 1_000_000_007
const OPERATOR_STREAM = 2_000_000_011

/**
 * Seeds that failed before levels and deep forks were drawn stay what they were without them; those that failed while the operator still drew from the
 * world's stream, so that a kill a moment later drew another chain, stay as near to it as that ever was.
 */
export type Scope = 'everything' | 'everything, one stream' | 'standard, within finality, one stream'

export async function simulate(ground: Ground, seed: number, scope: Scope = 'everything'): Promise<Outcome> {
  const random = createRandom(seed)
  // A stream of its own, so that what the seed says of everything else stays as it was.
  const depths = createRandom(seed + LATER_STREAM)
  const isWhole = scope !== 'standard, within finality, one stream'
  // What is drawn here hangs on how far the processor has come: a stream of its own, so that the chain is the seed's on any machine.
  const moments = scope === 'everything' ? createRandom(seed + OPERATOR_STREAM) : random
  await ground.world.reset()
  const count = 1 + random.weighted([3, 2, 1])
  const checks = isWhole ? depths.pick(count > 1 ? LEVELS : LEVELS.filter((level) => level !== 'cross')) : 'standard'
  const nodes = await startNodes(ground, random, { count, checks, badness: isWhole ? BAD : LESS_BAD })
  try {
    return await ground.withDatabases(async (disturbed, calm) => {
      const urlOf = ({ url, webSocketUrl }: FaultyNode) => (random.chance(0.2) ? webSocketUrl : url)
      const book = { ...randomBook(random), checks, crossShare: 1 }
      const options = { book, rpcUrls: nodes.map(urlOf), databaseUrl: disturbed }
      const operator = createOperator(ground, { options, random: moments, nodes })
      const forks = await play(ground.world, { random, depths: isWhole ? depths : null }, operator)
      for (const node of nodes) node.fault = NO_FAULT
      const head = await ground.world.head()
      const late = await operator.comeToRest(head.hash)
      await indexCalmly({ ...options, rpcUrls: [ground.world.rpcUrl], databaseUrl: calm }, head.number)
      const [found, expected] = [await rowsOf(disturbed, checks), await rowsOf(calm, checks)]
      const rows = [...expected.values()].reduce((sum, lines) => sum + lines.length, 0)
      const wrong = [...late, ...differences(compareRows(found, expected))]
      return { seed, checks, blocks: head.number, rows, ...forks, ...operator.told, faults: faultsOf(nodes), wrong }
    })
  } finally {
    for (const node of nodes) await node.close()
  }
}

/** At `fast` history has no parents' hashes, and says so with null. */
async function rowsOf(databaseUrl: string, checks: Checks): ReturnType<typeof readRows> {
  const rows = await readRows(databaseUrl)
  if (checks !== 'fast') return rows
  const withoutParent = (line: string) => line.replace(/"parent_hash": (null|"[^"]*")/, '"parent_hash": null')
  return rows.set('block', (rows.get('block') ?? []).map(withoutParent).sort())
}

/** Endpoints of one chain, each as bad as its own luck. */
async function startNodes(
  ground: Ground,
  random: Random,
  { count, checks, badness }: { count: number; checks: Checks; badness: readonly number[] },
): Promise<FaultyNode[]> {
  const nodes: FaultyNode[] = []
  while (nodes.length < count) {
    const node = await startFaultyNode(ground.world.rpcUrl)
    const rate = random.pick(badness)
    node.fault = randomFaults(createRandom(random.below(2 ** 31)), rate, checks)
    nodes.push(node)
  }
  return nodes
}

function randomBook(random: Random): IndexingOptions['book'] {
  return {
    chainId: CHAIN_ID,
    startBlock: 0,
    finalityConfirmation: FINALITY_BLOCKS,
    rpcUrls: [],
    logRangeBlocks: random.pick([1, 2, 3, 7, 1_000]),
    logAddresses: random.pick([1, 7, 8, 200]),
    contracts: CONTRACTS,
    content: { allowPrivateAddresses: false },
  }
}

function faultsOf(nodes: readonly FaultyNode[]): Map<string, number> {
  const faults = new Map<string, number>()
  for (const { injected } of nodes) {
    for (const [kind, count] of injected) faults.set(kind, (faults.get(kind) ?? 0) + count)
  }
  return faults
}

type Forks = Pick<Outcome, 'forks' | 'deepForks'>
/** `depths`: what says which forks go below finality; null where none do. */
type Chance = { random: Random; depths: Random | null }

async function play(world: World, chance: Chance, operator: Operator): Promise<Forks> {
  const { random } = chance
  const opening = random.chance(0.5) ? [[orderlyLogs()]] : []
  await world.extend([...opening, ...randomBlocks(random, random.below(MOST_BLOCKS))])
  const depths: number[] = []
  for (let step = 2 + random.below(MOST_STEPS); step > 0; step--) {
    await operator.act()
    depths.push(await actOnChain(world, chance))
    await operator.untilAsked(random.below(MOST_REQUESTS))
  }
  const count = (least: number) => depths.filter((depth) => depth >= least).length
  return { forks: count(1), deepForks: count(FINALITY_BLOCKS + 1) }
}

/** How deep a fork it was; 0: none. */
async function actOnChain(world: World, { random, depths }: Chance): Promise<number> {
  const { number } = await world.head()
  const drawn = 1 + random.below(FINALITY_BLOCKS - 1)
  const isDeep = depths?.chance(DEEP_SHARE) === true
  const depth = Math.min(isDeep ? FINALITY_BLOCKS + 1 + (depths?.below(MOST_BELOW) ?? 0) : drawn, number - 2)
  const isFork = random.chance(0.6) && depth > 0
  if (!isFork) await world.extend(randomBlocks(random, 1 + random.below(6)))
  else if (random.chance(0.4)) await world.reorganise(depth, randomBlocks(random, 1)[0] ?? [])
  // As long as before at least: the final block stands where it stood.
  else await world.rollBack(depth, randomBlocks(random, depth + random.below(4)))
  return isFork ? depth : 0
}

function randomBlocks(random: Random, count: number): BlockDraft[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: random.below(4) }, () => Array.from({ length: 1 + random.below(4) }, () => randomLog(random))),
  )
}
