// What to do when the chain has another block where the index holds a final one: asks the other endpoints whether they have it too, finds
// the newest block that the index and the chain have in common among those whose rows can be had back, and goes back to it.
import type { Log } from '../log'
import { connectEndpoint, type EndpointLimits, endpointError } from './endpoints/endpoint'
import type { Endpoint } from './endpoints/pool'
import { ChainReplacedError, EndpointBehindError, EndpointFaultError } from './errors'
import type { ChainNews } from './news'
import { blockAt } from './witnesses/others'
import type { Witnesses } from './witnesses/witnesses'

export type BlockPlace = Readonly<{ number: number; hash: string }>

/** The index's past: which blocks can be gone back to, and going there. */
export type IndexHistory = {
  /** They are looked up one by one: a chain that keeps much of its past has millions. */
  lookUp<T>(look: (checkpoints: Checkpoints) => Promise<T>): Promise<T>
  rewind(to: number): Promise<Readonly<{ from: BlockPlace; to: BlockPlace; restored: number; removed: number }>>
}

/** The blocks that can be gone back to. */
export type Checkpoints = {
  oldest(): Promise<BlockPlace | null>
  /** The newest one at or below this number; without it, of all. */
  newest(upTo?: number): Promise<BlockPlace | null>
}

export type Means = Readonly<{
  /** The one that was followed. */
  endpoint: Endpoint
  witnesses: Pick<Witnesses, 'assertGone'>
  /** As when it is followed: what is asked here counts and waits like all else. */
  limits: EndpointLimits
  onNews?: ((news: ChainNews) => void) | undefined
  log: Log
}>

/** True when the index went back. False when the error speaks of no fork. Throws what says why nothing was taken back. */
export async function recover(error: unknown, history: IndexHistory, means: Means): Promise<boolean> {
  if (!(error instanceof ChainReplacedError) && !(error instanceof EndpointBehindError)) return false
  const common = await asking(means, (hashAt) => history.lookUp((checkpoints) => newestCommon(hashAt, checkpoints)))
  const place = error instanceof EndpointBehindError ? common.firstMissing : await inFull(error, history)
  // A node that only lacks the newest blocks is waited for.
  if (place === null) return false
  // It has come back to our chain, or never says the same of it: which of both, another endpoint need not wait for.
  if (common.block !== null && common.block.number >= place.number) throw ofTwoChains(means, place)
  await means.witnesses.assertGone(means.endpoint, { height: place.number, hash: place.hash })
  const { block } = common
  if (block === null) {
    const oldest = await history.lookUp((checkpoints) => checkpoints.oldest())
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

type HashAt = (height: number) => Promise<string | null>

/** A chain that has a block has all before it. */
async function newestCommon(hashAt: HashAt, checkpoints: Checkpoints): Promise<Common> {
  const [oldest, newest] = [await checkpoints.oldest(), await checkpoints.newest()]
  let block: BlockPlace | null = null
  let firstMissing: BlockPlace | null = null
  // Of the places up to `known` the newest is `block`; of those from `unknown` on the chain has none.
  let known = (oldest?.number ?? 0) - 1
  let unknown = newest === null ? known + 1 : newest.number + 1
  while (unknown - known > 1) {
    const middle = (known + unknown) >> 1
    const place = await checkpoints.newest(middle)
    // None between.
    if (place === null || place.number <= known) {
      known = middle
      continue
    }
    const hash = await hashAt(place.number)
    if (hash === place.hash) {
      block = place
      known = middle
    } else {
      unknown = place.number
      if (hash !== null) firstMissing = place
    }
  }
  return { block, firstMissing }
}

/** What the runner says of a hash is cut short. */
async function inFull({ height, hash }: ChainReplacedError, history: IndexHistory): Promise<BlockPlace> {
  const place = await history.lookUp((checkpoints) => checkpoints.newest(height))
  return place?.number === height ? place : { number: height, hash }
}

async function asking<T>({ endpoint, limits }: Means, ask: (hashAt: HashAt) => Promise<T>): Promise<T> {
  const client = connectEndpoint(endpoint.url, limits)
  // What else fails meanwhile is not the endpoint's.
  const hashAt = async (height: number) => {
    const block = await blockAt(height)(client).catch((cause: unknown) => {
      throw endpointError(client, cause)
    })
    return block?.hash ?? null
  }
  try {
    return await ask(hashAt)
  } finally {
    client.close()
  }
}
