// The processor: follows one chain into the database until it is told to stop.
import type { Store } from '@subsquid/typeorm-store'
import { NoEndpointError } from './chain/errors'
import { followChain } from './chain/follow'
import { ConfigurationError, readAddressBook, readConfig } from './config'
import { ChainDatabase } from './database/chain-database'
import { explainDatabaseError } from './database/explain'
import { assertMigrated } from './database/migrate'
import { processBatch } from './database/process-batch'
import { describeError, HeadwaterError } from './errors'
import { createLog, setLogLevel } from './log'

// The local chain answers for free; public endpoints count calls, and their chains make a block in two seconds.
const POLL_INTERVAL_LOCAL_MS = 200
const POLL_INTERVAL_MS = 1_000
// A batch takes milliseconds: one that has not ended by then never will, and its transaction rolls back.
const STOP_LIMIT_MS = 4_500

export async function runProcessor(signal: AbortSignal): Promise<void> {
  const config = readConfig()
  setLogLevel(config.logLevel)
  const log = createLog('processor')
  const book = readAddressBook(config)
  if (config.databaseUrl === null) throw new ConfigurationError(['DATABASE_URL: the processor needs a database'])
  const rpcUrls = config.rpcUrls ?? book.rpcUrls
  if (rpcUrls.length === 0) throw new NoEndpointError({ network: config.network })
  const { databaseUrl } = config
  await assertMigrated(databaseUrl)
  await followChain<Store>({
    book,
    rpcUrls,
    database: new ChainDatabase(databaseUrl, book.chainId),
    process: (store, blocks) => processBatch({ book, log }, store, blocks),
    explain: (error) => explainDatabaseError(error, databaseUrl, book.chainId),
    pollIntervalMs: config.network === 'local' ? POLL_INTERVAL_LOCAL_MS : POLL_INTERVAL_MS,
    prometheusPort: config.prometheusPort ?? 0,
    log,
    signal,
  })
}

function main(): void {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort()
      setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref()
    })
  }
  runProcessor(stop.signal).then(
    () => process.exit(0),
    (error: unknown) => {
      const code = error instanceof HeadwaterError ? `${error.code} ` : ''
      process.stderr.write(`${code}${describeError(error)}\n`)
      process.exit(1)
    },
  )
}

if (require.main === module) main()
