// Do estimates of influence say what really happens? A small model with adapters is trained anew on random halves of its data (truth.py), and the
// scores of each estimator are held against what that did: the linear datamodelling score. PYTHON names a Python with bench/influence/requirements.txt.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeRun } from '../attribution/machine.mts'
import { markdown } from '../attribution/table.mts'
import { agreement, interval, linearDatamodellingScores, mean } from './score.mts'

type Gradients = typeof import('../../src/attribution/gradients')
type Estimator = import('../../src/attribution/gradients').Estimator
const { openGradients } = createRequire(import.meta.url)('../../lib/attribution/gradients.js') as Gradients

type NumberType = 'float32' | 'float16'
type Truth = {
  rows: number
  seeds: number
  halves: number[][]
  /** By half, query and seed. */
  losses: number[][][]
  frozenLoss: number
  adaptedLoss: number
  /** By query and row, from numpy. */
  datainf: Record<NumberType, number[][]>
  cpuSeconds: number
}

/** What is tried: the first is `influence/1`. */
const TRIED: { estimator: Estimator; damping?: number; numbers: NumberType }[] = [
  { estimator: 'DATAINF', damping: 0.1, numbers: 'float32' },
  { estimator: 'DATAINF', damping: 0.1, numbers: 'float16' },
  { estimator: 'DATAINF', damping: 0.01, numbers: 'float32' },
  { estimator: 'DATAINF', damping: 1, numbers: 'float32' },
  { estimator: 'FISHER', damping: 0.1, numbers: 'float32' },
  { estimator: 'FISHER', damping: 1, numbers: 'float32' },
  { estimator: 'FISHER', damping: 10, numbers: 'float32' },
  { estimator: 'DOT', numbers: 'float32' },
  { estimator: 'COSINE', numbers: 'float32' },
]
const root = fileURLToPath(new URL('../..', import.meta.url))

export async function describeTruth(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'headwater-influence-'))
  try {
    const machine = describeRun()
    const truth = await findTruth(home)
    return [...describe(truth, machine), '', ...(await quality(truth, home))].join('\n')
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function findTruth(home: string): Promise<Truth> {
  const python = process.env['PYTHON'] ?? 'python3'
  const script = join(root, 'bench/influence/truth.py')
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
  const { status } = spawnSync(python, [script, join(root, 'node_modules'), home], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`${python} could not train: it needs bench/influence/requirements.txt (PYTHON=…)`)
  return JSON.parse(await readFile(join(home, 'truth.json'), 'utf8')) as Truth
}

function describe(truth: Truth, machine: string): string[] {
  const trainings = truth.halves.length * truth.seeds
  return [
    '## Truth',
    '',
    `\`npm run bench:influence -- --only truth\`, ${new Date().toISOString().slice(0, 10)}. ${machine}.`,
    '',
    'A character model (6 characters of context, 48 hidden units) trained on README files and frozen; adapters of rank four on both of its layers trained on',
    `${truth.rows} passages of 16 other READMEs; ${truth.losses[0]?.length} held-out passages of the same READMEs as outputs, whose mean loss that lowers from ${truth.frozenLoss.toFixed(3)} to ${truth.adaptedLoss.toFixed(3)}.`,
    `Trained again on ${truth.halves.length} random halves with ${truth.seeds} seeds each: ${trainings} trainings; all of it takes ${truth.cpuSeconds.toFixed(0)} s of one core.`,
    '',
    "LDS: over the halves, the rank correlation between the sum of a half's scores and what training on it really did to an output's loss, the mean of the",
    'seeds; then the mean over the outputs, with its 95 % interval from resampling them. 1 is a perfect order, 0 none. Chance decides part of a',
    'training: the last row is what two seeds say of the other three: how far the truth repeats itself.',
  ]
}

async function quality(truth: Truth, home: string): Promise<string[]> {
  const rows: string[][] = []
  for (const tried of TRIED) {
    const scores = linearDatamodellingScores(await benefits(truth, home, tried), truth.halves, truth.losses)
    rows.push(row(tried.estimator, tried.damping?.toString() ?? '', tried.numbers, scores))
  }
  const noise = truth.datainf.float32.map((scores, query) =>
    scores.map((_, at) => Math.sin(at * 12.9898 + query * 78.2)),
  )
  rows.push(row('numbers that mean nothing', '', '', linearDatamodellingScores(noise, truth.halves, truth.losses)))
  rows.push(row('two seeds of the other three', '', '', agreement(truth.losses, 2)))
  const apart = `${await farthest(truth, home, 'float32')} (float32) and ${await farthest(truth, home, 'float16')} (float16)`
  return [
    markdown({ head: ['estimator', 'damping', 'store', 'LDS', '95 % interval'], rows }),
    '',
    `DataInf by numpy, in doubles on the same stores: no score differs by more than ${apart} of the largest of its output.`,
  ]
}

/** By query and row, larger is better. */
async function benefits(truth: Truth, home: string, tried: (typeof TRIED)[number]): Promise<number[][]> {
  const { numbers, ...options } = tried
  const store = await openGradients(join(home, numbers, 'train'))
  try {
    const found: number[][] = []
    for (const row of truth.datainf[numbers].keys()) {
      const { scores, orientation } = await store.score({ folder: join(home, numbers, 'query'), row }, options)
      found.push(Array.from(scores, (score) => (orientation === 'NEGATIVE_HELPS' ? -score : score)))
    }
    return found
  } finally {
    store.close()
  }
}

async function farthest(truth: Truth, home: string, numbers: NumberType): Promise<string> {
  const found = await benefits(truth, home, { estimator: 'DATAINF', numbers })
  const distances = truth.datainf[numbers].map((reference, query) => {
    const largest = Math.max(...reference.map(Math.abs))
    return Math.max(...reference.map((value, at) => Math.abs(value + (found[query]?.[at] ?? Number.NaN)))) / largest
  })
  return Math.max(...distances).toExponential(1)
}

function row(name: string, damping: string, store: string, scores: number[]): string[] {
  const [low, high] = interval(scores)
  return [name, damping, store, mean(scores).toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`]
}
