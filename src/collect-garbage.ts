// Garbage is collected now, all of it: at the end of a start, where nobody waits yet. What loading left would be copied twice while the first answers
// come, which holds the event loop for 10 ms and more.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export function collectGarbage(): void {
  // V8 hands its collector to contexts that are made while this is set: to none of the program's.
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  collect()
}
