// What each command asks of V8: one table, set by the command line before a command does anything, however it was started. What can only be
// said on Node's own command line has no place here.
import { setFlagsFromString } from 'node:v8'

// Collectors of young garbage that share the work wait for each other, and with the engine on every core one may get none for 10 ms and more:
// the event loop's own thread alone takes 1 or 2 ms for all of it. How much room young garbage has is left to V8: with little, the promise of an answer outlives
// two collections, lies among what is old when its answer comes, and keeps it. With 64 under way and 4 MB each collection copied nearly everything.
const ONE_COLLECTOR = '--no-parallel-scavenge'

// Rows of a batch outlive two collections of young garbage and then lie there as old garbage. V8 would let that grow to four times what lives
// before it looks; the processor, most of whose time is waiting for the database, has the time to look at twice.
const OLD_GARBAGE_AS_MUCH_AS_LIVES = '--heap-growing-percent=100'

export const V8_FLAGS: Readonly<Record<string, readonly string[]>> = {
  api: [ONE_COLLECTOR],
  attributor: [ONE_COLLECTOR],
  processor: [OLD_GARBAGE_AS_MUCH_AS_LIVES],
}

/** To be called early: some flags are heard only then. */
export function setV8Flags(command: string): void {
  for (const flag of V8_FLAGS[command] ?? []) setFlagsFromString(flag)
}
