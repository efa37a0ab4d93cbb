// Which path is answered by whom: GraphQL, health, readiness, metrics; every other path is the explorer's.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Reader } from '../database/snapshot'
import { describeError } from '../errors'
import type { Log } from '../log'
import { TooManyRequestsError } from './errors'
import { serveExplorer } from './explorer'
import { readReadiness } from './health'
import type { Limits } from './limits'
import type { Metrics } from './metrics'
import { createRateLimit } from './rate-limit'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

export type RouteOptions = {
  graphql: Handler
  reader: Reader
  limits: Limits
  metrics: Metrics
  /** The folder of the explorer's built files. */
  explorer: string
  log: Log
}

export function createRoutes({ graphql, reader, limits, metrics, explorer, log }: RouteOptions): RequestListener {
  const rate = createRateLimit({ perSecond: limits.requestsPerSecond, burst: 2 * limits.requestsPerSecond })
  const routes = new Map<string, Handler>([
    [
      '/graphql',
      (request, response) =>
        rate.take(request.socket.remoteAddress ?? '') ? graphql(request, response) : refuseRate(response, limits),
    ],
    ['/health', readOnly((_request, response) => json(response, 200, { alive: true }))],
    [
      '/ready',
      readOnly(async (_request, response) => {
        const readiness = await readReadiness(reader, limits.headAgeSeconds)
        json(response, readiness.ready ? 200 : 503, readiness)
      }),
    ],
    [
      '/metrics',
      readOnly(async (_request, response) => {
        response.setHeader('Content-Type', metrics.registry.contentType)
        response.end(await metrics.registry.metrics())
      }),
    ],
  ])
  return (request, response) => {
    const path = takePath(request, routes)
    const handle = routes.get(path) ?? ((asked, answer) => serveExplorer(explorer, asked, answer))
    const end = metrics.requests.startTimer({ route: routes.has(path) ? path : 'explorer' })
    response.once('close', () => end({ status: response.statusCode }))
    response.setHeader('X-Content-Type-Options', 'nosniff')
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      log.error({ path }, describeError(error))
      response.destroy()
    })
  }
}

/** The path without the query. A route of ours is meant with a slash behind it as well, and is then handed on without it. */
function takePath(request: IncomingMessage, routes: ReadonlyMap<string, Handler>): string {
  const url = request.url ?? '/'
  const path = url.split(/[?#]/, 1)[0] ?? '/'
  const bare = path.slice(0, -1)
  if (!path.endsWith('/') || !routes.has(bare)) return path
  request.url = bare + url.slice(path.length)
  return bare
}

function readOnly(handle: Handler): Handler {
  return (request, response) =>
    request.method === 'GET' || request.method === 'HEAD'
      ? handle(request, response)
      : response.writeHead(405, { Allow: 'GET, HEAD' }).end()
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
