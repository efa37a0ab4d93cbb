// What the API says of itself to Prometheus.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DatabaseState } from '../database/snapshot'

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const snapshotBlock = new Gauge({
    name: 'headwater_api_snapshot_block',
    help: 'The block of the newest snapshot an answer was read from.',
    labelNames: ['chain'],
    registers,
  })
  return {
    registry,
    requests: new Histogram({
      name: 'headwater_api_request_seconds',
      help: 'HTTP requests by route and status.',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    errors: new Counter({
      name: 'headwater_api_errors_total',
      help: 'Refusals and failures by code.',
      labelNames: ['code'],
      registers,
    }),
    cache: new Counter({
      name: 'headwater_api_cache_total',
      help: 'Answers by how they came: hit, miss, unchanged.',
      labelNames: ['outcome'],
      registers,
    }),
    subscribers: new Gauge({ name: 'headwater_api_subscribers', help: 'Open subscriptions.', registers }),
    noteState(state: DatabaseState) {
      for (const head of state.heads) snapshotBlock.set({ chain: head.chainId }, head.number)
    },
  }
}
