// Adds to blocks with logs of ours what their transactions were and cost, where the address book asks for it: two calls a block, and one more a
// transaction for what moved inside of it.
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { Transactions } from '../../config'
import type { RpcClient } from '../endpoints/rpc-client'
import { quantity } from '../history/range-logs'
import type { BlockFacts, TransactionFacts } from './facts'
import { internalTransfers } from './internal-transfers'
import { readFacts } from './read-facts'

/** A block of the library's, with what it has no place for. */
export type BlockWithFacts = Block & { facts?: BlockFacts }

// Whole blocks are large: so many at once stay below any limit of an answer.
const BLOCKS_PER_CALL = 10

/** The same blocks. */
export async function addFacts(
  client: RpcClient,
  blocks: Block[],
  transactions: Transactions | undefined,
): Promise<Block[]> {
  if (transactions === undefined || transactions === 'needed') return blocks
  const own = blocks.filter(({ logs }) => logs.length > 0)
  for (let at = 0; at < own.length; at += BLOCKS_PER_CALL) {
    const some: BlockWithFacts[] = own.slice(at, at + BLOCKS_PER_CALL)
    const facts = await fetchFacts(client, some)
    const whole = transactions === 'traces' ? await addTraces(client, facts) : facts
    some.forEach((block, index) => {
      const found = whole[index]
      if (found !== undefined) block.facts = found
    })
  }
  return blocks
}

async function fetchFacts(client: RpcClient, blocks: readonly Block[]): Promise<BlockFacts[]> {
  const answers = await client.batchCall(
    blocks.flatMap(({ header }) => [
      { method: 'eth_getBlockByHash', params: [header.hash, true] },
      { method: 'eth_getBlockReceipts', params: [quantity(header.height)] },
    ]),
    { priority: blocks[0]?.header.height ?? 0 },
  )
  return blocks.map(({ header, logs }, index) => {
    const wanted = new Set(logs.map((log) => String(log.transactionHash)))
    return readFacts({ hash: header.hash, block: answers[2 * index], receipts: answers[2 * index + 1], wanted })
  })
}

/** A node that serves none leaves them out; that it does is in the rows. */
async function addTraces(client: RpcClient, blocks: readonly BlockFacts[]): Promise<BlockFacts[]> {
  const signed = blocks.flatMap(({ transactions }) => transactions.filter(({ deposit }) => deposit === null))
  const calls = signed.map(({ hash }) => ({
    method: 'debug_traceTransaction',
    params: [hash, { tracer: 'callTracer' }],
  }))
  const traces = await client.batchCall(calls, { refused: () => null })
  const inside = new Map(signed.map(({ hash }, index) => [hash, internalTransfers(traces[index])]))
  const traced = (one: TransactionFacts) => ({ ...one, internal: inside.get(one.hash) ?? null })
  return blocks.map((block) => ({ ...block, transactions: block.transactions.map(traced) }))
}
