// What the processor says of itself to Prometheus: where it stands, what it cost, what it wrote. As long as the process lives, over all
// endpoints and attempts.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Traffic } from '../endpoints/traffic'
import type { ChainNews } from '../news'
import type { Standing } from './standing'

/** What a batch did; tries that were undone count too. */
export type BatchFigures = Readonly<{
  events: number
  created: number
  changed: number
  skipped: number
  phasesMs: Readonly<Record<string, number>>
}>

export type Figures = {
  readonly registry: Registry
  noteBatch(batch: BatchFigures): void
  noteNews(news: ChainNews): void
}

export function createFigures(chainId: number, standing: Standing, traffic: Traffic): Figures {
  const registry = new Registry()
  registry.setDefaultLabels({ chain: String(chainId) })
  collectDefaultMetrics({ register: registry })
  collectStanding(registry, standing)
  collectTraffic(registry, traffic)
  const noteBatch = countBatches(registry)
  const reorgs = counter(registry, 'reorgs_total', 'Forks that were followed, by how many blocks were taken back.', [
    'depth',
  ])
  const faults = counter(registry, 'faults_total', 'What was waited out, by code.', ['code'])
  const compared = new Counter({
    name: 'headwater_rpc_compared_blocks_total',
    help: 'Blocks that another endpoint was asked for, too, by whether it said the same.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const state = new Counter({
    name: 'headwater_rpc_state_reads_total',
    help: 'Questions about the state of a block, by whether the endpoint could answer.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    registry,
    noteBatch,
    noteNews(news) {
      if (news.kind === 'rolled back') reorgs.inc({ depth: depthLabel(news.depth) })
      if (news.kind === 'compared') compared.inc({ outcome: news.outcome }, news.blocks)
      if (news.kind === 'state') {
        state.inc({ outcome: 'answered' }, news.answered)
        state.inc({ outcome: 'unanswered' }, news.unanswered)
      }
      if (news.kind === 'waiting') faults.inc({ code: news.code })
    },
  }
}

function collectStanding(registry: Registry, standing: Standing): void {
  const gauges: readonly [name: string, help: string, read: () => number | null][] = [
    ['height', 'The newest block that is written.', () => standing.height],
    ['chain_height', 'The newest block that the endpoint names.', () => standing.best],
    ['finalized_height', 'The newest block that the endpoint calls final.', () => standing.finalized],
    ['lag_blocks', 'Blocks of the chain that are not written yet.', () => standing.lagBlocks()],
    ['lag_seconds', 'Age of the newest block that is written.', () => standing.lagSeconds()],
    ['history_percent', 'How far history is read; absent at the head.', () => standing.history?.percent ?? null],
    [
      'history_seconds_left',
      'How long the rest of history will take; absent at the head.',
      () => standing.history?.secondsLeft ?? null,
    ],
    [
      'following',
      '1 while an endpoint is followed, 0 while something is waited out.',
      () => (standing.waiting === null ? 1 : 0),
    ],
  ]
  for (const [name, help, read] of gauges) {
    new Gauge({
      name: `headwater_processor_${name}`,
      help,
      registers: [registry],
      collect() {
        const value = read()
        this.reset()
        if (value === null) this.remove()
        else this.set(value)
      },
    })
  }
  new Gauge({
    name: 'headwater_rpc_endpoint_aside',
    help: '1 while the endpoint is put aside, by the code it is put aside for.',
    labelNames: ['endpoint', 'code'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [endpoint, { code, untilMs }] of standing.aside)
        this.set({ endpoint, code }, untilMs > Date.now() ? 1 : 0)
    },
  })
}

/** Sums that are kept elsewhere: set anew each time they are read. */
function collectTraffic(registry: Registry, traffic: Traffic): void {
  const each = (
    tell: (
      labels: { endpoint: string; method: string },
      of: { calls: number; failures: number; sentBytes: number; receivedBytes: number },
    ) => void,
  ) => {
    for (const [endpoint, methods] of traffic.byEndpoint) {
      for (const [method, figures] of methods) tell({ endpoint, method }, figures)
    }
  }
  new Counter({
    name: 'headwater_rpc_calls_total',
    help: 'Calls by endpoint, method and outcome; each call of a batch counts.',
    labelNames: ['endpoint', 'method', 'outcome'],
    registers: [registry],
    collect() {
      this.reset()
      each((labels, { calls, failures }) => {
        this.inc({ ...labels, outcome: 'answered' }, calls - failures)
        this.inc({ ...labels, outcome: 'failed' }, failures)
      })
    },
  })
  new Counter({
    name: 'headwater_rpc_bytes_total',
    help: 'Bytes of requests and answers, uncompressed, by endpoint and method; those of a batch in equal parts.',
    labelNames: ['endpoint', 'method', 'direction'],
    registers: [registry],
    collect() {
      this.reset()
      each((labels, { sentBytes, receivedBytes }) => {
        this.inc({ ...labels, direction: 'sent' }, Math.round(sentBytes))
        this.inc({ ...labels, direction: 'received' }, Math.round(receivedBytes))
      })
    },
  })
}

function countBatches(registry: Registry): (batch: BatchFigures) => void {
  const batches = counter(registry, 'batches_total', 'Batches given to the database.', [])
  const events = counter(registry, 'events_total', 'Events decoded.', [])
  const skipped = counter(registry, 'skipped_logs_total', 'Logs that do not decode, or can not be so.', [])
  const rows = counter(registry, 'rows_total', 'Rows given to the database.', ['how'])
  const phases = counter(registry, 'phase_seconds_total', 'Time of batches by phase.', ['phase'])
  return (batch) => {
    batches.inc()
    events.inc(batch.events)
    skipped.inc(batch.skipped)
    rows.inc({ how: 'created' }, batch.created)
    rows.inc({ how: 'changed' }, batch.changed)
    for (const [phase, ms] of Object.entries(batch.phasesMs))
      phases.inc({ phase: phase.replace(/Ms$/, '') }, ms / 1_000)
  }
}

function counter<L extends string>(registry: Registry, name: string, help: string, labelNames: L[]): Counter<L> {
  return new Counter({ name: `headwater_processor_${name}`, help, labelNames, registers: [registry] })
}

/** Few enough to be labels. */
function depthLabel(depth: number): string {
  if (depth <= 3) return String(depth)
  return depth <= 10 ? '4-10' : depth <= 100 ? '11-100' : 'above 100'
}
