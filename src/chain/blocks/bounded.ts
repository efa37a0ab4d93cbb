// What no chain reaches and no column holds: who says that much lies, and would stop the index at the database instead of being left.
import { Contradiction } from '../endpoints/refused'

export const LARGEST = {
  /** Numbers of blocks, places in them: PostgreSQL's integer. */
  place: 2 ** 31 - 1,
  /** The end of the year 9999, the last with four digits. */
  seconds: 253_402_300_799,
}

/** The same value. */
export function bounded(kind: keyof typeof LARGEST, value: number, name: string): number {
  if (value <= LARGEST[kind]) return value
  throw new Contradiction(`its ${name} is ${value}, above ${LARGEST[kind]}`)
}
