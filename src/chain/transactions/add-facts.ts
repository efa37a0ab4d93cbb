// Adds to blocks with logs of ours what their transactions were and cost, where the address book asks for it: two calls a block, and one more a
// transaction for what moved inside of it.
import type { Transactions } from '../../config'
import type { RpcClient } from '../endpoints/rpc-client'
import { quantity } from '../history/range-logs'
import type { BlockFacts, TransactionFacts } from './facts'
import { readFacts } from './read-facts'
import { readTraces } from './read-traces'

/** What has to be known of a block, and the place for what the library's have none for. */
export type BlockWithFacts = {
  readonly header: Readonly<{ hash: string; height: number }>
  readonly logs: readonly Readonly<{ transactionHash?: string }>[]
  facts?: BlockFacts
}

// Whole blocks are large: so many at once stay below any limit of an answer.
const BLOCKS_PER_CALL = 10

/** The same blocks. */
export async function addFacts<B extends BlockWithFacts>(
  client: RpcClient,
  blocks: B[],
  transactions: Transactions | undefined,
): Promise<B[]> {
  if (transactions === undefined || transactions === 'needed') return blocks
  const own = blocks.filter(({ logs }) => logs.length > 0)
  for (let at = 0; at < own.length; at += BLOCKS_PER_CALL) {
    const some = own.slice(at, at + BLOCKS_PER_CALL)
    const facts = await fetchFacts(client, some)
    const whole = transactions === 'traces' ? await addTraces(client, facts) : facts
    some.forEach((block, index) => {
      const found = whole[index]
      if (found !== undefined) block.facts = found
    })
  }
  return blocks
}

async function fetchFacts(client: RpcClient, blocks: readonly BlockWithFacts[]): Promise<BlockFacts[]> {
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

/** A node that serves none leaves them out; that it does is in the rows. What the system's deposit does, which opens a block, is no matter of coin. */
async function addTraces(client: RpcClient, blocks: readonly BlockFacts[]): Promise<BlockFacts[]> {
  const ours = blocks.flatMap(({ transactions }) =>
    transactions.filter(({ deposit, index }) => deposit === null || index > 0),
  )
  const inside = await readTraces(
    client,
    ours.map(({ hash }) => hash),
  )
  const traced = (one: TransactionFacts) => ({ ...one, internal: inside.get(one.hash) ?? null })
  return blocks.map((block) => ({ ...block, transactions: block.transactions.map(traced) }))
}
