// What to do when the chain has another block where the index holds a final one: asks the other endpoints whether they have it too, finds
// the newest block that the index and the chain have in common among those whose rows can be had back, and goes back to it.
import type { Log } from '../log'
import { connectEndpoint, endpointError, endpointName } from './endpoints/endpoint'
import type { RpcClient } from './endpoints/rpc-client'
import { ChainReplacedError, EndpointBehindError, EndpointForkedError } from './errors'
import { headOf } from './header'
import { quantity } from './range-logs'

export type BlockPlace = Readonly<{ number: number; hash: string }>

/** The index's past: which blocks can be gone back to, and going there. */
export type IndexHistory = {
  /** Oldest first. */
  checkpoints(): Promise<readonly BlockPlace[]>
  rewind(to: number): Promise<Readonly<{ from: BlockPlace; to: BlockPlace; restored: number; removed: number }>>
}

export type Endpoints = Readonly<{
  url: string
  others: readonly string[]
  requestLimitMs?: number | undefined
  log: Log
}>

/** True when the index went back. False when the error speaks of no fork. Throws what says why nothing was taken back. */
export async function recover(error: unknown, history: IndexHistory, endpoints: Endpoints): Promise<boolean> {
  if (!(error instanceof ChainReplacedError) && !(error instanceof EndpointBehindError)) return false
  const checkpoints = await history.checkpoints()
  const common = await asking(endpoints.url, endpoints, (client) => newestCommon(client, checkpoints))
  const place = error instanceof EndpointBehindError ? common.firstMissing : { number: error.height, hash: error.hash }
  // A node that only lacks the newest blocks is waited for.
  if (place === null) return false
  // It has come back to our chain meanwhile.
  if (common.block !== null && common.block.number >= place.number) return true
  await assertNobodyHas(checkpoints.find(({ number }) => number === place.number) ?? place, endpoints)
  const { block } = common
  if (block === null) {
    const [oldest] = checkpoints
    const facts = { height: place.number, hash: place.hash, endpoint: endpointName(endpoints.url) }
    throw new ChainReplacedError({ ...facts, keptFrom: oldest?.number ?? null }, error)
  }
  const { from, to, restored, removed } = await history.rewind(block.number)
  const depth = from.number - to.number
  endpoints.log.warn(
    { from: from.number, to: to.number, depth, restored, removed },
    'a fork below finality: rolled back',
  )
  return true
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
    const hash = await hashAt(client, place.number)
    if (hash === place.hash) known = middle
    else unknown = middle
    if (hash !== null && hash !== place.hash) firstMissing = place
  }
  return { block: checkpoints[known] ?? null, firstMissing }
}

/** One endpoint alone is not believed against another: then it is that one that went astray. */
async function assertNobodyHas(place: BlockPlace, endpoints: Endpoints): Promise<void> {
  for (const other of endpoints.others) {
    const hash = await asking(other, endpoints, (client) => hashAt(client, place.number)).catch(() => null)
    if (hash !== place.hash) continue
    const facts = { endpoint: endpointName(endpoints.url), witness: endpointName(other) }
    throw new EndpointForkedError({ ...facts, height: place.number, hash: place.hash })
  }
}

async function asking<T>(url: string, { requestLimitMs }: Endpoints, ask: (client: RpcClient) => Promise<T>) {
  const client = connectEndpoint(url, { requestLimitMs })
  try {
    return await ask(client)
  } catch (cause) {
    throw endpointError(client, cause)
  } finally {
    client.close()
  }
}

async function hashAt(client: RpcClient, number: number): Promise<string | null> {
  return headOf(await client.call('eth_getBlockByNumber', [quantity(number), false]))?.hash ?? null
}
