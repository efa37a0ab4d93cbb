// What does a fee's part for contributors come to for each leaf of the claim, and what is left over? By the contract's rule: each leaf gets its share
// rounded down, and the rest, what nothing was attributed to and the dust of rounding, is the remainder recipient's, never other contributors'.

export type LeafRewards = Readonly<{ amounts: readonly bigint[]; remainder: bigint }>

const WHOLE_PPB = 1_000_000_000n

/** In wei, in the order of the leaves; null for shares above one in sum, by which the contract pays nobody. */
export function leafRewardsOf(contributors: bigint, sharesPpb: readonly bigint[]): LeafRewards | null {
  if (sharesPpb.reduce((sum, share) => sum + share, 0n) > WHOLE_PPB) return null
  const amounts = sharesPpb.map((share) => (contributors * share) / WHOLE_PPB)
  return { amounts, remainder: amounts.reduce((left, amount) => left - amount, contributors) }
}
