// What OpenCircle can give, and what each tier allows: USD with 6 decimals, as published.

const USD = 1_000_000n

export const BUDGET_USD = 25_000_000n * USD

/** What is left to award; below zero where more is committed than there is. */
export function remainingUsd(committedUsd: bigint): bigint {
  return BUDGET_USD - committedUsd
}

/** null for a tier that is not known. */
export function isWithinTier(tier: string, amountUsd: bigint): boolean | null {
  const bounds = TIERS_USD.get(tier)
  return bounds === undefined ? null : amountUsd >= bounds.least && amountUsd <= bounds.most
}

const TIERS_USD: ReadonlyMap<string, { least: bigint; most: bigint }> = new Map([
  ['EXPLORATION', { least: 25_000n * USD, most: 50_000n * USD }],
  ['BUILDING', { least: 50_000n * USD, most: 150_000n * USD }],
  ['EXPANSION', { least: 250_000n * USD, most: 500_000n * USD }],
])
