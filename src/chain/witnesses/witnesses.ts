// What do the other endpoints say? While one is followed, the rest are asked for their heads now and then, so that one that falls behind is
// left; and before blocks are taken back, final ones too, they are asked whether they still have them: a fork of one endpoint moves nothing.
import type { HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import type { Endpoint, EndpointPool } from '../endpoints/pool'
import { EndpointBehindError, EndpointForkedError } from '../errors'
import { blockAt, latestBlock, type Others } from './others'

export type Patience = Readonly<{
  /** Between two looks at the other endpoints. */
  probeMs: number
  /** So far, and so long, an endpoint may be behind the others. */
  behindBlocks: number
  behindMs: number
  /** So long a fork that the others don't have is looked at again. */
  forkedMs: number
}>

export type Witnesses = {
  /** Throws when the others have been far ahead of this head for too long. */
  assertNear(endpoint: Endpoint, height: number): void
  /** Whether to leave `ours` for the fork that ends at `theirs`; throws when the others have kept ours for too long. */
  believesFork(endpoint: Endpoint, ours: HashAndHeight, theirs: HashAndHeight): Promise<boolean>
  /** The endpoint's head is the index's: what was doubted before is over. */
  agreed(): void
  /** Throws unless more endpoints lack this block, which was final, than have it: then it is this one that went astray. */
  assertGone(endpoint: Endpoint, final: HashAndHeight): Promise<void>
  close(): void
}

export type WitnessesOptions = Readonly<{ pool: EndpointPool; others: Others; patience: Patience; now?: () => number }>

// Eight blocks of the L2 are a probe's age, and some seconds more.
export const PATIENCE: Patience = { probeMs: 10_000, behindBlocks: 8, behindMs: 10_000, forkedMs: 10_000 }
// An answer that comes later is of no use to who waits with a block.
const ANSWER_LIMIT_MS = 2_000

export function createWitnesses({ pool, others, patience, now = Date.now }: WitnessesOptions): Witnesses {
  const { probeMs, behindBlocks, behindMs, forkedMs } = patience
  let behindSince: number | null = null
  let forkedSince: number | null = null

  async function probe(): Promise<void> {
    const said = await others.ask(pool.endpoints.filter(pool.isCredible), latestBlock, ANSWER_LIMIT_MS)
    for (const { endpoint, answer } of said) endpoint.seen = { height: answer.height, at: now() }
  }

  const timer = pool.endpoints.length > 1 ? setInterval(() => void probe(), probeMs) : undefined

  return {
    assertNear(endpoint, height) {
      const ahead = pool.farthest() - height
      if (ahead <= behindBlocks) behindSince = null
      else behindSince ??= now()
      if (behindSince === null || now() - behindSince < behindMs) return
      behindSince = null
      throw new EndpointBehindError({ endpoint: endpoint.name, height: height + ahead })
    },
    async believesFork(endpoint, ours, theirs) {
      const said = await others.ask(others.besides(endpoint), blockAt(ours.height), ANSWER_LIMIT_MS)
      const keepers = said.filter(({ answer }) => answer.hash === ours.hash)
      if (isForkBelieved({ keeping: keepers.length, leaving: said.length - keepers.length }, ours, theirs)) {
        forkedSince = null
        return true
      }
      forkedSince ??= now()
      if (now() - forkedSince < forkedMs) return false
      forkedSince = null
      throw new EndpointForkedError({ endpoint: endpoint.name, witness: nameOf(keepers), ...ours })
    },
    agreed() {
      forkedSince = null
    },
    async assertGone(endpoint, final) {
      // Nobody waits with a block here, and what is final is not taken back for want of a second's patience.
      const said = await others.ask(others.besides(endpoint), blockAt(final.height))
      const keepers = said.filter(({ answer }) => answer.hash === final.hash)
      // One that never leaves its fork must not hold the index there; where as many keep the block as lack it, it stays.
      if (isForkBelieved({ keeping: keepers.length, leaving: said.length - keepers.length }, final, final)) return
      throw new EndpointForkedError({ endpoint: endpoint.name, witness: nameOf(keepers), ...final })
    },
    close: () => clearInterval(timer),
  }
}

const nameOf = ([first]: readonly { endpoint: Endpoint }[]): string => first?.endpoint.name ?? ''

/** The majority decides, with the endpoint that is followed; where there is none, the higher head. */
export function isForkBelieved(
  others: { keeping: number; leaving: number },
  ours: { height: number },
  theirs: { height: number },
): boolean {
  const leaving = others.leaving + 1
  return leaving > others.keeping || (leaving === others.keeping && theirs.height > ours.height)
}
