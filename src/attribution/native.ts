// The compiled engine: loaded when it is first needed, its refusals turned into errors of the house, its work watched and ended.
import { createRequire } from 'node:module'
import type { BuildProgress, Cancellation } from '../../native/node'
import { checkWhole, type Watching } from './arguments'
import { EngineError, engineMissing, toEngineError } from './errors'

/** Work that its caller's signal ends, or what its caller's onProgress throws. */
export async function watched<T>(
  { signal, onProgress }: Watching,
  work: (cancellation?: Cancellation, report?: (progress: BuildProgress) => void) => Promise<T>,
): Promise<T> {
  // The collector of garbage calls back for every native object: none without need.
  if (signal === undefined && onProgress === undefined) return await translated(work)
  signal?.throwIfAborted()
  const cancellation = new (engine().Cancellation)()
  const cancel = () => cancellation.cancel()
  const reporter = createReporter(onProgress, cancel)
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return await translated(() => work(cancellation, reporter.report), signal)
  } finally {
    signal?.removeEventListener('abort', cancel)
    reporter.end()
  }
}

/** What is thrown where Node calls back would end the process: it is kept until the work has ended, which it does soon. */
function createReporter(onProgress: Watching['onProgress'], cancel: () => void) {
  let fault: { thrown: unknown } | undefined
  let hasEnded = false
  const report = (progress: BuildProgress) => {
    if (hasEnded || fault !== undefined) return
    try {
      onProgress?.(progress)
    } catch (thrown) {
      fault = { thrown }
      cancel()
    }
  }
  return {
    report: onProgress && report,
    end(): void {
      hasEnded = true
      if (fault !== undefined) throw fault.thrown
    },
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

/** What an index or a store says of itself at once. */
export function told<T>(ask: () => T): T {
  try {
    return ask()
  } catch (thrown) {
    throw toEngineError(thrown)
  }
}

export type BuildLimits = {
  /** A segment is closed once it has this many tokens; how rows are cut into segments changes no answer. */
  segmentTokens?: number
  /** The most memory to take, beside the program with its vocabulary (about 60 MB): segments are closed early enough for that,
   * whatever the rows are. 32 MiB or more. */
  memoryBytes?: number
}

export const BUILD_LIMITS = ['segmentTokens', 'memoryBytes'] as const

export function checkLimits(given: BuildLimits): void {
  checkWhole(given, BUILD_LIMITS)
}
