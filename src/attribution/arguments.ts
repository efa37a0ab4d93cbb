// What the engine is asked, looked at before it crosses the border: what is misspelt, of another type or out of its range is refused by its
// name, never left out in silence.
import type { BuildProgress } from '../../native/node'
import { badArgument, pathMalformed } from './errors'

/** The eyes and the brake of long work. What `onProgress` throws ends the work and is what its promise rejects with; a change may be done by then. */
export type Watching = {
  signal?: AbortSignal
  onProgress?: (progress: BuildProgress) => void
}

type Range = readonly [least: number, most: number]

/** As the engine has them. Numbers cross the border as 32-bit ones without a sign: what would wrap around there is refused here. */
export const RANGES = {
  maxOwners: [1, 1_000_000],
  minTokens: [2, 1_000_000],
  maxSources: [1, 1_000],
  maxPassages: [0, 10_000],
  segmentTokens: [1, 2_145_386_495],
  memoryBytes: [32 * 2 ** 20, Number.MAX_SAFE_INTEGER],
  threads: [1, 64],
  row: [0, 2 ** 32 - 1],
} as const satisfies Record<string, Range>

type Whole = keyof typeof RANGES

const SHOWN_CHARACTERS = 70

/** An object with no other fields than these. */
export function checkFields(name: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null) throw badArgument(`${name}: ${show(given)} is not an object`)
  const unknown = Object.keys(given).find((field) => !known.includes(field))
  if (unknown !== undefined) throw badArgument(`${name}: ${show(unknown)} is unknown; known are ${known.join(', ')}`)
}

/** As `checkFields`, of which exactly one must be given. */
export function checkOneOf(name: string, given: unknown, known: readonly string[]): void {
  checkFields(name, given, known)
  const found = Object.keys(given as object)
  if (found.length === 1) return
  throw badArgument(`${name}: ${found.join(' and ') || 'nothing'} is given; it must be one of ${known.join(', ')}`)
}

/** Options of some work: its own, and those of `Watching` that it takes. */
export function checkOptions(
  given: unknown,
  known: readonly string[],
  watching: readonly (keyof Watching)[] = ['signal', 'onProgress'],
): void {
  checkFields('options', given, [...known, ...watching])
  const { signal, onProgress } = given as Record<string, unknown>
  // A signal may come from another realm: its class says nothing.
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.throwIfAborted !== 'function') {
    throw badArgument(`signal is ${show(signal)}; it must be an AbortSignal`)
  }
  if (onProgress !== undefined) checkType('onProgress', onProgress, 'function')
}

export function checkWhole(given: Partial<Record<Whole, number>>, names: readonly Whole[]): void {
  for (const name of names) {
    const value = given[name]
    const [least, most] = RANGES[name]
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most)) {
      throw badArgument(`${name} is ${show(value)}; it must be a whole number from ${least} to ${most}`)
    }
  }
}

export function checkType(name: string, given: unknown, type: 'string' | 'number' | 'function'): void {
  if (typeof given !== type) throw badArgument(`${name} is ${show(given)}; it must be a ${type}`)
}

export function checkList(name: string, given: unknown): void {
  if (!Array.isArray(given)) throw badArgument(`${name} is ${show(given)}; it must be an array`)
}

/** A path. One with half a surrogate pair would name another file than was meant. */
export function checkPath(name: string, given: unknown): void {
  checkType(name, given, 'string')
  if (!(given as string).isWellFormed()) throw pathMalformed(name)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN_CHARACTERS))
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? `a ${value.constructor?.name ?? 'object'}` : String(value)
}
