// How long do the scores of 100,000 gradients of 4,096 half-precision numbers take, against reading their file once? The engine's own example measures.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describeRun } from '../attribution/machine.mts'
import { markdown } from '../attribution/table.mts'

type Quartiles = [number, number, number]

type Speed = {
  rows: number
  columns: number
  layers: number
  runs: number
  bytes: number
  openMs: number
  hashMs: number
  readMs: number
  dotMs: number
  datainfMs: number
  datainfToRead: Quartiles
  datainfToDot: Quartiles
  anonymousMib: number
}

export function describeSpeed(): string {
  const manifest = fileURLToPath(new URL('../../native/Cargo.toml', import.meta.url))
  const example = ['run', '--release', '--quiet', '--manifest-path', manifest, '-p', 'attribution', '--example']
  const machine = describeRun()
  const stdio = ['ignore', 'pipe', 'inherit'] as ('ignore' | 'pipe' | 'inherit')[]
  const { status, stdout } = spawnSync('cargo', [...example, 'gradients'], { stdio, encoding: 'utf8' })
  if (status !== 0) throw new Error('the example `gradients` failed')
  const found = JSON.parse(stdout) as Speed
  const whole = (count: number) => count.toLocaleString('en')
  return [
    '## Speed',
    '',
    `\`npm run bench:influence -- --only speed\`, ${new Date().toISOString().slice(0, 10)}. ${machine}.`,
    '',
    `${whole(found.rows)} × ${whole(found.columns)} float16 in ${found.layers} layers, ${(found.bytes / 1e6).toFixed(0)} MB, one thread, pages in memory. Medians of ${found.runs}; the`,
    'ratios are the medians of those of neighbouring measurements, with their quartiles. "Reading once" adds up the words of the mapped file, eight bytes each.',
    '',
    table(found),
  ].join('\n')
}

function table(found: Speed): string {
  const ratio = ([low, middle, high]: Quartiles) => `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
  const once = (ms: number) => `${ms.toFixed(1)} ms, ${(found.bytes / ms / 1e6).toFixed(1)} GB/s`
  const rows = [
    ['reading the file once', once(found.readMs)],
    ['DOT: one pass', once(found.dotMs)],
    ['DATAINF: two passes', `${found.datainfMs.toFixed(1)} ms`],
    ['**DATAINF to reading once** (reach: 2.5)', ratio(found.datainfToRead)],
    ['DATAINF to DOT', ratio(found.datainfToDot)],
    ['opening and a first score, to reading once', ((found.openMs + found.datainfMs) / found.readMs).toFixed(2)],
    ['opening, once a store: every number checked, every row measured', `${found.openMs.toFixed(0)} ms`],
    ['its SHA-256, once a store', `${found.hashMs.toFixed(0)} ms`],
    ['memory of the process beside the mapped file', `${found.anonymousMib.toFixed(0)} MiB`],
  ]
  return markdown({ head: ['what', 'median'], rows })
}
