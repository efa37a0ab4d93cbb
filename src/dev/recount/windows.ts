// Which windows of an output are too informative to be chance, and whose are they? Steps 1 to 3 of suffix-array/1, as the
// method's text states them: every start is tried, every window grows token by token.
import { type DataSet, pairKey } from './data-set'
import { VOCABULARY_SIZE } from './tokens'

export type Parameters = {
  readonly alpha: number
  readonly mu: number
  readonly maxOwners: number
  readonly minTokens: number
}

/** Half-open in tokens of the output; information in units of 2^-16 nat, one number for each token. */
export type Window = {
  readonly start: number
  readonly end: number
  readonly row: number
  readonly information: readonly number[]
}

/** A logarithm as an integer of 2^-16 nat, rounded before anything is added to it. */
export function fixed(logarithm: number): number {
  return Math.floor(logarithm * 65_536 + 0.5)
}

/** S: below it an output of this length would find such a window in this much data by accident. */
export function chanceBound(outputTokens: number, data: DataSet, { alpha }: Parameters): number {
  return fixed(Math.log(data.totalTokens)) + fixed(Math.log(outputTokens)) + fixed(Math.log(1 / alpha))
}

export function findWindows(output: readonly number[], data: DataSet, parameters: Parameters): Window[] {
  const bound = chanceBound(output.length, data, parameters)
  const found: Window[] = []
  for (let start = 0; start < output.length; start++) {
    const window = shortestWindow(output, start, data, { ...parameters, bound })
    if (window !== null) found.push(window)
  }
  return keepMinimal(found)
}

function shortestWindow(
  output: readonly number[],
  start: number,
  data: DataSet,
  parameters: Parameters & { bound: number },
): Window | null {
  let places = data.placesOf.get(output[start] ?? -1) ?? []
  for (let end = start + 1; places.length > 0; end++) {
    if (end - start >= parameters.minTokens) {
      const owners = countOwnersAt(places, data)
      if (owners <= parameters.maxOwners) {
        const information = informationOf(output.slice(start, end), owners, { data, mu: parameters.mu })
        if (sum(information) >= parameters.bound) return { start, end, row: earliest(places, data), information }
      }
    }
    const next = output[end]
    if (next === undefined) return null
    places = places.filter((place) => data.tokens[place + end - start] === next)
  }
  return null
}

/** Places are kept by where a window begins, and that is in the row where it stands. */
function rowOf(place: number, data: DataSet): number {
  return data.rowAt[place] ?? -1
}

function countOwnersAt(places: readonly number[], data: DataSet): number {
  return new Set(places.map((place) => data.ownerOfRow[rowOf(place, data)])).size
}

/** Rows stand in submission order, so the earliest holder has the smallest index. */
function earliest(places: readonly number[], data: DataSet): number {
  return places.reduce((least, place) => Math.min(least, rowOf(place, data)), Number.POSITIVE_INFINITY)
}

/** -ln p of every token of a window, its own holders left out of every count. */
function informationOf(
  window: readonly number[],
  holders: number,
  { data, mu }: { data: DataSet; mu: number },
): number[] {
  return window.map((token, index) => {
    const p1 = alone(token, holders, data)
    const before = window[index - 1]
    return fixed(-Math.log(before === undefined ? p1 : after([before, token], holders, { data, smoothing: mu, p1 })))
  })
}

function alone(token: number, holders: number, data: DataSet): number {
  const others = Math.max((data.ownersOfToken.get(token) ?? 0) - holders, 0)
  return (others + 1) / (data.totalOwnersOfTokens + VOCABULARY_SIZE)
}

function after(
  [before, token]: readonly [number, number],
  holders: number,
  { data, smoothing, p1 }: { data: DataSet; smoothing: number; p1: number },
): number {
  const pairs = Math.max((data.ownersOfPair.get(pairKey(before, token)) ?? 0) - holders, 0)
  const firsts = Math.max((data.ownersOfToken.get(before) ?? 0) - holders, pairs)
  return (pairs + smoothing * p1) / (firsts + smoothing)
}

/** Drops every window that holds another one: a passage is not paid for again because more text stands around it. */
function keepMinimal(windows: readonly Window[]): Window[] {
  const kept: Window[] = []
  let leastEnd = Number.POSITIVE_INFINITY
  // From the last start backwards: a window holds a later one when that one ends no later than it does.
  for (const window of windows.toReversed()) {
    if (window.end < leastEnd) kept.unshift(window)
    leastEnd = Math.min(leastEnd, window.end)
  }
  return kept
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
