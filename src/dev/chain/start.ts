// How does the local chain come to life? Node, contracts, contents and inhabitants, in that order; begun anew in an empty folder,
// gone on with in any other.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { PROJECT_ROOT, type Transactions } from '../../config'
import type { Deployed } from '../contracts/contract'
import { portAgain } from '../free-port'
import { type Cast, createCast, endow } from '../inhabitants/cast'
import { createSociety, type Society } from '../inhabitants/society'
import { type L1, startL1 } from '../l1/start'
import { createContentFolder } from '../library/content-folder'
import { findSourceTexts } from '../library/source-texts'
import { type Anvil, savedMegabytes, startAnvil, startDeadlineMs } from './anvil'
import { type AddressBook, deployContracts, readAddressBook, writeAddressBook } from './deploy'
import { imagineOrigins } from './origins'
import { untilPredecessorGone } from './predecessor'
import type { Rpc } from './rpc'
import { type BlockPlan, type BuiltBlock, createSequencer, type Sequencer } from './sequencer'

export type ChainOptions = {
  /** Folder of all local state; the chain keeps to `chain` and `content` in it. */
  readonly home: string
  /** Where the contents in `<home>/content` are served from. */
  readonly contentUrl: string
  /** 0: a free one. */
  readonly port: number
  readonly chainId: number
  readonly seed: number
  readonly blockMs: number
  readonly inferencesPerSecond: number
  /** Told of what takes long before the chain is up. */
  onProgress(progress: Progress): void
  /** False: nobody acts of their own accord; blocks come about by `build` alone. */
  readonly inhabitants: boolean
  /** Whether it has an L1, a node of its own; else one is imagined. */
  readonly hasL1: boolean
  /** What the address book says of it: how much who indexes the chain reads of transactions. */
  readonly transactions: Transactions
}

export type Progress = {
  readonly words: string
  /** The next word, or the end, comes within this time. */
  readonly limitMs: number
  /** For the person who waits, not only for the clock. */
  readonly isNews: boolean
}

export type Chain = {
  readonly rpcUrl: string
  readonly rpc: Rpc
  readonly addressBookFile: string
  readonly addresses: Deployed
  readonly seed: number
  readonly cast: Cast
  readonly society: Society
  readonly sequencer: Sequencer
  /** null: it is only imagined. */
  readonly l1: L1 | null
  /** Resolves when the node ends, asked to or not. */
  readonly nodeEnded: Promise<string>
  /** Builds one block of what the inhabitants want now, at a second after the last one or at the time given. */
  step(timestamp?: number): Promise<BuiltBlock>
  /** Builds one block of exactly this. */
  build(plan: BlockPlan, timestamp?: number): Promise<BuiltBlock>
  /**
   * Removes the newest blocks, fewer than the node keeps states of, and makes everybody forget them. What is built then has to differ
   * by a transaction or a second, or it is the same block again.
   */
  rollBack(blocks: number): Promise<void>
  stop(): Promise<void>
}

export const CHAIN_DEFAULTS = {
  port: 0,
  chainId: 31_337,
  seed: 1,
  blockMs: 1_000,
  inferencesPerSecond: 1,
  inhabitants: true,
  hasL1: false,
  transactions: 'needed',
  onProgress: () => {},
} as const

/** A new chain's first block stands this far back, so that its opening can be built at once and still end before now. */
const OPENING_SECONDS = 60

export async function startChain(
  given: Partial<ChainOptions> & Pick<ChainOptions, 'home' | 'contentUrl'>,
): Promise<Chain> {
  const options: ChainOptions = { ...CHAIN_DEFAULTS, ...given }
  const dir = join(options.home, 'chain')
  mkdirSync(dir, { recursive: true })
  const addressBookFile = join(dir, 'addresses.json')
  const before = readAddressBook(addressBookFile)
  const seed = before?.seed ?? options.seed
  const genesisTime = Math.floor(Date.now() / 1000) - OPENING_SECONDS
  const chainId = before?.chainId ?? options.chainId
  const megabytes = Math.round(savedMegabytes(dir))
  options.onProgress({
    words: `reads ${megabytes} MB of saved state`,
    limitMs: 2 * startDeadlineMs(dir) + RANGE_LIMIT_MS,
    isNews: megabytes >= LARGE_MEGABYTES,
  })
  await untilPredecessorGone(dir, startDeadlineMs(dir))
  const port = options.port || (await portAgain(before?.rpcUrls[0]))
  const cast = createCast(seed)
  const starting =
    options.hasL1 || before?.ethereum !== undefined ? beginL1(dir, { chainId, genesisTime, cast, before }) : null
  starting?.catch(() => {})
  const anvil = await startAnvil({ dir, chainId, port, genesisTime, network: 'optimism' })
  let l1: L1 | null = null
  try {
    l1 = await starting
    return await settle({ options: { ...options, seed, chainId }, anvil, l1, cast, addressBookFile, before })
  } catch (error) {
    await Promise.all([anvil.stop(), l1?.stop()])
    throw error
  }
}

