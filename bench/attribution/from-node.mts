// The engine from Node: one output at a time, 64 at once against the core alone, and what an event loop feels of it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import type { Programs } from './programs.mts'
import { median, type Table, timed } from './table.mts'

type Engine = typeof import('../../src/attribution/engine')
type Index = import('../../src/attribution/engine').Index
const require = createRequire(import.meta.url)
const { openIndex } = require('../../lib/attribution/engine.js') as Engine
const { setV8Flags } = require('../../lib/v8-flags.js') as typeof import('../../src/v8-flags')

const CONCURRENT = 64
const ROUNDS = 3
const TURNS = 3
const OPENINGS = 20

export type Output = { kind: string; text: string }

export function readOutputs(file: string): Output[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Output)
}

export async function measureFromNode(programs: Programs, folder: string, outputsFile: string): Promise<Table> {
  setV8Flags('api')
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
  const loaded: Pause[] = []
  const beside: Pause[] = []
  const own: number[] = []
  let longestCollection = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestCollection = Math.max(longestCollection, duration)
  })
  observer.observe({ entryTypes: ['gc'] })
  for (let turn = 0; turn < TURNS; turn++) {
    const args = [folder, outputsFile, String(threads), String(ROUNDS)]
    const measureCore = async () => Number((await programs.rust('throughput', args))[0]?.['perSecond'])
    const core = await pausesWhile(measureCore)
    await round(index, outputs)
    const rounds = async () => {
      for (let again = 0; again < ROUNDS; again++) await round(index, outputs)
    }
    const before = process.threadCpuUsage()
    const node = await pausesWhile(() => timed(rounds))
    const spent = process.threadCpuUsage(before)
    const rate = (outputs.length * ROUNDS * 1000) / node.result
    beside.push(core.pause)
    loaded.push(node.pause)
    own.push((spent.user + spent.system) / (outputs.length * ROUNDS))
    alone.push(core.result)
    perSecond.push(rate)
    ratios.push(rate / core.result)
  }
  observer.disconnect()
  return [
    [`${CONCURRENT} at once`, `${Math.round(median(perSecond))} outputs a second`],
    [`the core alone, ${threads} threads`, `${Math.round(median(alone))} outputs a second`],
    ['Node against the core alone', `${(100 * median(ratios)).toFixed(0)} %`],
    ["processor time of Node's own thread for one output", `${median(own).toFixed(0)} us`],
    ['the longest collection of garbage meanwhile', `${longestCollection.toFixed(1)} ms`],
    ['a timer of 1 ms meanwhile, the middle of the turns', describePauses(loaded)],
    ['the same timer while the core alone has all threads, in a process of its own', describePauses(beside)],
  ]
}

/** Milliseconds: how late the timer rang, and the most processor time of this thread between two rings, which nobody else can lengthen. */
type Pause = { p99: number; p999: number; max: number; ownMax: number }

/** A timer that should ring each millisecond says how long the event loop was kept from it. */
async function pausesWhile<T>(work: () => Promise<T>): Promise<{ result: T; pause: Pause }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let before = process.threadCpuUsage()
  let ownMax = 0
  const ring = () => {
    const now = process.threadCpuUsage()
    ownMax = Math.max(ownMax, now.user + now.system - before.user - before.system)
    before = now
  }
  const timer = setInterval(ring, 1)
  delay.enable()
  const result = await work()
  delay.disable()
  clearInterval(timer)
  const [p99, p999] = [delay.percentile(99) / 1e6, delay.percentile(99.9) / 1e6]
  return { result, pause: { p99, p999, max: delay.max / 1e6, ownMax: ownMax / 1e3 } }
}

function describePauses(pauses: Pause[]): string {
  const middle = (of: (pause: Pause) => number) => `${median(pauses.map(of)).toFixed(1)} ms`
  const late = `p99 ${middle((pause) => pause.p99)}, p99.9 ${middle((pause) => pause.p999)}, max ${middle((pause) => pause.max)}`
  return `${late}; of its own processor time at most ${middle((pause) => pause.ownMax)}`
}

async function round(index: Index, outputs: Output[]): Promise<void> {
  const waiting = [...outputs]
  const lane = async () => {
    for (let output = waiting.pop(); output !== undefined; output = waiting.pop()) await index.attribute(output.text)
  }
  await Promise.all(Array.from({ length: CONCURRENT }, lane))
}
