// What an event loop feels of attributions: a process that begins as `headwater api` does, with its flags of V8, what it loads and the collection
// of what that left, but asks the engine in place of serving. `node loop.cjs INDEX OUTPUTS.jsonl THROUGHPUT_PROGRAM` prints one line of JSON. No TypeScript, so that
// nothing but what the command loads makes the heap.
'use strict'

const { execFile } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { monitorEventLoopDelay, PerformanceObserver } = require('node:perf_hooks')
const { setImmediate } = require('node:timers/promises')
const { promisify } = require('node:util')

const LIB = join(__dirname, '../../../lib')
const CONCURRENT = 64
const ROUNDS = 3
const TURNS = 5

const [folder, outputsFile, throughput] = process.argv.slice(2)
const program = require(join(LIB, 'cli.js')).createProgram()
const api = program.commands.find((command) => command.name() === 'api')
api.action(measure)
void program.parseAsync(['node', 'headwater', 'api'])

async function measure() {
  require(join(LIB, 'server.js'))
  const { openIndex } = require(join(LIB, 'attribution/engine.js'))
  require(join(LIB, 'collect-garbage.js')).collectGarbage()
  const index = await openIndex(folder)
  const lines = readFileSync(outputsFile, 'utf8').trim().split('\n')
  const outputs = lines.map((line) => JSON.parse(line))
  const single = {}
  for (const kind of new Set(outputs.map((output) => output.kind))) {
    const texts = outputs.filter((output) => output.kind === kind).map(({ text }) => text)
    for (const text of texts) await index.attribute(text)
    single[kind] = []
    for (const text of texts) single[kind].push(await timed(() => index.attribute(text)))
  }
  const threads = availableParallelism()
  const turns = await takeTurns(index, outputs, threads)
  index.close()
  console.log(JSON.stringify({ concurrent: CONCURRENT, threads, single, turns }))
}

/** Core and Node take turns, so that whatever else the machine does meets both. */
async function takeTurns(index, outputs, threads) {
  const collections = []
  const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()))
  observer.observe({ entryTypes: ['gc'] })
  const asked = outputs.length * ROUNDS
  const turns = []
  for (let turn = 0; turn < TURNS; turn++) {
    const args = [folder, outputsFile, String(threads), String(ROUNDS)]
    // Starting a process keeps this thread for milliseconds: begun before anybody looks.
    const running = promisify(execFile)(throughput, args)
    const core = await pausesWhile(() => running)
    await round(index, outputs)
    const [since, before] = [performance.now(), process.threadCpuUsage()]
    const node = await pausesWhile(() =>
      timed(async () => {
        for (let again = 0; again < ROUNDS; again++) await round(index, outputs)
      }),
    )
    const spent = process.threadCpuUsage(before)
    const end = performance.now()
    // The observer is told a turn of the loop later.
    await setImmediate()
    const during = collections.filter(({ startTime }) => startTime >= since && startTime < end)
    turns.push({
      corePerSecond: JSON.parse(core.result.stdout).perSecond,
      nodePerSecond: (asked * 1000) / node.result,
      ownUs: (spent.user + spent.system) / asked,
      collectionMs: Math.max(0, ...during.map(({ duration }) => duration)),
      loaded: node.pause,
      beside: core.pause,
    })
  }
  observer.disconnect()
  return turns
}

async function round(index, outputs) {
  const waiting = [...outputs]
  const lane = async () => {
    for (let output = waiting.pop(); output !== undefined; output = waiting.pop()) await index.attribute(output.text)
  }
  await Promise.all(Array.from({ length: CONCURRENT }, lane))
}

/**
 * Milliseconds: how late a timer of 1 ms rang, and the most processor time of this thread between two rings, which nobody else can
 * lengthen.
 */
async function pausesWhile(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let before = process.threadCpuUsage()
  let ownMax = 0
  const timer = setInterval(() => {
    const now = process.threadCpuUsage()
    ownMax = Math.max(ownMax, (now.user + now.system - before.user - before.system) / 1e3)
    before = now
  }, 1)
  delay.enable()
  const result = await work()
  delay.disable()
  clearInterval(timer)
  // What it counts is the time from ring to ring.
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - 1)
  const pause = { p99: late(delay.percentile(99)), p999: late(delay.percentile(99.9)), max: late(delay.max), ownMax }
  return { result, pause }
}

async function timed(work) {
  const since = performance.now()
  await work()
  return performance.now() - since
}
