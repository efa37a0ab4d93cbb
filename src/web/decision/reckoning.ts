// The sums of a trace: what is left for sources that aren't shown, who gains by a claim, and whether it all adds up to
// one whole. The page does this sum itself, so that a reader need not take it on trust.

import type { Source, SourcePage, Trace } from '../data/answers'
import { wholePpb } from '../words/amounts'
import type { Gain } from '../words/verdicts'

export type Reckoning = {
  creditedPpb: bigint
  unattributedPpb: bigint
  rest: { count: number; ppb: bigint }
  isWhole: boolean
}

/** Null while there is no run to sum up. */
export function reckon(trace: Trace, sources: readonly Source[]): Reckoning | null {
  if (trace.run === null || trace.unattributedPpb === null || trace.sources === null) return null
  const unattributedPpb = BigInt(trace.unattributedPpb)
  const shownPpb = sum(sources.map(({ sharePpb }) => BigInt(sharePpb)))
  const rest = restOf(trace.sources, sources)
  return {
    creditedPpb: shownPpb + rest.ppb,
    unattributedPpb,
    rest,
    isWhole: shownPpb + rest.ppb + unattributedPpb === wholePpb,
  }
}

/** Whom the claim gives more than we find, the most first. */
export function gainsOf(sources: readonly Source[]): Gain[] {
  const gains = new Map<string, bigint>()
  for (const { contributor, sharePpb, claimedPpb } of sources) {
    if (claimedPpb === null || contributor === null) continue
    const before = gains.get(contributor.address) ?? 0n
    gains.set(contributor.address, before + BigInt(claimedPpb) - BigInt(sharePpb))
  }
  return [...gains]
    .map(([contributor, ppb]) => ({ contributor, ppb }))
    .filter(({ ppb }) => ppb > 0n)
    .sort((a, b) => (a.ppb < b.ppb ? 1 : -1))
}

// `rest` of a first page is everything behind it; of that, later pages have shown a part.
function restOf(first: SourcePage, sources: readonly Source[]): Reckoning['rest'] {
  const later = sources.slice(first.nodes.length)
  return {
    count: (first.rest?.count ?? 0) - later.length,
    ppb: BigInt(first.rest?.sharePpb ?? 0) - sum(later.map(({ sharePpb }) => BigInt(sharePpb))),
  }
}

function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((total, part) => total + part, 0n)
}
