// Live attribution with the engine in this process, over the same indexes as the attributor's: built here where it has not yet.
import type { Sql } from 'postgres'
import { createDataSets } from '../../attribution/data-sets'
import type { Attribution, Index } from '../../attribution/engine'
import { createIndexes } from '../../attribution/indexes'
import { parseDataPointId } from '../../attribution/runs'
import { createGate } from '../../attribution/work/gate'
import type { Log } from '../../log'
import { AttributionBusyError, AttributionUnavailableError } from '../errors'
import type { LiveAttribution, LiveResult } from './live-attribution'

export type LiveEngineOptions = {
  /** Called again when the connections broke: the engine then ends the old ones. */
  connect(): Sql
  /** Where the indexes stand. */
  folder: string
  textLimitBytes: number
  /** So many run at once, as many more may wait: each holds a snapshot while it does. */
  concurrency: number
  log: Log
}

export type LiveEngine = LiveAttribution & {
  /** What runs is refused, what comes finds fresh connections: those whose connection broke may never hear of it. */
  reconnect(cause: Error): void
  close(): Promise<void>
}

const OPEN_INDEXES_LIMIT = 8
const CLOSE_SECONDS = 1

export function createLiveEngine(options: LiveEngineOptions): LiveEngine {
  const { folder, textLimitBytes, concurrency, log } = options
  const indexes = createIndexes({ folder, maxOpen: OPEN_INDEXES_LIMIT, log })
  let link = open()
  const enter = createGate(concurrency)
  let asked = 0

  function open() {
    const sql = options.connect()
    const { promise: broken, reject: onBroken } = Promise.withResolvers<never>()
    broken.catch(() => {})
    return { sql, dataSets: createDataSets({ sql, indexes }), broken, onBroken }
  }

  async function withIndex<T>(modelVersion: string, work: (index: Index) => Promise<T>): Promise<T> {
    const { sql, dataSets } = link
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
          const attributed = withIndex(modelVersionId, (index) => index.attribute(text, { signal }))
          return resultOf(await Promise.race([attributed, link.broken]))
        })
      } finally {
        asked -= 1
      }
    },
    reconnect(cause) {
      const { sql, onBroken } = link
      link = open()
      onBroken(cause)
      void sql.end({ timeout: 0 }).catch(() => {})
    },
    async close() {
      await indexes.close()
      await link.sql.end({ timeout: CLOSE_SECONDS })
    },
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
