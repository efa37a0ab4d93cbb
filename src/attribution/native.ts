// The compiled engine: loaded when it is first needed, its refusals turned into errors of the house, its work ended by a signal.
import { createRequire } from 'node:module'
import type { Cancellation } from '../../native/node'
import { EngineError, engineMissing, toEngineError } from './errors'

export async function cancellable<T>(
  signal: AbortSignal | undefined,
  work: (cancellation?: Cancellation) => Promise<T>,
): Promise<T> {
  // The collector of garbage calls back for every native object: none without need.
  if (signal === undefined) return await translated(work)
  signal.throwIfAborted()
  const cancellation = new (engine().Cancellation)()
  const cancel = () => cancellation.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await translated(() => work(cancellation), signal)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

export async function translated<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ABORT_ERR' && signal?.aborted) throw signal.reason
    throw thrown instanceof EngineError ? thrown : toEngineError(thrown)
  }
}

type Engine = typeof import('../../native/node')

let loaded: Engine | undefined

/** Loaded when it is first needed: whoever only asks for --help needs no engine. */
export function engine(): Engine {
  if (loaded === undefined) {
    try {
      loaded = createRequire(__filename)('../../native/node') as Engine
    } catch (cause) {
      throw engineMissing(cause)
    }
  }
  return loaded
}

/** Numbers cross the border as 32-bit ones without a sign: what would wrap around there is refused here. */
export function checkWhole<T extends object>(given: T, names: readonly (keyof T & string)[], most = 0xffffffff): void {
  for (const name of names) {
    const value = given[name]
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most)) {
      throw toEngineError(new RangeError(`${name} is ${value}; it must be a whole number that is not negative`))
    }
  }
}

export type BuildLimits = {
  /** A segment is closed once it has this many tokens; how rows are cut into segments changes no answer. */
  segmentTokens?: number
  /** The most memory to take, beside the program with its vocabulary (about 60 MB): segments are closed early enough for that,
   * whatever the rows are. 32 MiB or more. */
  memoryBytes?: number
}

export function checkLimits(given: BuildLimits): void {
  checkWhole(given, ['segmentTokens'])
  checkWhole(given, ['memoryBytes'], Number.MAX_SAFE_INTEGER)
}
