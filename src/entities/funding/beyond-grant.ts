// By how much do a grant's milestones go beyond it? The contract allows none to; who reads its events can't rely on that.

/** USD, of what was planned or reached; 0 within the grant. */
export function beyondUsd(amountUsd: bigint, milestonesUsd: bigint): bigint {
  return milestonesUsd > amountUsd ? milestonesUsd - amountUsd : 0n
}
