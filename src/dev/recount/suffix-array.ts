// Which rows explain this output, in parts per billion? A second implementation of suffix-array/1, written from the method's text
// alone and naive on purpose: that it and the engine agree is what RECOMPUTED means on the local chain.
import type { DataSet } from './data-set'
import { tokenize } from './tokens'
import { chanceBound, findWindows, type Parameters, type Window } from './windows'

export const METHOD_VERSION = 'suffix-array/1'
export const PPB = 1_000_000_000

/** The defaults that the method's name stands for. */
export const DEFAULTS: Parameters = { alpha: 0.01, mu: 10, maxOwners: 32, minTokens: 4 }

export type Share = { readonly row: number; readonly sharePpb: number; readonly tokens: number }

/** Shares in submission order of their rows: every row that got a token, even where its share rounds to nothing. */
export type Attribution = {
  readonly tokens: number
  readonly shares: readonly Share[]
  readonly unattributedPpb: number
}

export function attribute(output: string, data: DataSet, parameters: Parameters = DEFAULTS): Attribution {
  const tokens = tokenize(output)
  if (tokens.length < parameters.minTokens || data.totalTokens === 0) {
    return { tokens: tokens.length, shares: [], unattributedPpb: PPB }
  }
  const credits = creditTokens(findWindows(tokens, data, parameters))
  const bound = chanceBound(tokens.length, data, parameters)
  return { tokens: tokens.length, ...divide(credits, tokens.length, bound) }
}

type Credit = { readonly row: number; tokens: number; evidence: number }

/** Steps 4 and 5: each covered token goes to the earliest row of the windows around it, with its most information there. */
function creditTokens(windows: readonly Window[]): Credit[] {
  const credits = new Map<number, Credit>()
  const lastEnd = windows.at(-1)?.end ?? 0
  for (let position = 0; position < lastEnd; position++) {
    const around = windows.filter(({ start, end }) => start <= position && position < end)
    if (around.length === 0) continue
    const row = Math.min(...around.map((window) => window.row))
    const own = around.filter((window) => window.row === row)
    const credit = credits.get(row) ?? { row, tokens: 0, evidence: 0 }
    credit.tokens += 1
    credit.evidence += Math.max(...own.map(({ start, information }) => information[position - start] ?? 0))
    credits.set(row, credit)
  }
  return [...credits.values()].sort((a, b) => a.row - b.row)
}

/** Steps 6 and 7: tokens/L x min(1, E/4S)^2, exactly, rounded by largest remainder with the unattributed part as the last. */
function divide(
  credits: readonly Credit[],
  outputTokens: number,
  bound: number,
): { shares: Share[]; unattributedPpb: number } {
  const full = 4n * BigInt(bound)
  const whole = BigInt(outputTokens) * full * full
  const parts = credits.map(({ tokens, evidence }) => {
    const counted = BigInt(evidence) < full ? BigInt(evidence) : full
    return BigInt(tokens) * counted * counted
  })
  parts.push(whole - parts.reduce((sum, part) => sum + part, 0n))
  const ppb = roundByLargestRemainder(parts, whole)
  const shares = credits.map(({ row, tokens }, index) => ({ row, tokens, sharePpb: ppb[index] ?? 0 }))
  return { shares, unattributedPpb: ppb.at(-1) ?? 0 }
}

/** Ties go to the part that stands first. */
function roundByLargestRemainder(parts: readonly bigint[], whole: bigint): number[] {
  const scaled = parts.map((part) => part * BigInt(PPB))
  const ppb = scaled.map((part) => Number(part / whole))
  const missing = PPB - ppb.reduce((sum, value) => sum + value, 0)
  const byRemainder = scaled
    .map((part, index) => ({ index, remainder: part % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1))
  for (const { index } of byRemainder.slice(0, missing)) ppb[index] = (ppb[index] ?? 0) + 1
  return ppb
}
