// Puts the attributor together: contents, indexes, the engine, and the jobs that use them.
import { join } from 'node:path'
import { type ContentPolicy, createContentReader } from '../../content/reader'
import { connectDatabase } from '../../database/connection'
import { assertMigrated } from '../../database/migrate'
import type { Log } from '../../log'
import { createDataSets } from '../data-sets'
import { createIndexes, sweepUnfinished } from '../indexes'
import { createContents } from './contents'
import { createGate } from './gate'
import { attributeInference } from './inference'
import { PATIENCE, type Patience } from './patience'
import { fetchContribution, prepareModelVersion } from './preparation'
import { followOutbox } from './worker'

export type AttributorOptions = {
  databaseUrl: string
  /** Indexes stand in its folder `indexes`. */
  home: string
  policy: ContentPolicy
  log: Log
  signal: AbortSignal
  onWorking?: () => void
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
  const sql = connectDatabase(databaseUrl, { applicationName: 'attributor', max: CONNECTIONS })
  const reader = createContentReader(options.policy)
  const indexes = createIndexes({ folder, maxOpen: INDEXES_OPEN, log })
  const dataSets = createDataSets({ sql, indexes })
  const contents = createContents({ sql, reader, signal, patience: options.patience ?? PATIENCE })
  const inference = { sql, contents, dataSets, engineGate: createGate(ENGINES) }
  try {
    await followOutbox({
      databaseUrl,
      sql,
      log,
      signal,
      concurrency: CONCURRENCY,
      onWorking: options.onWorking ?? (() => {}),
      work: {
        CONTRIBUTION: (id) => fetchContribution({ sql, contents, dataSets }, id),
        MODEL_VERSION: (id) => prepareModelVersion({ sql, contents, dataSets }, id),
        INFERENCE: (id) => attributeInference(inference, id),
      },
    })
  } finally {
    await Promise.allSettled([reader.close(), indexes.close(), sql.end({ timeout: 1 })])
  }
}
