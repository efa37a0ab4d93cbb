// A real node whose contracts say what chance wants: blocks, forks of any shape, and a beginning to go back to between runs.
import { createRequire } from 'node:module'
import { CONTRACTS, DATANETS, STRANGER } from './random-logs.mts'
import { DISPATCHER_CODE, dispatched, type LogDraft, SPEAKER_CODE } from './speaker.mts'

const require = createRequire(import.meta.url)
const { startAnvil } = require('../../lib/dev/chain/anvil.js') as typeof import('../../src/dev/chain/anvil')
const { findFreePort } = require('../../lib/dev/free-port.js') as typeof import('../../src/dev/free-port')

type Rpc = import('../../src/dev/chain/rpc').Rpc
type Call = import('../../src/dev/chain/rpc').Call
export type Ref = { number: number; hash: string }
/** The logs of one block, by transaction. */
export type BlockDraft = readonly (readonly LogDraft[])[]

export type World = {
  readonly rpcUrl: string
  readonly rpc: Rpc
  head(): Promise<Ref>
  /** Nothing but the contracts. */
  reset(): Promise<void>
  extend(blocks: readonly BlockDraft[]): Promise<void>
  /** Takes the newest blocks back, so that the chain is shorter for a while, and builds these. */
  rollBack(depth: number, blocks: readonly BlockDraft[]): Promise<void>
  /** Replaces the newest blocks by others in one step; the first of them says this. */
  reorganise(depth: number, said: BlockDraft): Promise<void>
  stop(): Promise<void>
}

export const CHAIN_ID = 31_337
// What the node calls final stands so far below its head.
export const FINALITY_BLOCKS = 10

const GENESIS_TIME = 1_700_000_000
// The node's own first account: it signs what it sends, as a level that recomputes transactions' hashes wants.
const SENDER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'
const DISPATCHER = '0x00000000000000000000000000000000000010ee'
const GAS = '0x1000000'
const RICHES = `0x${'f'.repeat(30)}`

export async function createWorld(dir: string): Promise<World> {
  const anvil = await startAnvil({
    dir,
    chainId: CHAIN_ID,
    port: await findFreePort(),
    genesisTime: GENESIS_TIME,
    network: 'optimism',
    accounts: 1,
  })
  const { rpc } = anvil
  for (const call of opening()) await rpc.ask(...call)
  // Where nobody says a block's time it follows from the block before, and not from the machine's clock: a seed's chain has the same times each time.
  await rpc.ask('anvil_setBlockTimestampInterval', 1)
  let beginning = await rpc.ask<string>('evm_snapshot')
  // Counts blocks, those that were taken back included, so that no block is ever built a second time.
  let clock = GENESIS_TIME + 10
  let built = 0

  const transactionOf = (logs: readonly LogDraft[]) => ({
    from: SENDER,
    to: DISPATCHER,
    gas: GAS,
    data: dispatched([...logs, uniqueLog(++built)]),
  })

  async function extend(blocks: readonly BlockDraft[]): Promise<void> {
    for (const block of blocks) {
      const sent = block.map((logs): Call => ['eth_sendTransaction', transactionOf(logs)])
      await rpc.askAll([...sent, ['evm_setNextBlockTimestamp', ++clock]])
      await rpc.ask('evm_mine')
    }
  }

  return {
    rpcUrl: rpc.url,
    rpc,
    head: () => headOf(rpc),
    async reset() {
      await rpc.ask('evm_revert', beginning)
      beginning = await rpc.ask<string>('evm_snapshot')
      clock = GENESIS_TIME + 10
      built = 0
    },
    extend,
    async rollBack(depth, blocks) {
      await rpc.ask('anvil_rollback', depth)
      await extend(blocks)
    },
    async reorganise(depth, said) {
      const transactions = (said.length === 0 ? [[]] : said).map((logs) => [transactionOf(logs), 0])
      await rpc.ask('anvil_reorg', depth, transactions)
      const { timestamp } = await rpc.ask<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)
      clock = Math.max(clock, Number(timestamp))
    },
    stop: () => anvil.stop(),
  }
}

function opening(): Call[] {
  const speakers = [...Object.values(CONTRACTS), ...DATANETS, STRANGER]
  return [
    ['anvil_setBalance', SENDER, RICHES],
    ['anvil_setCode', DISPATCHER, DISPATCHER_CODE],
    ...speakers.map((speaker): Call => ['anvil_setCode', speaker, SPEAKER_CODE]),
    ['evm_mine'],
  ]
}

/** A block with the same transactions would be the same block, and no fork. */
function uniqueLog(number: number): LogDraft {
  return { address: STRANGER, topics: [], data: `0x${number.toString(16).padStart(16, '0')}` }
}

async function headOf(rpc: Rpc): Promise<Ref> {
  const { number, hash } = await rpc.ask<{ number: string; hash: string }>('eth_getBlockByNumber', 'latest', false)
  return { number: Number(number), hash }
}
