// A bell that wakes a loop early: it waits at least a little (so a burst of rings is one wake-up) and at most a while.

export type Bell = { ring(): void; wait(atLeastMs: number, atMostMs: number): Promise<void> }

export function createBell(signal: AbortSignal): Bell {
  let isRung = false
  let wake: (() => void) | undefined
  const ring = () => {
    isRung = true
    wake?.()
  }
  signal.addEventListener('abort', ring)
  return {
    ring,
    async wait(atLeastMs, atMostMs) {
      await pause(atLeastMs, signal)
      if (!isRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(0, atMostMs - atLeastMs))
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = undefined
      isRung = false
    },
  }
}

/** Resolves after the time, or at once when the signal aborts. */
export function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, durationMs)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
}
