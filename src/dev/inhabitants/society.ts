// How do the inhabitants live together? Their knowledge grows with every block, and for the next one each habit is asked in turn;
// chance is drawn from seed and height alone, so a restart goes on where the story was.
import type { Hex } from 'viem'
import type { Rpc, RpcLog } from '../chain/rpc'
import type { BlockPlan, BuiltBlock } from '../chain/sequencer'
import type { Deployed } from '../contracts/contract'
import { takeBack } from '../habits/bridging'
import { callModels } from '../habits/calling'
import { contribute, homeOf, withdrawContribution } from '../habits/contributing'
import { found } from '../habits/founding'
import { keepAgents } from '../habits/institutions/agents'
import { disperse } from '../habits/institutions/airdrop'
import { keepCredits } from '../habits/institutions/credits'
import { govern } from '../habits/institutions/governing'
import { giveGrants } from '../habits/institutions/grants'
import { keepAdapters, keepHosts } from '../habits/institutions/hosting'
import { commitAttributions } from '../habits/operating'
import { describeAnew, publishVersions } from '../habits/publishing'
import { addToStake, punishCopies, removeRows, review, takeStakeBack } from '../habits/reviewing'
import { decideDisputes, dispute, withdrawRewards } from '../habits/settling'
import { stake } from '../habits/staking'
import { train } from '../habits/training'
import { wrap } from '../habits/wrapping'
import type { ContentFolder } from '../library/content-folder'
import type { SourceText } from '../library/source-texts'
import { createRandom, type Random } from '../random'
import { arrivingCaller, type Cast } from './cast'
import { DATANETS } from './roles'
import type { Habit, Scene } from './scene'
import { createStudies } from './studies'
import { witness } from './witness'
import { createWorld, type World } from './world'

export type Society = {
  readonly world: World
  /** True until the first inference has been attributed and its fee split. */
  isOpening(): boolean
  /** What everybody wants in the block of this height, given all blocks below it. */
  plan(height: number): BlockPlan
  see(block: BuiltBlock): void
  /** Forgets everything and reads the past back from the chain, as after a restart or a fork; tells how far it came. */
  remember(rpc: Rpc, onProgress?: (block: number) => void): Promise<void>
}

export type SocietyOptions = {
  readonly seed: number
  readonly cast: Cast
  readonly contracts: Deployed
  readonly content: ContentFolder
  /** Texts to contribute, in an order of no meaning. */
  readonly sources: readonly SourceText[]
  readonly inferencesPerBlock: number
}

/** Versions first: a version's root says what is known as of the last block. */
const HABITS: readonly Habit[] = [
  publishVersions,
  found,
  contribute,
  withdrawContribution,
  review,
  removeRows,
  punishCopies,
  addToStake,
  takeStakeBack,
  describeAnew,
  train,
  callModels,
  commitAttributions,
  stake,
  wrap,
  takeBack,
  withdrawRewards,
  dispute,
  decideDisputes,
  keepHosts,
  keepAdapters,
  keepAgents,
  keepCredits,
  giveGrants,
  govern,
  disperse,
]

export function createSociety(options: SocietyOptions): Society {
  let world = createWorld()
  let studies = createStudies()
  const sources = arrange(options.sources, options.seed)
  const { cast, contracts, content, inferencesPerBlock } = options
  const isOpening = () => world.settled === 0
  const see = (height: number, logs: readonly RpcLog[]) => {
    for (const log of logs) witness(world, log, { contracts, content })
    world.height = height
  }
  return {
    get world() {
      return world
    },
    isOpening,
    plan(height) {
      const scene: Scene = {
        ...{ world, cast, contracts, content, studies, sources, height },
        isOpening: isOpening(),
        inferencesInBlock: isOpening() ? 1 : dueBetween(height, inferencesPerBlock),
        random: createRandom(mix(options.seed, height)),
      }
      const arriving = arrivingCaller(cast, height)
      return {
        mintings: arriving === null ? [] : [arriving],
        intents: HABITS.flatMap((habit) => habit(scene)),
      }
    },
    see: (block) =>
      see(
        block.number,
        block.receipts.flatMap(({ logs }) => logs),
      ),
    async remember(rpc, onProgress) {
      world = createWorld()
      studies = createStudies()
      const head = Number(await rpc.ask<Hex>('eth_blockNumber'))
      for (let from = 0; from <= head; from += LOG_RANGE_BLOCKS) {
        const to = Math.min(from + LOG_RANGE_BLOCKS - 1, head)
        const range = { fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` }
        see(to, await rpc.ask<RpcLog[]>('eth_getLogs', range))
        onProgress?.(to)
      }
    },
  }
}

const LOG_RANGE_BLOCKS = 500

/** How many of a steady pace fall to this block: whole numbers whose sum never runs away from the pace. */
function dueBetween(height: number, perBlock: number): number {
  return Math.floor((height + 1) * perBlock) - Math.floor(height * perBlock)
}

function mix(seed: number, height: number): number {
  return Math.imul(seed + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(height + 1, 0xc2b2ae35)
}

/**
 * Shuffled by seed and dealt out in turn, so that every Datanet grows although there are many more licences than anything else.
 * The first round has one text for each Datanet, in the order of the Datanets: those found them.
 */
function arrange(sources: readonly SourceText[], seed: number): SourceText[] {
  const shuffled = shuffle(sources, createRandom(seed))
  const piles = DATANETS.map(({ name }) => shuffled.filter((source) => homeOf(source) === name))
  const rounds = Math.max(...piles.map((pile) => pile.length))
  return Array.from({ length: rounds }, (_, round) => piles.flatMap((pile) => pile[round] ?? [])).flat()
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.fraction() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
