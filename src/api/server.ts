// The API's process: one HTTP server for GraphQL, health, metrics and the explorer; started, and stopped with what it began finished.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Config, PROJECT_ROOT, requireDatabaseUrl } from '../config'
import { connectDatabase } from '../database/connection'
import { openReader } from '../database/snapshot'
import { createLiveEngine } from '../graph/live/live-engine'
import { createLog } from '../log'
import { createFeed } from './feed'
import { createGraphqlEndpoint } from './graphql/graphql'
import { createResponseCache } from './graphql/response-cache'
import { LIMITS, type Limits } from './limits'
import { close, listen } from './listen'
import { createMetrics } from './metrics'
import { createPrivateBudgets } from './private-budget'
import { createRoutes } from './routes'

export type RunningApi = {
  url: string
  /** To be told what the database driver threw where nobody could catch it. */
  onDriverFault(fault: Error): void
  stop(): Promise<void>
}

export type ApiOptions = {
  limits?: Partial<Limits>
  /** The folder of the explorer's built files. */
  explorer?: string
}

// Enough to read the rows of the indexes it builds.
const ENGINE_CONNECTIONS = 4

export async function runApi(config: Config, options: ApiOptions = {}): Promise<RunningApi> {
  const limits = { ...LIMITS, ...options.limits }
  const log = createLog('api')
  const metrics = createMetrics()
  const reader = openReader(requireDatabaseUrl(config), {
    max: limits.databaseConnections,
    statementTimeoutMs: limits.statementMs,
  })
  const feed = createFeed({
    reader,
    subscribers: limits.subscribers,
    waitingEvents: limits.waitingEvents,
    log,
    onCount: (open) => metrics.subscribers.set(open),
  })
  const engine = openEngine(config, limits)
  const cache = createResponseCache(limits.cacheBytes)
  const graphql = createGraphqlEndpoint({
    reader,
    cache,
    limits,
    metrics,
    log,
    services: { feed, attribution: engine },
    budgetOf: createPrivateBudgets(limits),
    graphiql: config.graphiql,
  })
  const explorer = options.explorer ?? join(PROJECT_ROOT, 'lib', 'web')
  const server = createServer(createRoutes({ graphql, reader, limits, metrics, explorer, log }))
  const closeAll = async () => {
    feed.close()
    await close(server, limits.stopMs)
    await Promise.all([reader.close(), engine.close()])
  }
  try {
    const url = await listen(server, config)
    feed.start()
    return { url, onDriverFault: engine.reconnect, stop: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function openEngine(config: Config, limits: Limits) {
  return createLiveEngine({
    connect: () =>
      connectDatabase(requireDatabaseUrl(config), {
        applicationName: 'api engine',
        max: ENGINE_CONNECTIONS,
        readOnly: true,
      }),
    folder: join(config.home, 'indexes'),
    textLimitBytes: limits.liveTextBytes,
    concurrency: limits.liveAttributions,
    log: createLog('engine'),
  })
}
