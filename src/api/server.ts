// The API's process: one HTTP server for GraphQL, health, metrics and the explorer; started, and stopped with what it began finished.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type Config, PROJECT_ROOT, requireDatabaseUrl } from '../config'
import { openReader } from '../database/snapshot'
import type { LiveAttribution } from '../graph/live-attribution'
import { createLog } from '../log'
import { CannotListenError, PortInUseError, TooManyRequestsError } from './errors'
import { serveExplorer } from './explorer'
import { createFeed } from './feed'
import { createGraphqlEndpoint } from './graphql'
import { readReadiness } from './health'
import { LIMITS, type Limits } from './limits'
import { createMetrics } from './metrics'
import { createRateLimit } from './rate-limit'
import { createResponseCache } from './response-cache'

export type RunningApi = { url: string; stop(): Promise<void> }

export type ApiOptions = {
  limits?: Partial<Limits>
  /** Null: this process attributes nothing itself. */
  attribution?: LiveAttribution | null
  /** The explorer's built files. */
  explorer?: string
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export async function runApi(config: Config, options: ApiOptions = {}): Promise<RunningApi> {
  const limits = { ...LIMITS, ...options.limits }
  const log = createLog('api')
  const metrics = createMetrics()
  const reader = openReader(requireDatabaseUrl(config), {
    max: limits.databaseConnections,
    statementTimeoutMs: limits.statementMs,
  })
  const { subscribers, waitingEvents } = limits
  const feed = createFeed({ reader, subscribers, waitingEvents, log, onCount: (open) => metrics.subscribers.set(open) })
  const yoga = createGraphqlEndpoint({
    reader,
    cache: createResponseCache(limits.cacheBytes),
    limits,
    metrics,
    log,
    services: { feed, attribution: options.attribution ?? null },
  })
  const rate = createRateLimit(limits.requestsPerSecond)
  const explorer = options.explorer ?? join(PROJECT_ROOT, 'lib', 'web')
  const routes: Record<string, Handler> = {
    '/graphql': (request, response) =>
      rate.take(request.socket.remoteAddress ?? '') ? yoga(request, response) : refuseRate(response, limits),
    '/health': (_request, response) => json(response, 200, { alive: true }),
    '/ready': async (_request, response) => {
      const readiness = await readReadiness(reader, limits.headAgeSeconds)
      json(response, readiness.ready ? 200 : 503, readiness)
    },
    '/metrics': async (_request, response) => {
      response.writeHead(200, { 'Content-Type': metrics.registry.contentType })
      response.end(await metrics.registry.metrics())
    },
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
    const route = path in routes ? path : 'explorer'
    const end = metrics.requests.startTimer({ route })
    response.once('close', () => end({ status: response.statusCode }))
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const handle = routes[path] ?? ((asked, answer) => serveExplorer(explorer, asked, answer))
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      log.error({ path }, String(error))
      response.destroy()
    })
  })
  const url = await listen(server, config)
  feed.start()
  return {
    url,
    stop: async () => {
      feed.close()
      await close(server, limits.stopMs)
      await reader.close()
    },
  }
}

function listen(server: Server, config: Config): Promise<string> {
  const { host, port } = config
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new PortInUseError({ host, port }, cause)
          : new CannotListenError({ host, port }, cause),
      ),
    )
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
    })
  })
}

/** Requests on their way are answered; connections that merely idle are closed at once, stubborn ones at the limit. */
function close(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), limitMs)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${JSON.stringify(body)}\n`)
}

function refuseRate(response: ServerResponse, limits: Limits): void {
  const { code, message } = new TooManyRequestsError({ perSecond: limits.requestsPerSecond })
  response.setHeader('Retry-After', '1')
  response.setHeader('Access-Control-Allow-Origin', '*')
  json(response, 429, { errors: [{ message, extensions: { code } }] })
}
