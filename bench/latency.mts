// How long from a new block until its inferences are traced and visible? Starts the whole on an empty folder at 5 inferences a
// second, watches node and API for a minute, prints a table. `npm run bench:latency`.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeMachine } from './machine.mts'

type Up = typeof import('../src/dev/up')
type Configuration = typeof import('../src/config')
const require = createRequire(import.meta.url)
const { up } = require('../lib/dev/up.js') as Up
const { readConfig } = require('../lib/config.js') as Configuration

const INFERENCES_PER_SECOND = 5
const WATCHED_MS = 60_000
const POLL_MS = 40
const NEWEST = 40
// The claim comes a block or two after its inference: that wait is the chain's.
const TRACED = ['UNCLAIMED', 'RECOMPUTED', 'MISMATCH']

type Node = { id: string; block: { number: number }; verdicts: { status: string }[] }

const home = mkdtempSync(join(tmpdir(), 'headwater-latency-'))
const config = readConfig({ NETWORK: 'local', HEADWATER_HOME: home, PORT: '0' })
const begun = Date.now()
const pace = { fresh: false, seed: 1, inferencesPerSecond: INFERENCES_PER_SECOND, blockMs: 1000 }
const whole = up(config, pace, (line) => console.error(line))
try {
  const { url, rpcUrl } = await whole.ready
  const readyMs = Date.now() - begun
  const traced = `{ inferences(first: 20, where: { status: RECOMPUTED }) { nodes { id } } }`
  let first: string | undefined
  while (first === undefined)
    first = (await ask<{ inferences: { nodes: Node[] } }>(url, traced)).inferences.nodes[0]?.id
  await ask(
    url,
    `{ trace(inference: "${first}", method: SUFFIX_ARRAY) { status run { engine } sources(first: 5) { totalCount } } }`,
  )
  const tracedMs = Date.now() - begun
  report({ readyMs, tracedMs, latencies: await watch(url, rpcUrl) })
} finally {
  await whole.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(0)

/** For each inference of a block that was seen to arrive: milliseconds until it is answered as traced. */
async function watch(url: string, rpcUrl: string): Promise<number[]> {
  const arrived = new Map<number, number>()
  // The first block seen may have arrived long before.
  const first = await blockNumber(rpcUrl)
  const visible = new Map<string, number>()
  const end = Date.now() + WATCHED_MS
  const query = `{ inferences(first: ${NEWEST}) { nodes { id block { number } verdicts { status } } } }`
  while (Date.now() < end) {
    const height = await blockNumber(rpcUrl)
    if (height > first && !arrived.has(height)) arrived.set(height, Date.now())
    const { inferences } = await ask<{ inferences: { nodes: Node[] } }>(url, query)
    for (const { id, block, verdicts } of inferences.nodes) {
      const since = arrived.get(block.number)
      const isTraced = verdicts.some(({ status }) => TRACED.includes(status))
      if (since !== undefined && isTraced && !visible.has(id)) visible.set(id, Date.now() - since)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return [...visible.values()].sort((a, b) => a - b)
}

async function blockNumber(rpcUrl: string): Promise<number> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] })
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return Number(((await response.json()) as { result: string }).result)
}

async function ask<Answer>(url: string, query: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data?: Answer; errors?: unknown }
  if (data === undefined) throw new Error(`no answer: ${JSON.stringify(errors)}`)
  return data
}

function report(found: { readyMs: number; tracedMs: number; latencies: number[] }): void {
  const at = (part: number) =>
    found.latencies[Math.min(Math.floor(part * found.latencies.length), found.latencies.length - 1)]
  console.log(`${describeMachine()}, ${INFERENCES_PER_SECOND} inferences/s\n`)
  console.log('| what | ms |\n|---|---:|')
  console.log(`| start on an empty folder to ready | ${found.readyMs} |`)
  console.log(`| start on an empty folder to the first traced decision over HTTP | ${found.tracedMs} |`)
  console.log(
    `| new block to its inferences traced over HTTP, median of ${found.latencies.length} inferences | ${at(0.5)} |`,
  )
  console.log(`| 90 % | ${at(0.9)} |\n| 99 % | ${at(0.99)} |\n| slowest | ${at(1)} |`)
}
