// Live attribution with the engine in this process, over the same indexes as the attributor's: built here where it has not yet.
import type { Sql } from 'postgres'
import { createDataSets } from '../attribution/data-sets'
import type { Attribution, Index } from '../attribution/engine'
import { createIndexes } from '../attribution/indexes'
import { parseDataPointId } from '../attribution/runs'
import { createGate } from '../attribution/work/gate'
import type { Log } from '../log'
import { AttributionBusyError, AttributionUnavailableError } from './errors'
import type { LiveAttribution, LiveResult } from './live-attribution'

export type LiveEngineOptions = {
  sql: Sql
  /** Where the indexes stand. */
  folder: string
  textLimitBytes: number
  /** So many run at once, as many more may wait: each holds a snapshot while it does. */
  concurrency: number
  log: Log
}

export type LiveEngine = LiveAttribution & { close(): Promise<void> }

const OPEN_INDEXES_LIMIT = 8

export function createLiveEngine({ sql, folder, textLimitBytes, concurrency, log }: LiveEngineOptions): LiveEngine {
  const indexes = createIndexes({ folder, maxOpen: OPEN_INDEXES_LIMIT, log })
  const dataSets = createDataSets({ sql, indexes })
  const enter = createGate(concurrency)
  let asked = 0

  async function withIndex<T>(modelVersion: string, work: (index: Index) => Promise<T>): Promise<T> {
    const fact = await sql.begin('isolation level repeatable read', (tx) => dataSets.resolve(tx, modelVersion, null))
    if (fact.kind === 'UNKNOWN') throw new AttributionUnavailableError({ modelVersion, detail: fact.detail })
    const readiness = await dataSets.examine(fact.dataSet)
    if (readiness.kind !== 'READY') throw new AttributionUnavailableError({ modelVersion, detail: readiness.detail })
    return dataSets.use(fact.dataSet, work)
  }

  return {
    textLimitBytes,
    async attribute({ text, modelVersionId, signal }) {
      if (asked >= 2 * concurrency) throw new AttributionBusyError({ running: asked })
      asked += 1
      try {
        return await enter(async () => {
          signal.throwIfAborted()
          return resultOf(await withIndex(modelVersionId, (index) => index.attribute(text, { signal })))
        })
      } finally {
        asked -= 1
      }
    },
    close: () => indexes.close(),
  }
}

function resultOf({ shares, passages, parameters, ...attribution }: Attribution): LiveResult {
  return {
    ...attribution,
    parameters: { ...parameters },
    shares: shares.map(({ id, ...share }) => ({ ...share, ...parseDataPointId(id) })),
    passages: passages.map(({ sources, ...passage }) => ({
      ...passage,
      sources: sources.map(({ id, ...source }) => ({ ...source, ...parseDataPointId(id) })),
    })),
  }
}
