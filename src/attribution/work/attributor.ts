// Puts the attributor together: contents, indexes, the engine, and the jobs that use them.
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { type ContentPolicy, createContentReader } from '../../content/reader'
import { assertMigrated } from '../../database/migrate'
import type { Log } from '../../log'
import { createDataSets } from '../data-sets'
import { createIndexes, sweepUnfinished } from '../indexes'
import { createContents } from './contents'
import { createGate } from './gate'
import { attributeInference } from './inference'
import { PATIENCE, type Patience } from './patience'
import { fetchContribution, prepareModelVersion } from './preparation'
import { followOutbox, type Work } from './worker'

export type AttributorOptions = {
  databaseUrl: string
  /** Indexes stand in its folder `indexes`. */
  home: string
  policy: ContentPolicy
  log: Log
  signal: AbortSignal
  onWorking?: () => void
  /** Emits `fault` when a database client broke without anybody being told. */
  faults?: EventEmitter
  patience?: Patience
}

// Jobs wait for servers most of the time; four of them can be held up by silent ones, the others go on.
const CONCURRENCY = 12
const CONNECTIONS = 14
const ENGINES = 2
const INDEXES_OPEN = 32

/** Resolves when it was stopped. */
export async function runAttributor(options: AttributorOptions): Promise<void> {
  const { databaseUrl, log, signal } = options
  await assertMigrated(databaseUrl)
  const folder = join(options.home, 'indexes')
  await sweepUnfinished(folder)
  const reader = createContentReader(options.policy)
  const indexes = createIndexes({ folder, maxOpen: INDEXES_OPEN, log })
  const engineGate = createGate(ENGINES)

  function createWork(sql: Sql): Work {
    const dataSets = createDataSets({ sql, indexes })
    const contents = createContents({ sql, reader, signal, patience: options.patience ?? PATIENCE })
    return {
      CONTRIBUTION: (id) => fetchContribution({ sql, contents, dataSets }, id),
      MODEL_VERSION: (id) => prepareModelVersion({ sql, contents, dataSets }, id),
      INFERENCE: (id) => attributeInference({ sql, contents, dataSets, engineGate }, id),
    }
  }

  try {
    await followOutbox({
      databaseUrl,
      createWork,
      log,
      signal,
      concurrency: CONCURRENCY,
      connections: CONNECTIONS,
      onWorking: options.onWorking ?? (() => {}),
      faults: options.faults ?? new EventEmitter(),
    })
  } finally {
    await Promise.allSettled([reader.close(), indexes.close()])
  }
}
