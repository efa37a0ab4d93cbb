// The engine from Node: one output at a time, 64 at once against the core alone, and what an event loop feels of it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { Programs } from './programs.mts'
import { median, type Table, timed } from './table.mts'

type Engine = typeof import('../../src/attribution/engine')
type Delay = ReturnType<typeof monitorEventLoopDelay>
type Index = import('../../src/attribution/engine').Index
const { openIndex } = createRequire(import.meta.url)('../../lib/attribution/engine.js') as Engine

const CONCURRENT = 64
const ROUNDS = 3
const TURNS = 3
const OPENINGS = 20
const IDLE_MS = 1_000

export type Output = { kind: string; text: string }

export function readOutputs(file: string): Output[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Output)
}

export async function measureFromNode(programs: Programs, folder: string, outputsFile: string): Promise<Table> {
  const outputs = readOutputs(outputsFile)
  const open = () => timed(async () => (await openIndex(folder)).close())
  const firstMs = await open()
  const laterMs: number[] = []
  for (let turn = 0; turn < OPENINGS; turn++) laterMs.push(await open())
  const index = await openIndex(folder)
  const rows: string[][] = [
    ['open, the first in a process: the vocabulary is read, too', `${firstMs.toFixed(1)} ms`],
    ['open, later', `median ${median(laterMs).toFixed(1)} ms, max ${Math.max(...laterMs).toFixed(1)} ms`],
  ]
  for (const kind of new Set(outputs.map((output) => output.kind))) rows.push(await oneByOne(index, kind, outputs))
  rows.push(...(await together(programs, index, { folder, outputsFile, outputs })))
  index.close()
  return { head: ['from Node', 'figure'], rows }
}

async function oneByOne(index: Index, kind: string, all: Output[]): Promise<string[]> {
  const times: number[] = []
  const ofKind = all.filter((output) => output.kind === kind)
  for (const { text } of ofKind) await index.attribute(text)
  for (const { text } of ofKind) times.push(await timed(() => index.attribute(text)))
  times.sort((one, other) => one - other)
  const at = (part: number) => `${(times[Math.floor(part * times.length)] ?? 0).toFixed(2)} ms`
  return [`one at a time, ${kind}, wall`, `median ${at(0.5)}, p99 ${at(0.99)}`]
}

type Place = { folder: string; outputsFile: string; outputs: Output[] }

/** Core and Node take turns, so that whatever else the machine does meets both. */
async function together(programs: Programs, index: Index, { folder, outputsFile, outputs }: Place) {
  const threads = availableParallelism()
  const ratios: number[] = []
  const perSecond: number[] = []
  const alone: number[] = []
  const delays: Delay[] = []
  const idle: Delay[] = []
  const own: number[] = []
  let longestCollection = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestCollection = Math.max(longestCollection, duration)
  })
  observer.observe({ entryTypes: ['gc'] })
  for (let turn = 0; turn < TURNS; turn++) {
    const args = [folder, outputsFile, String(threads), String(ROUNDS)]
    const core = Number((await programs.rust('throughput', args))[0]?.['perSecond'])
    await round(index, outputs)
    idle.push(await delayWhile(() => setTimeout(IDLE_MS)))
    let ms = 0
    const rounds = async () => {
      for (let again = 0; again < ROUNDS; again++) await round(index, outputs)
    }
    const before = process.threadCpuUsage()
    delays.push(await delayWhile(async () => (ms = await timed(rounds))))
    const spent = process.threadCpuUsage(before)
    const rate = (outputs.length * ROUNDS * 1000) / ms
    own.push((spent.user + spent.system) / (outputs.length * ROUNDS))
    alone.push(core)
    perSecond.push(rate)
    ratios.push(rate / core)
  }
  observer.disconnect()
  return [
    [`${CONCURRENT} at once`, `${Math.round(median(perSecond))} outputs a second`],
    [`the core alone, ${threads} threads`, `${Math.round(median(alone))} outputs a second`],
    ['Node against the core alone', `${(100 * median(ratios)).toFixed(0)} %`],
    ["processor time of Node's own thread for one output", `${median(own).toFixed(0)} us`],
    ['the longest collection of garbage meanwhile', `${longestCollection.toFixed(1)} ms`],
    ['a timer of 1 ms meanwhile, worst of the turns', describeDelays(delays)],
    ['the same timer while nothing is asked', describeDelays(idle)],
  ]
}

/** A timer that should ring each millisecond says how long the event loop was kept from it. */
async function delayWhile(work: () => Promise<unknown>): Promise<Delay> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return delay
}

function describeDelays(delays: Delay[]): string {
  const worst = (of: (delay: Delay) => number) => `${(Math.max(...delays.map(of)) / 1e6).toFixed(1)} ms`
  return `p99 ${worst((delay) => delay.percentile(99))}, max ${worst((delay) => delay.max)}`
}

async function round(index: Index, outputs: Output[]): Promise<void> {
  const waiting = [...outputs]
  const lane = async () => {
    for (let output = waiting.pop(); output !== undefined; output = waiting.pop()) await index.attribute(output.text)
  }
  await Promise.all(Array.from({ length: CONCURRENT }, lane))
}
