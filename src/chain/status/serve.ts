// /health, /ready and /metrics of the processor, on the port for Prometheus: is it alive, does it keep up, what are its figures?
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { MetricsPortError } from '../errors'
import type { Progress } from './progress'
import type { Standing } from './standing'

export type StatusServer = { readonly port: number; close(): Promise<void> }

export type StatusOptions = Readonly<{ host: string; port: number; standing: Standing; registry: Registry }>

// Half a minute of the L2: what a slow batch or a change of endpoint costs.
const READY_LAG_BLOCKS = 15

export async function serveStatus({ host, port, standing, registry }: StatusOptions): Promise<StatusServer> {
  const server = createServer(async ({ method, url = '/' }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return response.writeHead(405, { allow: 'GET, HEAD' }).end()
    const path = url.split('?')[0]
    if (path === '/health') return json(response, 200, { alive: true })
    if (path === '/ready') {
      const readiness = readReadiness(standing)
      return json(response, readiness.ready ? 200 : 503, readiness)
    }
    if (path !== '/metrics') return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
  })
  await listen(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type Readiness = Readonly<{
  ready: boolean
  problems: readonly string[]
  endpoint: string | null
  height: number | null
  chainHeight: number | null
  finalizedHeight: number | null
  lagBlocks: number | null
  lagSeconds: number | null
  /** While history is read: how far, and how long it will take. */
  history: Progress | null
}>

export function readReadiness(standing: Standing): Readiness {
  const { endpoint, height, best: chainHeight, finalized: finalizedHeight, waiting } = standing
  const lagBlocks = standing.lagBlocks()
  const problems = waiting === null ? [] : [`waits: ${waiting}`]
  if (height === null) problems.push('no block was written since the start')
  if (lagBlocks !== null && lagBlocks > READY_LAG_BLOCKS) {
    problems.push(`block ${height} is ${lagBlocks} blocks behind the chain, ${READY_LAG_BLOCKS} at most`)
  }
  const lagSeconds = standing.lagSeconds()
  return {
    ready: problems.length === 0,
    problems,
    endpoint,
    height,
    chainHeight,
    finalizedHeight,
    lagBlocks,
    lagSeconds,
    history: standing.history,
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new MetricsPortError({ port }, cause)))
    server.listen(port, host, () => resolve())
  })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
