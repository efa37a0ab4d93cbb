// What to do when the chain has another block where the index holds a final one: asks the other endpoints whether they have it too, finds
// the newest block that the index and the chain have in common among those whose rows can be had back, and goes back to it.
import type { Log } from '../log'
import { connectEndpoint, endpointError } from './endpoints/endpoint'
import type { Endpoint } from './endpoints/pool'
import type { RpcClient } from './endpoints/rpc-client'
import { ChainReplacedError, EndpointBehindError, EndpointFaultError } from './errors'
import type { ChainNews } from './news'
import { blockAt } from './witnesses/others'
import type { Witnesses } from './witnesses/witnesses'

export type BlockPlace = Readonly<{ number: number; hash: string }>

/** The index's past: which blocks can be gone back to, and going there. */
export type IndexHistory = {
  /** Oldest first. */
  checkpoints(): Promise<readonly BlockPlace[]>
  rewind(to: number): Promise<Readonly<{ from: BlockPlace; to: BlockPlace; restored: number; removed: number }>>
}

export type Means = Readonly<{
  /** The one that was followed. */
  endpoint: Endpoint
  witnesses: Pick<Witnesses, 'assertGone'>
  requestLimitMs?: number | undefined
  onNews?: ((news: ChainNews) => void) | undefined
  log: Log
}>

/** True when the index went back. False when the error speaks of no fork. Throws what says why nothing was taken back. */
export async function recover(error: unknown, history: IndexHistory, means: Means): Promise<boolean> {
  if (!(error instanceof ChainReplacedError) && !(error instanceof EndpointBehindError)) return false
  const checkpoints = await history.checkpoints()
  const common = await asking(means, (client) => newestCommon(client, checkpoints))
  const place = error instanceof EndpointBehindError ? common.firstMissing : { number: error.height, hash: error.hash }
  // A node that only lacks the newest blocks is waited for.
  if (place === null) return false
  // It has come back to our chain, or never says the same of it: which of both, another endpoint need not wait for.
  if (common.block !== null && common.block.number >= place.number) throw ofTwoChains(means, place)
  const { number: height, hash } = checkpoints.find(({ number }) => number === place.number) ?? place
  await means.witnesses.assertGone(means.endpoint, { height, hash })
  const { block } = common
  if (block === null) {
    const [oldest] = checkpoints
    const facts = { height: place.number, hash: place.hash, endpoint: means.endpoint.name }
    throw new ChainReplacedError({ ...facts, keptFrom: oldest?.number ?? null }, error)
  }
  const { from, to, restored, removed } = await history.rewind(block.number)
  const depth = from.number - to.number
  means.onNews?.({ kind: 'rolled back', depth })
  means.log.warn({ from: from.number, to: to.number, depth, restored, removed }, 'a fork below finality: rolled back')
  return true
}

function ofTwoChains({ endpoint }: Means, { number }: BlockPlace): EndpointFaultError {
  const cause = new Error(`it shows a fork from below block ${number}, and by number has the index's block there`)
  return new EndpointFaultError({ endpoint: endpoint.name }, cause)
}

type Common = {
  /** The newest checkpoint that the chain has. */
  block: BlockPlace | null
  /** The oldest one above it that the chain has otherwise; null where the chain only ends before it. */
  firstMissing: BlockPlace | null
}

/** A chain that has a block has all before it. */
async function newestCommon(client: RpcClient, checkpoints: readonly BlockPlace[]): Promise<Common> {
  let known = -1
  let unknown = checkpoints.length
  let firstMissing: BlockPlace | null = null
  while (unknown - known > 1) {
    const middle = (known + unknown) >> 1
    const place = checkpoints[middle] as BlockPlace
    const hash = (await blockAt(place.number)(client))?.hash ?? null
    if (hash === place.hash) known = middle
    else unknown = middle
    if (hash !== null && hash !== place.hash) firstMissing = place
  }
  return { block: checkpoints[known] ?? null, firstMissing }
}

async function asking<T>({ endpoint, requestLimitMs }: Means, ask: (client: RpcClient) => Promise<T>): Promise<T> {
  const client = connectEndpoint(endpoint.url, { requestLimitMs })
  try {
    return await ask(client)
  } catch (cause) {
    throw endpointError(client, cause)
  } finally {
    client.close()
  }
}
