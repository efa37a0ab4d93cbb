// What each command asks of V8: one table, set by the command line before a command does anything, however it was started. What can only be
// said on Node's own command line has no place here.
import { setFlagsFromString } from 'node:v8'

// Collectors of young garbage that share the work wait for each other, and with the engine on every core one may get none for 10 ms and more:
// the event loop's own thread alone takes 1 or 2 ms for all of it. How much room young garbage has is left to V8: with little, the promise of an answer outlives
// two collections, lies among what is old when its answer comes, and keeps it. With 64 under way and 4 MB each collection copied nearly everything.
const ONE_COLLECTOR = '--no-parallel-scavenge'

// V8 doubles that room when enough has survived, the last time when the first answers come: 4 ms for the pages alone. In one step it is all there
// while the program is loaded.
const ROOM_AT_ONCE = '--semi-space-growth-factor=32'

// Collecting old garbage makes all promises old that wait for an answer, so that the next two collections of young garbage copy 64 answers. V8 lets
// old garbage grow to three times what lives, but to a tenth of it where its measurements, taken on cores that the engine has, say so: again and again then.
const OLD_GARBAGE_THREE_TIMES_WHAT_LIVES = '--heap-growing-percent=300'

// Rows of a batch outlive two collections of young garbage and then lie there as old garbage. V8 would let that grow to four times what lives
// before it looks; the processor, most of whose time is waiting for the database, has the time to look at twice.
const OLD_GARBAGE_AS_MUCH_AS_LIVES = '--heap-growing-percent=100'

const BESIDE_THE_ENGINE = [ONE_COLLECTOR, ROOM_AT_ONCE, OLD_GARBAGE_THREE_TIMES_WHAT_LIVES]

export const V8_FLAGS: Readonly<Record<string, readonly string[]>> = {
  api: BESIDE_THE_ENGINE,
  attributor: BESIDE_THE_ENGINE,
  processor: [OLD_GARBAGE_AS_MUCH_AS_LIVES],
}

/** To be called early: some flags are heard only then. */
export function setV8Flags(command: string): void {
  for (const flag of V8_FLAGS[command] ?? []) setFlagsFromString(flag)
}
