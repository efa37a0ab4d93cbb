// Cuts what ranges of history bring into batches: large enough that a transaction's cost is shared, small enough to stop within seconds, and
// never within a block. A batch ends at a block higher than the one before it did, whatever the ranges hold.
import type { NodeLog } from '../blocks/node-log'

/** Logs of blocks up to and including `end`. */
export type Part<Log = NodeLog> = Readonly<{ logs: readonly Log[]; end: number }>

export const LOGS_PER_BATCH = 4_000
// A cursor without events costs a header; so much asking is lost at most when the process ends.
const RANGES_PER_BATCH = 16

type Placed = Readonly<{ blockNumber: number }>

/** Ranges in order, without gaps; logs of a range in any order. */
export async function* cutBatches<Log extends Placed>(
  ranges: AsyncIterable<Part<Log>>,
  logsPerBatch = LOGS_PER_BATCH,
): AsyncGenerator<Part<Log>, undefined> {
  let logs: Log[] = []
  let waiting = 0
  let [end, ended] = [-1, -1]
  for await (const range of ranges) {
    const blocks = [...Map.groupBy(range.logs, (log) => log.blockNumber)].sort(([a], [b]) => a - b)
    for (const [number, own] of blocks) {
      logs = logs.concat(own)
      if (logs.length < logsPerBatch) continue
      yield { logs, end: number }
      logs = []
      ended = number
    }
    end = range.end
    // The last block of the range may have filled a batch, which ends there then.
    if (end > ended && ++waiting < RANGES_PER_BATCH && logs.length < logsPerBatch / 2) continue
    if (end > ended) yield { logs, end }
    logs = []
    waiting = 0
    ended = end
  }
  if (end > ended) yield { logs, end }
  return undefined
}
