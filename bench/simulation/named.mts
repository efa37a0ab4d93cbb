// Seeds that once failed or hung, and why: they run before any campaign, and some of them in the tests.
import type { Scope } from './run.mts'

export type NamedSeed = Readonly<{ seed: number; scope: Scope; why: string; isTested: boolean }>

const BEFORE: Scope = 'standard, within finality, one stream'
const WHOLE: Scope = 'everything, one stream'
const HUNG = 'hung at block 0 on a machine with ten other things to do'

const LOCKED = 'could not go back: a connection that was being made at a stop stayed open, with its lock'

export const NAMED: readonly NamedSeed[] = [
  { seed: 103, scope: BEFORE, why: 'read a block of the head with an altered time', isTested: true },
  { seed: 311, scope: BEFORE, why: 'ended when a node took back its finality', isTested: true },
  { seed: 328, scope: BEFORE, why: HUNG, isTested: false },
  { seed: 404, scope: BEFORE, why: HUNG, isTested: false },
  { seed: 405, scope: BEFORE, why: HUNG, isTested: false },
  { seed: 1001, scope: BEFORE, why: HUNG, isTested: false },
  { seed: 1003, scope: BEFORE, why: HUNG, isTested: false },
  { seed: 12, scope: WHOLE, why: 'took block 4, given for block 5, for a fork and went back', isTested: false },
  { seed: 18, scope: WHOLE, why: LOCKED, isTested: false },
  { seed: 33, scope: WHOLE, why: LOCKED, isTested: true },
  { seed: 37, scope: WHOLE, why: LOCKED, isTested: false },
  { seed: 322, scope: WHOLE, why: LOCKED, isTested: false },
]
