// Who may ask now: so many requests at once, so many calls a second, and the most urgent first.
export type Turns = {
  /** Resolves with what gives the turn back, when it is this request's turn. */
  take(priority: number, calls: number): Promise<() => void>
  /** Nobody's turn for so long: the endpoint wants to be left alone. */
  rest(durationMs: number): void
  /** What still waits never gets its turn. */
  close(): void
}

export type TurnsOptions = Readonly<{ parallel: number; callsPerSecond?: number | undefined }>

type Waiting = { priority: number; order: number; calls: number; go(): void }

export function createTurns({ parallel, callsPerSecond }: TurnsOptions): Turns {
  const waiting: Waiting[] = []
  let running = 0
  let order = 0
  // The moment from which the next call is within the rate.
  let freeAt = 0
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    while (running < parallel && waiting.length > 0) {
      const waitMs = freeAt - performance.now()
      if (waitMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined
          next()
        }, waitMs)
        return
      }
      const first = waiting.reduce((best, other) => (isBefore(other, best) ? other : best))
      waiting.splice(waiting.indexOf(first), 1)
      running++
      if (callsPerSecond !== undefined) freeAt = performance.now() + (first.calls * 1_000) / callsPerSecond
      first.go()
    }
  }

  return {
    take: (priority, calls) =>
      new Promise((resolve) => {
        const release = () => {
          running--
          next()
        }
        waiting.push({ priority, order: order++, calls, go: () => resolve(release) })
        next()
      }),
    rest(durationMs) {
      freeAt = Math.max(freeAt, performance.now() + durationMs)
    },
    close() {
      waiting.length = 0
      clearTimeout(timer)
    },
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority < b.priority
}
