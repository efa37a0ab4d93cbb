// The processor: follows one chain into the database until it is told to stop, and finishes the batch at hand before it ends.
import type { Store } from '@subsquid/typeorm-store'
import { createTraffic } from './chain/endpoints/traffic'
import { NoEndpointError } from './chain/errors'
import { followChain } from './chain/follow'
import type { ChainNews } from './chain/news'
import { openStatus } from './chain/status/open'
import { type ChainName, type Config, RPC_VARIABLES, readAddressBook, requireDatabaseUrl, rpcUrlsOf } from './config'
import { assertMigrated } from './database/migrate'
import { ChainDatabase } from './database/store/chain-database'
import { readDatanetContracts } from './database/store/datanet-contracts'
import { explainDatabaseError } from './database/store/explain'
import { processBatch } from './database/store/process-batch'
import { openHistory } from './database/store/rewind'
import { stakingReads } from './events/staking/staking-reads'
import { createLog } from './log'

// The local chain answers for free; public endpoints count calls, and their chains make a block in two seconds.
const POLL_INTERVAL_LOCAL_MS = 100
const POLL_INTERVAL_MS = 1_000
// A batch takes milliseconds: one that has not ended by then never will, and its transaction rolls back.
const STOP_LIMIT_MS = 4_500

// Within this time an attempt ends, however an endpoint hangs.
const ATTEMPT_LIMIT_MS = 60_000

export async function run(config: Config, chain: ChainName = 'l2'): Promise<void> {
  const databaseUrl = requireDatabaseUrl(config)
  const book = readAddressBook(config, chain)
  const rpcUrls = rpcUrlsOf(config, chain, book)
  if (rpcUrls.length === 0) {
    const network = chain === 'l2' ? config.network : `${config.network} (${chain})`
    throw new NoEndpointError({ network, variable: RPC_VARIABLES[chain] })
  }
  const log = createLog(chain === 'l2' ? 'processor' : `processor ${chain}`)
  const traffic = createTraffic()
  const status = await openStatus(config, book, { traffic, log })
  await followChain<Store>({
    book,
    rpcUrls,
    database: new ChainDatabase(databaseUrl, book.chainId, book),
    readsOf: stakingReads(book),
    process: (store, blocks, finalHeight) =>
      processBatch({ book, log, onBatch: status.noteBatch }, store, blocks, finalHeight),
    explain: (error) => explainDatabaseError(error, databaseUrl, book.chainId),
    readChildren: () => readDatanetContracts(databaseUrl, book.chainId),
    history: openHistory(databaseUrl, book.chainId),
    prepare: () => assertMigrated(databaseUrl),
    onNews(news) {
      status.noteNews(news)
      tellParent(news)
    },
    pollIntervalMs: config.network === 'local' ? POLL_INTERVAL_LOCAL_MS : POLL_INTERVAL_MS,
    traffic,
    // Holds a password, mostly: nothing that an endpoint knows.
    secret: databaseUrl,
    log,
    signal: stopSignal(),
  })
  // Not merely returned: timers of the source it leaves behind would keep the process for seconds.
  process.exit(0)
}

/** For who started us: a node or a database that is away is waited for, and should be known to be. */
function tellParent(news: ChainNews): void {
  if (news.kind === 'following') process.send?.({ kind: 'ready' })
  if (news.kind !== 'waiting') return
  const words = `waits: ${news.code} ${news.words}`
  process.send?.({ kind: 'progress', words, limitMs: news.retryInMs + ATTEMPT_LIMIT_MS, isNews: true })
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort()
      setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref()
    })
  }
  return stop.signal
}
