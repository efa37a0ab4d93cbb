// Which endpoint to follow next? The first of the list that is well: one that failed rests a little longer each time, one that fails too often,
// lies or is of another chain is put aside, and asked again only when there is no other.
import type { HeadwaterError } from '../../errors'
import { createRangeSize, type RangeSize } from '../history/range-size'
import { type Backoff, backoffMs } from './backoff'
import { endpointName } from './endpoint'
import { RpcFailure } from './rpc-failure'

export type Endpoint = {
  readonly url: string
  readonly name: string
  /** What it turned out to take at once. */
  readonly rangeSize: RangeSize
  /** The head it named last, and when: by those that look after it while another is followed. */
  seen: { height: number; at: number } | null
  /** Why it was left last. */
  fault: string | null
  failuresInRow: number
  failedAt: readonly number[]
  restsUntil: number
  asideUntil: number
  asideCode: string | null
}

export type EndpointPool = {
  readonly endpoints: readonly Endpoint[]
  /** The one to follow, and how long to wait before. */
  choose(): { endpoint: Endpoint; waitMs: number }
  /** True when it is put aside for that. */
  failed(endpoint: Endpoint, error: HeadwaterError): boolean
  /** It brought blocks. */
  worked(endpoint: Endpoint): void
  isAside(endpoint: Endpoint): boolean
  /** Its word counts beside the others': it is not put aside for having lied or being of another chain. */
  isCredible(endpoint: Endpoint): boolean
  /** The highest head that any named lately; 0 where none did. */
  farthest(): number
  /** Of a height that this endpoint names as much as one of another host named lately, too; all of it where there is none. */
  vouched(endpoint: Endpoint, height: number): number
  /** An endpoint that stands before this one in the list is well again, and as far as any. */
  hasBetter(endpoint: Endpoint): boolean
}

export type PoolOptions = Readonly<{
  urls: readonly string[]
  capBlocks: number
  /** How long an endpoint that failed rests. */
  rest: Backoff
  /** How long the head that an endpoint named counts. */
  seenLastsMs?: number
  now?: () => number
  random?: () => number
}>

// Failures that it may have within the window; with one more it is put aside, twice as long each time.
const BUDGET_FAILURES = 8
const BUDGET_WINDOW_MS = 5 * 60_000
const ASIDE = { firstMs: 60_000, limitMs: 15 * 60_000 }
// Whoever wants to be left alone longer than that is asked all the same: it may be the only one.
const ASKED_LIMIT_MS = 5 * 60_000
const ASIDE_MS: Readonly<Record<string, number>> = {
  /** Of another chain: somebody has to correct it. */
  HW202: 60 * 60_000,
  /** Behind: it may catch up. */
  HW208: 30_000,
  /** Of another fork. */
  HW209: 60_000,
  /** It lied. */
  HW210: 10 * 60_000,
  /** The others, who agree, say otherwise. */
  HW211: 10 * 60_000,
}
const INCREDIBLE = ['HW202', 'HW210', 'HW211']
// Three looks at the others; a head that was named before says nothing of now.
const SEEN_LASTS_MS = 30_000
// An endpoint of higher rank is gone back to when it has been well for so long, and its head is known and near.
const WELL_MS = 60_000
const NEAR_BLOCKS = 3

export function createEndpointPool(options: PoolOptions): EndpointPool {
  const { rest, seenLastsMs = SEEN_LASTS_MS, now = Date.now, random = Math.random } = options
  const endpoints = options.urls.map((url) => createEndpoint(url, options.capBlocks))
  const isAside = (endpoint: Endpoint) => endpoint.asideUntil > now()
  /** null where it was not seen, or too long ago. */
  const headOf = ({ seen }: Endpoint) => (seen === null || seen.at < now() - seenLastsMs ? null : seen.height)
  const farthestOf = (asked: readonly Endpoint[]) => Math.max(0, ...asked.map((endpoint) => headOf(endpoint) ?? 0))
  const farthest = () => farthestOf(endpoints)
  return {
    endpoints,
    isAside,
    isCredible: (endpoint) => !isAside(endpoint) || !INCREDIBLE.includes(endpoint.asideCode ?? ''),
    farthest,
    vouched(endpoint, height) {
      const others = endpoints.filter((other) => other.name !== endpoint.name)
      return others.length === 0 ? height : Math.min(height, farthestOf(others))
    },
    choose() {
      // What is put aside comes last; of the others the first that need not rest, or rests least.
      const rank = (endpoint: Endpoint) =>
        Math.max(0, endpoint.restsUntil - now()) + (isAside(endpoint) ? Number.MAX_SAFE_INTEGER / 2 : 0)
      const endpoint = endpoints.reduce((best, other) => (rank(other) < rank(best) ? other : best))
      return { endpoint, waitMs: Math.max(0, endpoint.restsUntil - now()) }
    },
    failed(endpoint, error) {
      const at = now()
      endpoint.fault = error.code
      endpoint.failuresInRow++
      endpoint.failedAt = [...endpoint.failedAt.filter((other) => other > at - BUDGET_WINDOW_MS), at]
      endpoint.restsUntil = at + Math.max(backoffMs(rest, endpoint.failuresInRow, random()), askedMs(error))
      const over = endpoint.failedAt.length - BUDGET_FAILURES
      const asideMs = ASIDE_MS[error.code] ?? (over > 0 ? backoffMs(ASIDE, over, random()) : 0)
      if (asideMs === 0) return false
      const wasAside = isAside(endpoint)
      endpoint.asideUntil = at + asideMs
      endpoint.asideCode = error.code
      return !wasAside
    },
    worked(endpoint) {
      endpoint.failuresInRow = 0
      endpoint.fault = null
    },
    hasBetter(endpoint) {
      const before = endpoints.slice(0, endpoints.indexOf(endpoint))
      return before.some((other) => {
        const height = headOf(other)
        const isNear = height !== null && height >= farthest() - NEAR_BLOCKS
        return isNear && !isAside(other) && (other.failedAt.at(-1) ?? 0) < now() - WELL_MS
      })
    },
  }
}

/** Not the database's, nor anybody else's. */
export function isEndpointFault(error: HeadwaterError): boolean {
  return ['HW203', 'HW204', ...Object.keys(ASIDE_MS)].includes(error.code)
}

/** How long the endpoint itself wants to be left alone, where it said so. */
function askedMs(error: unknown): number {
  if (error instanceof RpcFailure) return Math.min(error.waitMs ?? 0, ASKED_LIMIT_MS)
  return error instanceof Error ? askedMs(error.cause) : 0
}

function createEndpoint(url: string, capBlocks: number): Endpoint {
  return {
    url,
    name: endpointName(url),
    rangeSize: createRangeSize(capBlocks),
    seen: null,
    fault: null,
    failuresInRow: 0,
    failedAt: [],
    restsUntil: 0,
    asideUntil: 0,
    asideCode: null,
  }
}
