// The blocks of a real node as the processor sees them, all at once: for tests of what stands in them, not of how they are read.
import type { ChainBlock } from '../../../src/chain/block'
import { createRpcClient } from '../../../src/chain/endpoints/rpc-client'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { addFacts, type BlockWithFacts } from '../../../src/chain/transactions/add-facts'
import type { Transactions } from '../../../src/config'
import type { Rpc, RpcBlock, RpcLog } from '../../../src/dev/chain/rpc'

type Transaction = { hash: string; to: string | null; input: string }
type RawBlock = RpcBlock & { parentHash: string; transactions: Transaction[] }

/** From `from` up to and including `to`. */
export async function readChain(
  rpc: Rpc,
  { from, to, transactions }: { from: number; to: number; transactions: Transactions },
): Promise<ChainBlock[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => `0x${(from + index).toString(16)}`)
  const logs = await rpc.ask<RpcLog[]>('eth_getLogs', { fromBlock: numbers[0], toBlock: numbers.at(-1) })
  const byBlock = Map.groupBy(logs, ({ blockNumber }) => blockNumber)
  const raw = await rpc.askAll<RawBlock>(numbers.map((number) => ['eth_getBlockByNumber', number, true]))
  const blocks = raw.map((block) => blockOf(block, byBlock.get(block.number) ?? []))
  const client = createRpcClient({ url: rpc.url, endpoint: 'node', requestLimitMs: 60_000, traffic: createTraffic() })
  const asked = blocks.map(
    ({ number, hash, logs: own }): BlockWithFacts => ({ header: { height: number, hash }, logs: own }),
  )
  await addFacts(client, asked, transactions)
  client.close()
  return blocks.map((block, index) => ({ ...block, facts: asked[index]?.facts }))
}

function blockOf({ number, hash, parentHash, timestamp, transactions }: RawBlock, logs: readonly RpcLog[]): ChainBlock {
  const indexes = new Map(transactions.map((transaction, index) => [transaction.hash, index]))
  return {
    ...{ number: Number(number), hash, parentHash, timestamp: new Date(Number(timestamp) * 1000) },
    logs: logs.map(({ address, topics, data, transactionHash, logIndex }) => {
      const transactionIndex = indexes.get(transactionHash) ?? 0
      const { to, input } = transactions[transactionIndex] ?? { to: null, input: '0x' }
      const place = { logIndex: Number(logIndex), transactionIndex, transactionHash }
      return { address: address.toLowerCase(), topics, data, ...place, call: { to: to?.toLowerCase() ?? null, input } }
    }),
  }
}
