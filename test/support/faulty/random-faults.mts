// Which fault befalls the next request? Drawn by a seed, of the kinds that can harm it.
import type { Checks } from '../../../src/config'
import type { Random } from '../../../src/dev/random'
import { type Call, concerns, type Fault } from './fault.mts'

const STATUSES = [429, 500, 502, 503]
const MOST_LATENCY_MS = 40
const MOST_STALE_BLOCKS = 5

/** Time-outs are dear: each costs the client its whole patience. */
const WEIGHTS: readonly [weight: number, make: (random: Random) => Fault][] = [
  [6, (random) => ({ kind: 'latency', ms: random.below(MOST_LATENCY_MS) })],
  [1, () => ({ kind: 'time-out' })],
  [3, () => ({ kind: 'hang-up' })],
  [4, (random) => ({ kind: 'status', status: random.pick(STATUSES) })],
  [2, () => ({ kind: 'web page' })],
  [2, () => ({ kind: 'truncated' })],
  [3, () => ({ kind: 'half batch' })],
  [2, () => ({ kind: 'error reply' })],
  [1, () => ({ kind: 'wrong chain' })],
  [4, (random) => ({ kind: 'stale head', blocks: 1 + random.below(MOST_STALE_BLOCKS) })],
  [2, () => ({ kind: 'other block' })],
  [3, () => ({ kind: 'receipts of another block' })],
  [3, () => ({ kind: 'missing logs' })],
  [2, () => ({ kind: 'null block' })],
  [2, () => ({ kind: 'altered header' })],
]

/** `checks`: at which level what the node says is checked. */
export function randomFaults(random: Random, rate: number, checks: Checks = 'standard') {
  return (calls: readonly Call[]): Fault | null => {
    if (!random.chance(rate)) return null
    const drawn = WEIGHTS.map(([weight, make]) => ({ weight, fault: make(random) }))
    const possible = drawn.filter(({ fault }) => concerns(fault, calls) && isNoticeable(fault, calls, checks))
    return possible[random.weighted(possible.map(({ weight }) => weight))]?.fault ?? null
  }
}

/** Logs of a filter are anybody's word: that one is missing shows only where all of a block are asked for, and at `fast` they say their block, too. */
function isNoticeable({ kind }: Fault, calls: readonly Call[], checks: Checks): boolean {
  if (kind === 'receipts of another block' && checks === 'fast') return !calls.some(isFiltered)
  return kind !== 'missing logs' || !calls.some(isFiltered)
}

function isFiltered({ method, params }: Call): boolean {
  return method === 'eth_getLogs' && (params?.[0] as { topics?: unknown } | undefined)?.topics !== undefined
}
