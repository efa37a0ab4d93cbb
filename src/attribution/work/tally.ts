// One log line a second of what was done, however much it was; none while nothing is done.
import type { Log } from '../../log'

export type Tally = { count(kind: string): void; flush(): void }

const INTERVAL_MS = 1_000

export function createTally(log: Log): Tally {
  let counts: Record<string, number> = {}
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    log.info(counts, 'done')
    counts = {}
  }

  return {
    count(kind) {
      const name = kind.toLowerCase()
      counts[name] = (counts[name] ?? 0) + 1
      timer ??= setTimeout(flush, INTERVAL_MS)
    },
    flush,
  }
}
