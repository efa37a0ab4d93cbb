// What does a set of rows hold, and how common is it? Its tokens, where each of them stands, and how many owners hold each token
// and pair of tokens: all that suffix-array/1 asks about data, built once per set.
import { tokenize } from './tokens'

export type Row = { readonly owner: string; readonly text: string }

export type DataSet = {
  /** All rows one after another, NO_TOKEN behind each. */
  readonly tokens: Int32Array
  /** For each place in `tokens`: the row that it belongs to. */
  readonly rowAt: Int32Array
  /** For each row: its owner, as a number from 0 in order of first appearance. */
  readonly ownerOfRow: readonly number[]
  /** Separators not counted. */
  readonly totalTokens: number
  readonly placesOf: ReadonlyMap<number, readonly number[]>
  /** Owners that hold the token, and the pair. */
  readonly ownersOfToken: ReadonlyMap<number, number>
  readonly ownersOfPair: ReadonlyMap<number, number>
  /** Sum of ownersOfToken over all tokens. */
  readonly totalOwnersOfTokens: number
}

/** Ends a row; equal to no token, so that nothing matches across rows. */
const NO_TOKEN = -1

export function createDataSet(rows: readonly Row[]): DataSet {
  const owners = numberOwners(rows)
  const tokens = rows.map((row) => tokenize(row.text))
  const ownersOfToken = countOwners(owners, tokens, (row) => row)
  return {
    ...layOut(tokens),
    ownerOfRow: owners,
    totalTokens: tokens.reduce((sum, row) => sum + row.length, 0),
    ownersOfToken,
    ownersOfPair: countOwners(owners, tokens, pairsOf),
    totalOwnersOfTokens: [...ownersOfToken.values()].reduce((sum, count) => sum + count, 0),
  }
}

/** One number for two tokens: both are below 2^17, so the number is exact. */
export function pairKey(first: number, second: number): number {
  return first * 2 ** 17 + second
}

function numberOwners(rows: readonly Row[]): number[] {
  const numbers = new Map<string, number>()
  return rows.map(({ owner }) => {
    const number = numbers.get(owner) ?? numbers.size
    numbers.set(owner, number)
    return number
  })
}

/** One owner is one voice: how often it says a thing does not count, so each owner's things are collected in a set first. */
function countOwners(
  owners: readonly number[],
  rows: readonly (readonly number[])[],
  thingsOf: (row: readonly number[]) => readonly number[],
): Map<number, number> {
  const thingsOfOwner = new Map<number, Set<number>>()
  rows.forEach((row, index) => {
    const owner = owners[index] ?? 0
    const things = thingsOfOwner.get(owner) ?? new Set()
    for (const thing of thingsOf(row)) things.add(thing)
    thingsOfOwner.set(owner, things)
  })
  const counts = new Map<number, number>()
  for (const things of thingsOfOwner.values()) {
    for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1)
  }
  return counts
}

function pairsOf(row: readonly number[]): number[] {
  return row.slice(1).map((token, index) => pairKey(row[index] ?? 0, token))
}

function layOut(rows: readonly (readonly number[])[]): Pick<DataSet, 'tokens' | 'rowAt' | 'placesOf'> {
  const tokens = Int32Array.from(rows.flatMap((row) => [...row, NO_TOKEN]))
  const rowAt = Int32Array.from(rows.flatMap((row, index) => new Array<number>(row.length + 1).fill(index)))
  const placesOf = new Map<number, number[]>()
  tokens.forEach((token, place) => {
    const places = placesOf.get(token)
    if (places === undefined) placesOf.set(token, [place])
    else places.push(place)
  })
  return { tokens, rowAt, placesOf }
}
