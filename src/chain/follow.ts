// Follows the chain for as long as the process lives: from history to the head, through forks, over endpoints and databases
// that come and go. What a retry can mend is logged and tried again, on the endpoint that is best then; the rest is thrown.
import type { HotDatabase } from '@subsquid/util-internal-processor-tools'
import { type AddressBook, ConfigurationError } from '../config'
import { describeError, HeadwaterError } from '../errors'
import type { Log } from '../log'
import { followEndpoint } from './attempt'
import type { ChainBlock } from './block'
import { type Backoff, backoffMs } from './endpoints/backoff'
import { type EndpointLimits, endpointName } from './endpoints/endpoint'
import { createHeadBell } from './endpoints/head-bell'
import { createEndpointPool, type Endpoint, type EndpointPool, isEndpointFault } from './endpoints/pool'
import { createTraffic, type Traffic } from './endpoints/traffic'
import { NoEndpointError } from './errors'
import { createGateway } from './gateway/gateway'
import type { ChainNews } from './news'
import { pause } from './pause'
import { type IndexHistory, recover } from './recover'
import type { StateOptions } from './state/add-state'
import { createOthers } from './witnesses/others'
import { createWitnesses, PATIENCE, type Patience, type Witnesses } from './witnesses/witnesses'

// The cap of the public endpoints.
const LOG_RANGE_BLOCKS = 1_000
// What an endpoint said is its head is believed for so many looks at it.
const FRESH_PROBES = 3
const REST: Backoff = { firstMs: 500, limitMs: 10_000 }

export type FollowOptions<S> = Readonly<{
  book: AddressBook
  rpcUrls: readonly string[]
  database: HotDatabase<S> & { disconnect(): Promise<void> }
  /** `finalHeight`: so far the chain is known to be final. */
  process(store: S, blocks: readonly ChainBlock[], finalHeight: number): Promise<void>
  /** What has to be known of the contracts' state at the end of a block, for the sake of its logs. */
  readsOf?: StateOptions['readsOf'] | undefined
  /** Gives the database's own failures their name; anything else comes back as it is. */
  explain(error: unknown): unknown
  /** Contracts that the factory is known to have made, up to the cursor or beyond it. */
  readChildren(): Promise<readonly string[]>
  /** Where it can go back to when the chain replaces blocks that were final. */
  history: IndexHistory
  /** Before every attempt: refuses a database that can't be written to. */
  prepare?(): Promise<void>
  onNews?(news: ChainNews): void
  pollIntervalMs: number
  requestLimitMs?: number
  /** How long what failed is left alone. */
  rest?: Backoff
  /** How long an endpoint may differ from the others. */
  patience?: Patience
  traffic?: Traffic
  /** What no endpoint can know, and stays the same from start to start: by it `cross` chooses what it compares. */
  secret?: string
  log: Log
  signal: AbortSignal
}>

/** Resolves when the signal is given and the batch at hand is written; rejects with what no retry can mend. */
export async function followChain<S>(options: FollowOptions<S>): Promise<void> {
  const { book, rpcUrls, log, signal, patience = PATIENCE, rest = REST, traffic = createTraffic() } = options
  assertEndpoints(options)
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const { chainId, callsPerSecond, logRangeBlocks: capBlocks = LOG_RANGE_BLOCKS } = book
  const pool = createEndpointPool({ urls: rpcUrls, capBlocks, rest, seenLastsMs: FRESH_PROBES * patience.probeMs })
  const limits = { requestLimitMs: options.requestLimitMs, callsPerSecond, traffic }
  const others = createOthers({ pool, chainId, ...limits, log })
  const witnesses = createWitnesses({ pool, others, patience })
  const bell = createHeadBell({ urls: rpcUrls, log })
  const gateway =
    book.gateway === undefined ? undefined : createGateway({ url: book.gateway, traffic, rest, signal, log })
  const shared = { pool, others, witnesses, bell, traffic, gateway, stopped }
  let otherFailures = 0
  try {
    while (!signal.aborted) {
      const { endpoint, waitMs } = pool.choose()
      if (waitMs > 0) await pause(waitMs, signal)
      if (signal.aborted) return
      try {
        const hasWritten = await followEndpoint(options, { endpoint, ...shared })
        otherFailures = 0
        // Whatever ended it will end the next attempt, too: without a pause that would be a circle.
        if (!hasWritten) await pause(rest.firstMs, signal)
      } catch (thrown) {
        const error = await settle(options, { endpoint, witnesses, limits }, thrown)
        if (error === null) continue
        if (!isPassing(error, pool)) throw error
        otherFailures = isEndpointFault(error) ? 0 : otherFailures + 1
        if (isEndpointFault(error)) leave(options, { pool, endpoint }, error)
        else await waitOut(options, error, backoffMs(rest, otherFailures))
      }
    }
  } finally {
    bell.close()
    witnesses.close()
    others.close()
  }
}

function assertEndpoints<S>({ book, rpcUrls }: FollowOptions<S>): void {
  if (rpcUrls.length === 0) throw new NoEndpointError({ network: `chain ${book.chainId}` })
  if (book.checks !== 'cross' || new Set(rpcUrls.map(endpointName)).size > 1) return
  throw new ConfigurationError(['checks: cross compares endpoints, and all of them are of one host'])
}

/** One endpoint of another chain among several is that endpoint's fault; all of them are the configuration's. */
function isPassing(error: unknown, pool: EndpointPool): error is HeadwaterError {
  if (!(error instanceof HeadwaterError)) return false
  if (error.code !== 'HW202') return error.retryable
  return pool.endpoints.filter((endpoint) => endpoint.fault !== 'HW202').length > 1
}

function leave<S>(
  options: FollowOptions<S>,
  { pool, endpoint }: { pool: EndpointPool; endpoint: Endpoint },
  error: HeadwaterError,
): void {
  const isPutAside = pool.failed(endpoint, error)
  const { waitMs: retryInMs } = pool.choose()
  options.log.warn({ code: error.code, endpoint: endpoint.name, retryInMs }, describeError(error))
  options.onNews?.({ kind: 'waiting', code: error.code, words: describeError(error), retryInMs })
  if (!isPutAside) return
  const { name, asideUntil: untilMs } = endpoint
  const facts = { code: error.code, endpoint: name, until: new Date(untilMs).toISOString() }
  options.log.warn(facts, 'the endpoint is put aside')
  options.onNews?.({ kind: 'aside', endpoint: name, code: error.code, untilMs })
}

async function waitOut<S>(options: FollowOptions<S>, error: HeadwaterError, retryInMs: number): Promise<void> {
  options.log.warn({ code: error.code, retryInMs }, describeError(error))
  options.onNews?.({ kind: 'waiting', code: error.code, words: describeError(error), retryInMs })
  await pause(retryInMs, options.signal)
}

/** What is still wrong after what could be done about it; null where that is nothing. */
async function settle<S>(
  options: FollowOptions<S>,
  asked: { endpoint: Endpoint; witnesses: Witnesses; limits: EndpointLimits },
  thrown: unknown,
): Promise<unknown> {
  const { history, log, onNews, signal } = options
  try {
    if (!(await recover(thrown, history, { ...asked, onNews, log }))) return options.explain(thrown)
    await pause((options.rest ?? REST).firstMs, signal)
    return null
  } catch (error) {
    return options.explain(error)
  }
}
