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

export type Outcome = {
  seed: number
  blocks: number
  rows: number
  forks: number
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

export async function simulate(ground: Ground, seed: number): Promise<Outcome> {
  const random = createRandom(seed)
  await ground.world.reset()
  const nodes = await startNodes(ground, random)
  try {
    return await ground.withDatabases(async (disturbed, calm) => {
      const urlOf = ({ url, webSocketUrl }: FaultyNode) => (random.chance(0.2) ? webSocketUrl : url)
      const options = { book: randomBook(random), rpcUrls: nodes.map(urlOf), databaseUrl: disturbed }
      const operator = createOperator(ground, { options, random, nodes })
      const forks = await play(ground.world, random, operator)
      for (const node of nodes) node.fault = NO_FAULT
      const head = await ground.world.head()
      const late = await operator.comeToRest(head.hash)
      await indexCalmly({ ...options, rpcUrls: [ground.world.rpcUrl], databaseUrl: calm }, head.number)
      const [found, expected] = [await readRows(disturbed), await readRows(calm)]
      const rows = [...expected.values()].reduce((sum, lines) => sum + lines.length, 0)
      const wrong = [...late, ...differences(compareRows(found, expected))]
      return { seed, blocks: head.number, rows, forks, ...operator.told, faults: faultsOf(nodes), wrong }
    })
  } finally {
    for (const node of nodes) await node.close()
  }
}

/** One to three endpoints of one chain, each as bad as its own luck. */
async function startNodes(ground: Ground, random: Random): Promise<FaultyNode[]> {
  const nodes: FaultyNode[] = []
  for (let count = 1 + random.weighted([3, 2, 1]); count > 0; count--) {
    const node = await startFaultyNode(ground.world.rpcUrl)
    const badness = random.pick([0.1, 0.3, 0.5])
    node.fault = randomFaults(createRandom(random.below(2 ** 31)), badness)
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

/** How many forks there were. */
async function play(world: World, random: Random, operator: Operator): Promise<number> {
  const opening = random.chance(0.5) ? [[orderlyLogs()]] : []
  await world.extend([...opening, ...randomBlocks(random, random.below(MOST_BLOCKS))])
  let forks = 0
  for (let step = 2 + random.below(MOST_STEPS); step > 0; step--) {
    await operator.act()
    if (await actOnChain(world, random)) forks++
    await operator.untilAsked(random.below(MOST_REQUESTS))
  }
  return forks
}

/** True: a fork. */
async function actOnChain(world: World, random: Random): Promise<boolean> {
  const { number } = await world.head()
  const depth = Math.min(1 + random.below(FINALITY_BLOCKS - 1), number - 2)
  const isFork = random.chance(0.6) && depth > 0
  if (!isFork) await world.extend(randomBlocks(random, 1 + random.below(6)))
  else if (random.chance(0.4)) await world.reorganise(depth, randomBlocks(random, 1)[0] ?? [])
  // As long as before at least: the final block stands where it stood.
  else await world.rollBack(depth, randomBlocks(random, depth + random.below(4)))
  return isFork
}

function randomBlocks(random: Random, count: number): BlockDraft[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: random.below(4) }, () => Array.from({ length: 1 + random.below(4) }, () => randomLog(random))),
  )
}
