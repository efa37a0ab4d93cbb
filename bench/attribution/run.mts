// How fast is the engine from Node? Builds an index of real text, then attributes outputs of about 500 tokens: verbatim, recombined
// and without a source, a third each. Prints a table. `npm run bench:attribution`.
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { gatherCorpus, type Row } from './corpus.mts'

type Engine = typeof import('../../src/attribution/engine')
const { buildIndex, openIndex } = createRequire(import.meta.url)('../../lib/attribution/engine.js') as Engine

const OUTPUTS = 300
const OUTPUT_CHARACTERS = 2_000
const PIECE_CHARACTERS = 160
const CONCURRENT = 64

let state = 1

const root = fileURLToPath(new URL('../..', import.meta.url))
const { rows, absent } = gatherCorpus(join(root, 'node_modules'))
const home = await mkdtemp(join(tmpdir(), 'headwater-bench-'))
try {
  await measure(join(home, 'index'))
} finally {
  await rm(home, { recursive: true, force: true })
}

async function measure(folder: string): Promise<void> {
  const jsonl = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const before = process.cpuUsage()
  const buildMs = await timed(() => buildIndex(folder, { jsonl }))
  const spent = process.cpuUsage(before)
  const buildCpuMs = (spent.user + spent.system) / 1000
  const openMs = await timed(async () => (await openIndex(folder)).close())
  const index = await openIndex(folder)
  const info = index.info()
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`)
  console.log(`${info.rows} rows, ${info.owners} owners, ${info.tokens} tokens of documentation under node_modules\n`)
  console.log('| what | figure |\n|---|---|')
  const print = (what: string, figure: string) => console.log(`| ${what} | ${figure} |`)
  print(
    'build, from JSONL to synced files',
    `${rate(info.tokens, buildMs)} Mtok/s; ${rate(info.tokens, buildCpuMs)} by processor time, one thread`,
  )
  print('size on disk', `${(info.bytes / info.tokens).toFixed(1)} B a token`)
  print('open, every file checked', `${openMs.toFixed(1)} ms`)
  const kinds = { verbatim: () => verbatim(rows), recombined, absent: () => verbatim(absent) }
  const all: string[] = []
  for (const [kind, make] of Object.entries(kinds)) {
    const outputs = Array.from({ length: OUTPUTS }, make)
    all.push(...outputs)
    for (const output of outputs.slice(0, 20)) await index.attribute(output)
    const times: number[] = []
    let tokens = 0
    let unattributed = 0
    for (const output of outputs) {
      times.push(
        await timed(async () => {
          const answer = await index.attribute(output)
          tokens += answer.tokens
          unattributed += answer.unattributedPpb / 1e9
        }),
      )
    }
    times.sort((one, other) => one - other)
    const at = (part: number) => (times[Math.floor(part * times.length)] ?? 0).toFixed(2)
    const mean = (sum: number, digits: number) => (sum / OUTPUTS).toFixed(digits)
    print(
      `attribute, ${kind} (${mean(tokens, 0)} tokens, ${mean(unattributed, 2)} unattributed)`,
      `median ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    )
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const ms = await timed(() => concurrently(all, async (output) => void (await index.attribute(output))))
  delay.disable()
  print(
    `attribute, ${CONCURRENT} at once`,
    `${Math.round((all.length / ms) * 1000)} a second, loop delayed at most ${(delay.max / 1e6).toFixed(1)} ms`,
  )
  index.close()
}

function rate(tokens: number, ms: number): string {
  return (tokens / ms / 1000).toFixed(2)
}

async function concurrently(outputs: string[], work: (output: string) => Promise<void>): Promise<void> {
  const waiting = [...outputs]
  const lane = async () => {
    for (let output = waiting.pop(); output !== undefined; output = waiting.pop()) await work(output)
  }
  await Promise.all(Array.from({ length: CONCURRENT }, lane))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

/** Rows one after the other from a random one on, as they stand. */
function verbatim(from: Row[]): string {
  let text = ''
  for (let at = Math.floor(random() * from.length); text.length < OUTPUT_CHARACTERS; at = (at + 1) % from.length) {
    text += from[at]?.text
  }
  return text.slice(0, OUTPUT_CHARACTERS).toWellFormed()
}

/** A dozen pieces of different rows. */
function recombined(): string {
  let text = ''
  while (text.length < OUTPUT_CHARACTERS) {
    const row = rows[Math.floor(random() * rows.length)]?.text ?? ''
    const start = Math.floor(random() * Math.max(1, row.length - PIECE_CHARACTERS))
    text += row.slice(start, start + PIECE_CHARACTERS)
  }
  return text.toWellFormed()
}

/** The same outputs in every run: a linear congruential generator is random enough to pick rows. */
function random(): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31
  return state / 2 ** 31
}
