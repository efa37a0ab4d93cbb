// How far two divisions of one output lie apart: the total variation distance, and the rows that differ most.

type Row = { contributionId: string; row: number; sharePpb: number }
type Division = { unattributedPpb: number }

export type Difference = { contributionId: string; row: number; claimedPpb: number; computedPpb: number }

const WORST_SHOWN = 5

/** Half the sum of all differences, the unattributed part's included, rounded down; the worst rows first, then in chain order. */
export function compareShares(
  claim: Division,
  leaves: readonly Row[],
  run: Division & { shares: readonly Row[] },
): { distancePpb: number; worst: Difference[] } {
  const rows = new Map<string, Difference>()
  const at = ({ contributionId, row }: Row): Difference => {
    const key = `${contributionId}:${row}`
    const found = rows.get(key) ?? { contributionId, row, claimedPpb: 0, computedPpb: 0 }
    rows.set(key, found)
    return found
  }
  // A row named by several leaves is claimed all their shares.
  for (const leaf of leaves) at(leaf).claimedPpb += leaf.sharePpb
  for (const share of run.shares) at(share).computedPpb += share.sharePpb
  const differing = [...rows.values()].filter((row) => row.claimedPpb !== row.computedPpb)
  const sum = differing.reduce((total, row) => total + size(row), Math.abs(claim.unattributedPpb - run.unattributedPpb))
  return { distancePpb: Math.floor(sum / 2), worst: differing.sort(worstFirst).slice(0, WORST_SHOWN) }
}

const size = (row: Difference) => Math.abs(row.claimedPpb - row.computedPpb)

function worstFirst(a: Difference, b: Difference): number {
  if (size(a) !== size(b)) return size(b) - size(a)
  if (a.contributionId !== b.contributionId) return a.contributionId < b.contributionId ? -1 : 1
  return a.row - b.row
}
