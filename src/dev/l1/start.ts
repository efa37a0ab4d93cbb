// How does the local L1 live? A node of its own beside the L2's, with a block each twelve seconds of the L2's time, in which OPEN is
// locked, paid out and sent on.
import { join } from 'node:path'
import { concat, type Hex, keccak256, zeroHash } from 'viem'
import { type Anvil, startAnvil, startDeadlineMs } from '../chain/anvil'
import type { L1Book } from '../chain/deploy'
import { L1_ANCESTORS, L1_BLOCK_SECONDS, L1_FIRST_BLOCK } from '../chain/deposits'
import type { Origins } from '../chain/origins'
import { untilPredecessorGone } from '../chain/predecessor'
import type { Rpc, RpcLog } from '../chain/rpc'
import { type BuiltBlock, createSequencer, type Sequencer } from '../chain/sequencer'
import type { Deployed, DeployedOnL1 } from '../contracts/contract'
import { portAgain } from '../free-port'
import type { Cast } from '../inhabitants/cast'
import { createCrossings, witnessCrossing } from './crossings'
import { deployOnL1 } from './deploy'
import { planL1 } from './habits'
import { followL1 } from './origins'

export type L1 = {
  readonly rpc: Rpc
  readonly book: L1Book
  readonly origins: (l2: Rpc) => Origins
  /** Resolves when the node ends. */
  readonly ended: Promise<string>
  /** Builds the block that is due at this time of the L2, if one is; says what failed in it. */
  advance(l2: L2, timestamp: number): Promise<readonly string[]>
  /** What the L2 said in its newest block. */
  seeL2(block: BuiltBlock): void
  /** Forgets everything and reads it back from both chains. */
  remember(l2: L2): Promise<void>
  stop(): Promise<void>
}

export type L2 = { readonly rpc: Rpc; readonly contracts: Deployed }

export type L1Options = {
  /** Folder of the L2's state; the L1 keeps to `ethereum` in it. */
  readonly dir: string
  readonly chainId: number
  readonly genesisTime: number
  readonly cast: Cast
  /** What stood in the address book; null where there was none. */
  readonly before: L1Book | null
}

const BLOCK_SECONDS = Number(L1_BLOCK_SECONDS)
const FINALITY_BLOCKS = L1_ANCESTORS
/** L2 blocks behind its head that count as final there. */
const L2_FINALITY_BLOCKS = 10

export async function startL1(options: L1Options): Promise<L1> {
  const dir = join(options.dir, 'ethereum')
  await untilPredecessorGone(dir, startDeadlineMs(dir))
  const { chainId, genesisTime } = options
  const port = await portAgain(options.before?.rpcUrls[0])
  const beginning = genesisTime - L1_ANCESTORS * BLOCK_SECONDS
  const anvil = await startAnvil({ dir, chainId, port, genesisTime: beginning, network: 'ethereum' })
  try {
    await mineAncestors(anvil.rpc, genesisTime)
    const sequencer = await createSequencer(anvil.rpc, chainId, null)
    const contracts =
      (await findContracts(anvil.rpc, options.before)) ?? (await deployOnL1({ ...anvil, sequencer }, options.cast))
    return live({ ...options, anvil, sequencer, contracts })
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

/** Blocks before anything of ours: what counts as final exists from the first moment, as it does where a chain is older than its contracts. */
async function mineAncestors(rpc: Rpc, genesisTime: number): Promise<void> {
  const missing = Number(L1_FIRST_BLOCK) - Number(await rpc.ask<Hex>('eth_blockNumber'))
  for (let left = missing - 1; left >= 0; left--) {
    await rpc.ask('evm_setNextBlockTimestamp', genesisTime - left * BLOCK_SECONDS)
    await rpc.ask('evm_mine')
  }
}

type Ground = L1Options & {
  readonly anvil: Anvil
  readonly sequencer: Sequencer
  readonly contracts: DeployedOnL1
}

function live({ anvil, sequencer, contracts, cast, chainId }: Ground): L1 {
  const { rpc } = anvil
  let crossings = createCrossings()
  /** A node that starts again has lost the states of the blocks before. */
  let statesFrom = 0
  let passer: Pick<Deployed, 'L2ToL1MessagePasser'> | null = null
  const seeL1 = (logs: readonly RpcLog[]) => {
    for (const log of logs) witnessCrossing(crossings, log, contracts)
  }
  const seeL2 = (logs: readonly RpcLog[]) => {
    for (const log of logs) if (passer !== null) witnessCrossing(crossings, log, passer)
  }
  return {
    rpc,
    book: {
      ...{ chainId, startBlock: Number(L1_FIRST_BLOCK), finalityConfirmation: FINALITY_BLOCKS },
      ...{ rpcUrls: [rpc.url], contracts },
    },
    origins: (l2) => followL1({ l1: rpc, l2, portal: contracts.OptimismPortal }),
    ended: anvil.ended,
    async advance(l2, timestamp) {
      const behind = timestamp - sequencer.headTime()
      if (behind < BLOCK_SECONDS) return []
      const final = crossings.l2Height - L2_FINALITY_BLOCKS
      const output = final > statesFrom ? await readOutput(l2, final) : null
      const round = crossings.l1Height + 1 - Number(L1_FIRST_BLOCK)
      const intents = planL1({ cast, contracts, crossings, round, output })
      // After a stall the blocks missed are left out, as on the L2.
      const block = await sequencer.build({ mintings: [], intents }, timestamp - (behind % BLOCK_SECONDS))
      seeL1(logsOf(block))
      crossings.l1Height = block.number
      return block.failed
    },
    seeL2(block) {
      seeL2(logsOf(block))
      crossings.l2Height = block.number
    },
    async remember(l2) {
      crossings = createCrossings()
      const { L2ToL1MessagePasser } = l2.contracts
      passer = { L2ToL1MessagePasser }
      const all = (address: readonly Hex[]) => ({ fromBlock: '0x0', toBlock: 'latest', address })
      seeL2(await l2.rpc.ask<RpcLog[]>('eth_getLogs', all([L2ToL1MessagePasser])))
      seeL1(await rpc.ask<RpcLog[]>('eth_getLogs', all(Object.values(contracts))))
      crossings.l1Height = Number(await rpc.ask<Hex>('eth_blockNumber'))
      crossings.l2Height = Number(await l2.rpc.ask<Hex>('eth_blockNumber'))
      statesFrom = crossings.l2Height
    },
    stop: () => anvil.stop(),
  }
}

function logsOf({ receipts }: BuiltBlock): RpcLog[] {
  return receipts.flatMap(({ logs }) => logs)
}

/** The root of version 0: of the state, of what the message passer keeps, and of the block's hash. */
async function readOutput({ rpc, contracts }: L2, l2Block: number): Promise<{ root: Hex; l2Block: number }> {
  const number = `0x${l2Block.toString(16)}`
  const [block, proof] = await rpc.askAll<{ stateRoot?: Hex; hash?: Hex; storageHash?: Hex }>([
    ['eth_getBlockByNumber', number, false],
    ['eth_getProof', contracts.L2ToL1MessagePasser, [], number],
  ])
  const parts = [zeroHash, block?.stateRoot, proof?.storageHash, block?.hash]
  return { root: keccak256(concat(parts.map((part) => part ?? zeroHash))), l2Block }
}

async function findContracts(rpc: Rpc, before: L1Book | null): Promise<DeployedOnL1 | null> {
  if (before === null) return null
  const code = await rpc.ask<Hex>('eth_getCode', before.contracts.OPEN, 'latest')
  return code === '0x' ? null : before.contracts
}
