// Attributes a text on the spot against the data of a model version as the chain stands now, for the API's process. It fetches
// nothing: what the attributor has not verified can't be searched yet. Indexes are shared with attributors of the same home.
import { join } from 'node:path'
import type { Sql } from 'postgres'
import type { Log } from '../log'
import type { DataSetFact } from './data-set'
import { createDataSets } from './data-sets'
import { createIndexes } from './indexes'
import { runOf } from './runs'
import { DataSetUnavailableError } from './work/errors'
import { createGate } from './work/gate'

export type LiveRequest = { text: string; modelVersionId: string; signal: AbortSignal }

export type LiveAttributor = {
  /** Largest text taken, in bytes of UTF-8. */
  textLimitBytes: number
  /** Rejects with a DataSetUnavailableError, an EngineError, or the signal's reason. */
  attribute(request: LiveRequest): Promise<LiveAnswer>
  close(): Promise<void>
}

export type LiveAnswer = Awaited<ReturnType<typeof answer>>

const TEXT_LIMIT_BYTES = 64 * 1024
const AT_ONCE = 2
const INDEXES_OPEN = 8

export function createLiveAttributor(options: { sql: Sql; home: string; log: Log }): LiveAttributor {
  const { sql, log } = options
  const indexes = createIndexes({ folder: join(options.home, 'indexes'), maxOpen: INDEXES_OPEN, log })
  const dataSets = createDataSets({ sql, indexes })
  const gate = createGate(AT_ONCE)
  return {
    textLimitBytes: TEXT_LIMIT_BYTES,
    attribute: (request) => answer({ sql, dataSets, gate }, request),
    close: () => indexes.close(),
  }
}

type Parts = { sql: Sql; dataSets: ReturnType<typeof createDataSets>; gate: ReturnType<typeof createGate> }

async function answer({ sql, dataSets, gate }: Parts, { text, modelVersionId, signal }: LiveRequest) {
  const fact = (await sql.begin('isolation level repeatable read read only', (tx) =>
    dataSets.resolve(tx, modelVersionId, null),
  )) as DataSetFact
  if (fact.kind === 'UNKNOWN') throw new DataSetUnavailableError({ modelVersionId, detail: fact.detail })
  const readiness = await dataSets.examine(fact.dataSet)
  if (readiness.kind !== 'READY') throw new DataSetUnavailableError({ modelVersionId, detail: readiness.detail })
  const attribution = await dataSets.use(fact.dataSet, (index) =>
    gate(() => {
      signal.throwIfAborted()
      return index.attribute(text, { signal })
    }),
  )
  const { run, shares, passages } = runOf(modelVersionId, attribution)
  const { methodVersion: method, engine, dataSet, parameters, tokens, unattributedPpb } = run
  return { method, engine, dataSet, parameters, tokens, unattributedPpb, shares, passages }
}
