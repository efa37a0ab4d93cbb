// Follows the chain for as long as the process lives: from history to the head, through forks, over endpoints and databases
// that come and go. What a retry can mend is logged and tried again, on the next endpoint; the rest is thrown.
import { type HotDatabase, Runner } from '@subsquid/util-internal-processor-tools'
import type { AddressBook } from '../config'
import { describeError, HeadwaterError } from '../errors'
import type { Log } from '../log'
import { type ChainBlock, chainBlock, type FetchedBlock, FIELDS } from './block'
import { createChildren } from './children'
import { assertChain, connectEndpoint } from './endpoints/endpoint'
import type { RpcClient } from './endpoints/rpc-client'
import { ChainReplacedError, MetricsPortError, NoEndpointError } from './errors'
import { ChainMetrics } from './metrics'
import { pause } from './pause'
import { createRangeSize, type RangeSize } from './range-size'
import { type IndexHistory, recover } from './recover'
import { ChainSource } from './source'
import { logRequests, watchedLogs } from './watched'

// The cap of the public endpoints.
const LOG_RANGE_BLOCKS = 1_000
// The lowest limits seen are some hundreds.
const LOG_ADDRESSES = 200
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000]

export type FollowOptions<S> = Readonly<{
  book: AddressBook
  rpcUrls: readonly string[]
  database: HotDatabase<S> & { disconnect(): Promise<void> }
  process(store: S, blocks: readonly ChainBlock[]): Promise<void>
  /** Gives the database's own failures their name; anything else comes back as it is. */
  explain(error: unknown): unknown
  /** Contracts that the factory is known to have made, up to the cursor or beyond it. */
  readChildren(): Promise<readonly string[]>
  /** Where it can go back to when the chain replaces blocks that were final. */
  history: IndexHistory
  /** Before every attempt: refuses a database that can't be written to. */
  prepare?(): Promise<void>
  /** The endpoint answers and is of our chain. */
  onFollowing?(): void
  /** Told of what it waits for, in words, before every pause. */
  onWaiting?(words: string, retryInMs: number): void
  pollIntervalMs: number
  requestLimitMs?: number
  /** After the first failure in a row, the second, and so on; the last one for all that follow. */
  pausesMs?: readonly number[]
  prometheusPort: number
  log: Log
  signal: AbortSignal
}>

/** Resolves when the signal is given and the batch at hand is written; rejects with what no retry can mend. */
export async function followChain<S>(options: FollowOptions<S>): Promise<void> {
  const { book, rpcUrls, log, signal } = options
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const endpoints = rpcUrls.map((url) => ({ url, rangeSize: createRangeSize(book.logRangeBlocks ?? LOG_RANGE_BLOCKS) }))
  let failures = 0
  for (let attempt = 0; !signal.aborted; attempt++) {
    const endpoint = endpoints[attempt % endpoints.length]
    if (endpoint === undefined) throw new NoEndpointError({ network: `chain ${book.chainId}` })
    const progress: Progress = { blocks: 0 }
    try {
      await followEndpoint(options, { ...endpoint, stopped, progress })
      failures = 0
    } catch (thrown) {
      const error = await settle(options, endpoint.url, thrown)
      if (error === null) continue
      if (!(error instanceof HeadwaterError) || !error.retryable) throw error
      failures = progress.blocks > 0 ? 1 : failures + 1
      const pausesMs = options.pausesMs ?? PAUSES_MS
      const retryInMs = pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0
      log.warn({ code: error.code, retryInMs }, describeError(error))
      options.onWaiting?.(`${error.code} ${describeError(error)}`, retryInMs)
      await pause(retryInMs, signal)
    }
  }
}

/** What is still wrong after what could be done about it; null where that is nothing. */
async function settle<S>(options: FollowOptions<S>, url: string, thrown: unknown): Promise<unknown> {
  const { history, log, requestLimitMs, signal } = options
  const others = options.rpcUrls.filter((other) => other !== url)
  try {
    if (!(await recover(thrown, history, { url, others, requestLimitMs, log }))) return options.explain(thrown)
    await pause((options.pausesMs ?? PAUSES_MS)[0] ?? 0, signal)
    return null
  } catch (error) {
    return options.explain(error)
  }
}

type Progress = { blocks: number }
type Attempt = { url: string; rangeSize: RangeSize; stopped: Promise<void>; progress: Progress }

async function followEndpoint<S>(options: FollowOptions<S>, attempt: Attempt): Promise<void> {
  const { url, stopped } = attempt
  const { book, log, signal, database } = options
  const client = connectEndpoint(url, {
    requestLimitMs: options.requestLimitMs,
    callsPerSecond: book.callsPerSecond,
  })
  const metrics = new ChainMetrics(options.prometheusPort)
  try {
    await Promise.race([options.prepare?.(), stopped])
    await Promise.race([assertChain(client, book.chainId), stopped])
    if (signal.aborted) return
    log.info({ endpoint: client.endpoint, chain: book.chainId }, 'following the chain')
    options.onFollowing?.()
    const running = run(options, attempt, { client, metrics })
    // Stopped while it waits for an answer, the runner is left behind: it has no transaction open, and gets none.
    await Promise.race([running, stopped])
    running.catch(() => {})
  } finally {
    await database.disconnect().catch((error: unknown) => log.debug({ reason: describeError(error) }, 'disconnect'))
    client.close()
    await metrics.close()
  }
}

async function run<S>(
  options: FollowOptions<S>,
  { progress, rangeSize }: Attempt,
  { client, metrics }: { client: RpcClient; metrics: ChainMetrics },
): Promise<void> {
  const { book, database, log, signal, pollIntervalMs } = options
  const { finalityConfirmation, startBlock } = book
  const watched = watchedLogs(book)
  const children = createChildren(book, await options.readChildren())
  const request = { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true }
  const runner = new Runner({
    database,
    requests: [{ range: { from: startBlock }, request }],
    hotDataSource: new ChainSource({
      client,
      startBlock,
      finalityConfirmation,
      pollIntervalMs,
      watched,
      children,
      rangeSize,
      addressesPerCall: book.logAddresses ?? LOG_ADDRESSES,
      signal,
    }),
    prometheus: metrics,
    log: log.child('runner'),
    async process(store: S, batch) {
      const blocks = batch.blocks as unknown as FetchedBlock[]
      await options.process(store, blocks.map(chainBlock))
      progress.blocks += blocks.length
    },
  })
  await runner.run().catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EADDRINUSE') throw new MetricsPortError({ port: options.prometheusPort }, cause)
    const replaced = /already indexed block (\d+)#(\S+) was not found on chain/.exec(cause.message)
    if (replaced === null) throw cause
    const facts = { height: Number(replaced[1]), hash: replaced[2] ?? '', endpoint: client.endpoint }
    throw new ChainReplacedError(facts, cause)
  })
}
