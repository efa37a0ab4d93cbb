// One try at following the chain over one endpoint: from where the database stands, through history, to the head, until something fails or
// another endpoint is better.
import { randomBytes } from 'node:crypto'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import { Runner } from '@subsquid/util-internal-processor-tools'
import { describeError } from '../errors'
import { chainBlock, type FetchedBlock, FIELDS } from './block'
import { createChildren } from './children'
import { assertChain, connectEndpoint } from './endpoints/endpoint'
import type { HeadBell } from './endpoints/head-bell'
import type { Endpoint, EndpointPool } from './endpoints/pool'
import type { RpcClient } from './endpoints/rpc-client'
import type { Traffic } from './endpoints/traffic'
import { ChainReplacedError } from './errors'
import type { FollowOptions } from './follow'
import type { Gateway } from './gateway/gateway'
import { NoPrometheus } from './no-prometheus'
import { ChainSource } from './source'
import { addState } from './state/add-state'
import { logRequests, watchedLogs } from './watched'
import { type Comparison, type ComparisonOptions, createComparison } from './witnesses/comparison'
import type { Others } from './witnesses/others'
import type { Witnesses } from './witnesses/witnesses'

// The lowest limits seen are some hundreds.
const LOG_ADDRESSES = 200
// Dear enough for who hides logs, and a tenth more of calls.
const CROSS_SHARE = 0.1
// Where the installation has none of its own: drawn at each start.
const SECRET = randomBytes(16).toString('hex')

export type Attempt = Readonly<{
  endpoint: Endpoint
  pool: EndpointPool
  others: Others
  witnesses: Witnesses
  bell: HeadBell
  traffic: Traffic
  gateway: Gateway | undefined
  /** Settles when the process is asked to stop. */
  stopped: Promise<void>
}>

/** Whether a block was written: true as well where it was asked to stop. */
export async function followEndpoint<S>(options: FollowOptions<S>, attempt: Attempt): Promise<boolean> {
  const { endpoint, stopped, traffic } = attempt
  const { book, log, signal, database } = options
  const client = connectEndpoint(endpoint.url, {
    requestLimitMs: options.requestLimitMs,
    callsPerSecond: book.callsPerSecond,
    traffic,
  })
  try {
    await Promise.race([options.prepare?.(), stopped])
    await Promise.race([assertChain(client, book.chainId), stopped])
    if (signal.aborted) return true
    log.info({ endpoint: endpoint.name, chain: book.chainId }, 'following the chain')
    options.onNews?.({ kind: 'following', endpoint: endpoint.name })
    const running = run(options, attempt, client)
    // Stopped while it waits for an answer, the runner is left behind: it has no transaction open, and gets none.
    running.catch(() => {})
    return await Promise.race([running, stopped.then(() => true)])
  } finally {
    await database.disconnect().catch((error: unknown) => log.debug({ reason: describeError(error) }, 'disconnect'))
    client.close()
  }
}

async function run<S>(options: FollowOptions<S>, attempt: Attempt, client: RpcClient): Promise<boolean> {
  const { book, database, log, signal, pollIntervalMs } = options
  const { endpoint, pool, witnesses, bell } = attempt
  const { finality, finalityConfirmation, startBlock } = book
  const request = { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true }
  const known = await options.readChildren()
  // Stopped meanwhile, the database is let go already: nobody would close what is connected now.
  if (signal.aborted) return true
  const asked = {
    client,
    watched: watchedLogs(book),
    children: createChildren(book, known),
    addressesPerCall: book.logAddresses ?? LOG_ADDRESSES,
  }
  let finalized = 0
  let hasWritten = false
  const runner = new Runner({
    database,
    requests: [{ range: { from: startBlock }, request }],
    hotDataSource: new ChainSource({
      ...asked,
      startBlock,
      finality,
      finalityConfirmation,
      pollIntervalMs,
      rangeSize: endpoint.rangeSize,
      checks: book.checks ?? 'standard',
      compare: comparisonOf(options, attempt, asked),
      gateway: attempt.gateway,
      transactions: book.transactions,
      addState: stateOf(options, client),
      signal,
      bell,
      peers: {
        assertNear: (height) => witnesses.assertNear(endpoint, height),
        believesFork: (ours, theirs) => witnesses.believesFork(endpoint, ours, theirs),
        agreed: () => witnesses.agreed(),
        hasBetter: () => pool.hasBetter(endpoint),
      },
      onNews: (news) => {
        if (news.kind === 'written') pool.worked(endpoint)
        hasWritten ||= news.kind === 'written'
        if (news.kind === 'heads') finalized = news.finalized
        options.onNews?.(news)
      },
    }),
    prometheus: new NoPrometheus(),
    log: log.child('runner'),
    process: (store: S, batch) => {
      const blocks = (batch.blocks as unknown as FetchedBlock[]).map(chainBlock)
      return options.process(store, blocks, pool.vouched(endpoint, finalized))
    },
  })
  await runner.run().catch((cause: Error) => {
    const replaced = /already indexed block (\d+)#(\S+) was not found on chain/.exec(cause.message)
    if (replaced === null) throw cause
    const facts = { height: Number(replaced[1]), hash: replaced[2] ?? '', endpoint: client.endpoint }
    throw new ChainReplacedError(facts, cause)
  })
  return hasWritten
}

function stateOf<S>({ readsOf, log, onNews }: FollowOptions<S>, client: RpcClient) {
  if (readsOf === undefined) return undefined
  return (blocks: Block[]) => addState({ client, readsOf, log, onNews }, blocks as unknown as FetchedBlock[])
}

type Asked = Pick<ComparisonOptions, 'client' | 'watched' | 'children' | 'addressesPerCall'>

function comparisonOf<S>(options: FollowOptions<S>, attempt: Attempt, asked: Asked): Comparison | undefined {
  const { book, secret = SECRET, onNews, log } = options
  if (book.checks !== 'cross') return undefined
  const { chainId, crossShare: share = CROSS_SHARE } = book
  return createComparison({ ...asked, ...attempt, chainId, share, secret, onNews, log })
}
