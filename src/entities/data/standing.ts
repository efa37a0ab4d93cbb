// How does a contribution stand in a version of its Datanet? A version holds what was approved and neither withdrawn nor removed at its
// own place in the chain, and keeps it: what is withdrawn or removed later it still holds, and this says so. Block and log order decide,
// within one transaction as anywhere.
import type { Row } from '../rows'

export const STANDINGS = [
  'INCLUDED',
  'ROWS_REMOVED_SINCE',
  'WITHDRAWN_SINCE',
  'NOT_YET',
  'REJECTED',
  'WITHDRAWN_BEFORE',
] as const

export type Place = Readonly<{ blockNumber: number; logIndex: number }>

export type Standing = Readonly<{
  /** NOT_YET: it was not approved by then, whatever came of it later, unless it was rejected. */
  kind: (typeof STANDINGS)[number]
  /** Rows of it that the version holds. */
  rowCount: bigint
  /** Of these, what was neither withdrawn nor removed since. */
  remainingRowCount: bigint
  /** Rows that were removed by then, ascending: the version leaves them out. Empty where it holds nothing of it. */
  removedRows: readonly number[]
  /** Where it was withdrawn, or lost its first row, after the version took it in. */
  since: Place | null
}>

type Contribution = Pick<
  Row<'contribution'>,
  'status' | 'rowCount' | 'approvedBlockNumber' | 'approvedLogIndex' | 'withdrawnBlockNumber' | 'withdrawnLogIndex'
>
type Removal = Place & Readonly<{ rows: readonly number[] }>

/** Of a contribution and all removals of its rows, as they stand now, in a version of the same Datanet. */
export function standingOf(contribution: Contribution, removals: readonly Removal[], version: Place): Standing {
  const approved = placeOf(contribution.approvedBlockNumber, contribution.approvedLogIndex)
  const withdrawn = placeOf(contribution.withdrawnBlockNumber, contribution.withdrawnLogIndex)
  if (withdrawn !== null && isBefore(withdrawn, version)) return outside('WITHDRAWN_BEFORE')
  if (approved === null || !isBefore(approved, version)) {
    return outside(contribution.status === 'REJECTED' ? 'REJECTED' : 'NOT_YET')
  }
  return inside(contribution.rowCount, withdrawn, splitAt(removals, version))
}

function outside(kind: Standing['kind']): Standing {
  return { kind, rowCount: 0n, remainingRowCount: 0n, removedRows: [], since: null }
}

function inside(submitted: bigint, withdrawn: Place | null, removed: Removed): Standing {
  const removedRows = [...removed.before].sort((a, b) => a - b)
  const rowCount = submitted - BigInt(removedRows.length)
  const held = { rowCount, removedRows }
  if (withdrawn !== null) return { ...held, kind: 'WITHDRAWN_SINCE', remainingRowCount: 0n, since: withdrawn }
  const remainingRowCount = rowCount - BigInt(removed.since.size)
  const kind = removed.first === null ? 'INCLUDED' : 'ROWS_REMOVED_SINCE'
  return { ...held, kind, remainingRowCount, since: removed.first }
}

/** `first` is the earliest removal that took a row which the version holds: rows may be removed more than once. */
type Removed = { before: ReadonlySet<number>; since: ReadonlySet<number>; first: Place | null }

function splitAt(removals: readonly Removal[], version: Place): Removed {
  const before = new Set(removals.flatMap((removal) => (isBefore(removal, version) ? removal.rows : [])))
  const since = new Set<number>()
  let first: Place | null = null
  for (const { rows, blockNumber, logIndex } of removals) {
    const lost = isBefore({ blockNumber, logIndex }, version) ? [] : rows.filter((row) => !before.has(row))
    for (const row of lost) since.add(row)
    if (lost.length > 0 && (first === null || isBefore({ blockNumber, logIndex }, first))) {
      first = { blockNumber, logIndex }
    }
  }
  return { before, since, first }
}

function isBefore(one: Place, other: Place): boolean {
  return one.blockNumber < other.blockNumber || (one.blockNumber === other.blockNumber && one.logIndex < other.logIndex)
}

function placeOf(blockNumber: number | null, logIndex: number | null): Place | null {
  return blockNumber === null || logIndex === null ? null : { blockNumber, logIndex }
}