const L1_HEAD_START_SECONDS = 12
/** For some hundred blocks of the past, however slow the machine. */
const RANGE_LIMIT_MS = 60_000
/** From here on one waits for seconds. */
const LARGE_MEGABYTES = 50

/** Beside the L2's node, and with a block before the L2's first. */
function beginL1(
  dir: string,
  of: Pick<Ground, 'cast' | 'before'> & { chainId: number; genesisTime: number },
): Promise<L1> {
  const { cast, before, chainId, genesisTime } = of
  return startL1({
    ...{ dir, cast, before: before?.ethereum ?? null, chainId: before?.ethereum?.chainId ?? chainId + 1 },
    genesisTime: genesisTime - L1_HEAD_START_SECONDS,
  })
}

type Ground = {
  readonly options: ChainOptions
  readonly anvil: Anvil
  readonly l1: L1 | null
  readonly cast: Cast
  readonly addressBookFile: string
  readonly before: AddressBook | null
}

async function settle({ options, anvil, l1, cast, addressBookFile, before }: Ground): Promise<Chain> {
  const { rpc } = anvil
  const origins = l1 === null ? await imagineOrigins(rpc) : l1.origins(rpc)
  const sequencer = await createSequencer(rpc, options.chainId, origins)
  const { contracts: addresses, proxies } =
    (await findContracts(rpc, before)) ?? (await begin({ rpc, sequencer }, cast))
  writeAddressBook(addressBookFile, {
    chainId: options.chainId,
    interface: 'poa/1',
    startBlock: 0,
    finalityConfirmation: 10,
    transactions: options.transactions,
    state: 'staking',
    rpcUrls: [rpc.url],
    contracts: addresses,
    proxies,
    content: { allowPrivateAddresses: true, baseUrl: options.contentUrl },
    seed: options.seed,
    ...(l1 === null ? {} : { ethereum: l1.book }),
  })
  const society = createSociety({
    seed: options.seed,
    cast,
    contracts: addresses,
    content: createContentFolder(join(options.home, 'content'), options.contentUrl),
    sources: options.inhabitants ? findSourceTexts(join(PROJECT_ROOT, 'node_modules')) : [],
    inferencesPerBlock: (options.inferencesPerSecond * options.blockMs) / 1000,
  })
  await society.remember(rpc, (block) =>
    options.onProgress({ words: `remembers block ${block}`, limitMs: RANGE_LIMIT_MS, isNews: false }),
  )
  const l2 = { rpc, contracts: addresses }
  await l1?.remember(l2)
  const build = async (plan: BlockPlan, timestamp: number) => {
    const failedOnL1 = (await l1?.advance(l2, timestamp)) ?? []
    const block = await sequencer.build(plan, timestamp)
    society.see(block)
    l1?.seeL2(block)
    return { ...block, failed: [...failedOnL1, ...block.failed] }
  }
  return {
    rpcUrl: rpc.url,
    rpc,
    addressBookFile,
    addresses,
    seed: options.seed,
    cast,
    society,
    sequencer,
    l1,
    nodeEnded: l1 === null ? anvil.ended : Promise.race([anvil.ended, l1.ended]),
    step: (timestamp = sequencer.headTime() + 1) => build(society.plan(society.world.height + 1), timestamp),
    build: (plan, timestamp = sequencer.headTime() + 1) => build(plan, timestamp),
    async rollBack(blocks) {
      await rpc.ask('anvil_rollback', blocks)
      await sequencer.refresh()
      await society.remember(rpc)
      await l1?.remember(l2)
    },
    async stop() {
      await Promise.all([anvil.stop(), l1?.stop()])
    },
  }
}

type Standing = Pick<AddressBook, 'contracts' | 'proxies'>

/** null where there are none: also when the node was killed before it had saved anything. */
async function findContracts(rpc: Rpc, before: AddressBook | null): Promise<Standing | null> {
  if (before === null) return null
  const code = await rpc.ask<Hex>('eth_getCode', before.contracts.DatanetFactory, 'latest')
  return code === '0x' ? null : { contracts: before.contracts, proxies: before.proxies ?? [] }
}

/** The first two blocks: everybody's deposit, then the contracts. */
async function begin(node: { rpc: Rpc; sequencer: Sequencer }, cast: Cast): Promise<Standing> {
  const { sequencer } = node
  await sequencer.build({ mintings: endow(cast), intents: [] }, sequencer.headTime() + 1)
  return deployContracts(node, cast.founder, {
    treasury: cast.treasury.address,
    stakerPool: cast.stakerPool.address,
    remainder: cast.remainder.address,
  })
}
