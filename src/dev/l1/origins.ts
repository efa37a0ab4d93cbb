// Which L1 block does an L2 block follow from, where there is an L1? The next one as soon as it is not ahead of the L2's time; its
// deposits stand in the first L2 block that follows from it.
import { type Hex, numberToHex, slice } from 'viem'
import { derivedDeposit, type L1Deposit, type L1Origin } from '../chain/deposits'
import type { Origins } from '../chain/origins'
import type { Rpc, RpcBlock, RpcLog } from '../chain/rpc'
import { decodeLog } from '../contracts/contract'

type Chains = { readonly l1: Rpc; readonly l2: Rpc; readonly portal: Hex }

export function followL1({ l1, l2, portal }: Chains): Origins {
  /** Of the newest L2 block; null before the first and after it was forgotten. */
  let current: L1Origin | null = null
  return {
    async next(timestamp) {
      current ??= await originOfHead(l2, l1)
      const number = current === null ? await l1.ask<Hex>('eth_blockNumber') : numberToHex(current.number + 1n)
      const following = await readBlock(l1, number)
      if (following !== null && (current === null || following.timestamp <= BigInt(timestamp))) {
        current = following
        return { origin: following, deposits: await readDeposits(l1, portal, following.hash) }
      }
      if (current === null) throw new Error('the L1 has no block')
      current = { ...current, sequence: current.sequence + 1n }
      return { origin: current, deposits: [] }
    },
    async refresh() {
      current = null
    },
  }
}

async function readBlock(l1: Rpc, number: Hex): Promise<L1Origin | null> {
  const block = await l1.ask<RpcBlock | null>('eth_getBlockByNumber', number, false)
  if (block === null) return null
  return { number: BigInt(block.number), timestamp: BigInt(block.timestamp), hash: block.hash, sequence: 0n }
}

/** As the system's deposit of the L2's newest block tells it; null where there is none yet. */
async function originOfHead(l2: Rpc, l1: Rpc): Promise<L1Origin | null> {
  type Opened = { readonly transactions: readonly { readonly input: Hex }[] }
  const { transactions } = await l2.ask<Opened>('eth_getBlockByNumber', 'latest', true)
  const input = transactions[0]?.input
  if (input === undefined) return null
  const [sequence, number] = [slice(input, 12, 20), slice(input, 28, 36)]
  const block = await readBlock(l1, numberToHex(BigInt(number)))
  return block === null ? null : { ...block, sequence: BigInt(sequence) }
}

async function readDeposits(l1: Rpc, portal: Hex, blockHash: Hex): Promise<L1Deposit[]> {
  const logs = await l1.ask<RpcLog[]>('eth_getLogs', { blockHash, address: portal })
  return logs.flatMap((log) => {
    const { name, args } = decodeLog('OptimismPortal', log)
    if (name !== 'TransactionDeposited') return []
    const { from, to, opaqueData } = args as { from: Hex; to: Hex; opaqueData: Hex }
    return [derivedDeposit({ from, to, opaqueData, blockHash, logIndex: Number(log.logIndex) })]
  })
}
