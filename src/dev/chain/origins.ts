// Which L1 block does an L2 block follow from? Where the chain has no L1, an imagined one.
import { type L1Deposit, type L1Origin, l1OriginAt } from './deposits'
import type { Rpc, RpcBlock } from './rpc'

export type Origins = {
  /** What opens the L2 block of this time: its origin, and what was deposited there and nowhere else. */
  next(timestamp: number): Promise<{ readonly origin: L1Origin; readonly deposits: readonly L1Deposit[] }>
  /** Forgets what it knows about the L2's head. */
  refresh(): Promise<void>
}

export async function imagineOrigins(rpc: Rpc): Promise<Origins> {
  const genesis = await rpc.ask<RpcBlock>('eth_getBlockByNumber', '0x0', false)
  let origin: L1Origin | null = null
  return {
    async next(timestamp) {
      origin = l1OriginAt(BigInt(timestamp), BigInt(genesis.timestamp), origin)
      return { origin, deposits: [] }
    },
    async refresh() {
      origin = null
    },
  }
}
