// Do estimates of influence say what really happens? A small model with adapters is trained anew on random halves of its data (truth.py), and the
// scores of each estimator are held against what that did: the linear datamodelling score. Prints tables and writes bench/results/influence.md.
// `npm run bench:influence`; PYTHON names a Python with bench/influence/requirements.txt, `--no-speed` leaves out the large store.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interval, linearDatamodellingScores, mean } from './score.mts'

type Gradients = typeof import('../../src/attribution/gradients')
type Estimator = import('../../src/attribution/gradients').Estimator
const { openGradients } = createRequire(import.meta.url)('../../lib/attribution/gradients.js') as Gradients

type Truth = {
  rows: number
  seeds: number
  halves: number[][]
  /** By half, query and seed. */
  losses: number[][][]
  frozenLoss: number
  adaptedLoss: number
  /** By query and row, from numpy. */
  datainf: number[][]
}
type Speed = { rows: number; columns: number; layers: number; bytes: number; openMs: number; hashMs: number } & {
  readMs: number
  dotMs: number
  datainfMs: number
  datainfToRead: number
  datainfToDot: number
}

const ESTIMATORS: Estimator[] = ['DATAINF', 'FISHER', 'DOT', 'COSINE']
const root = fileURLToPath(new URL('../..', import.meta.url))
const home = await mkdtemp(join(tmpdir(), 'headwater-influence-'))
try {
  const trainingSeconds = findTruth()
  const truth = JSON.parse(await readFile(join(home, 'truth.json'), 'utf8')) as Truth
  const lines = [...describe(truth, trainingSeconds), ...(await quality(truth))]
  if (!process.argv.includes('--no-speed')) lines.push('', ...speed())
  const text = `${lines.join('\n')}\n`
  process.stdout.write(text)
  await writeFile(join(root, 'bench/results/influence.md'), text)
} finally {
  await rm(home, { recursive: true, force: true })
}

/** Trains, and says how many seconds of one core it took. */
function findTruth(): number {
  const python = process.env['PYTHON'] ?? 'python3'
  const script = join(root, 'bench/influence/truth.py')
  const before = childSeconds()
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
  const { status } = spawnSync(python, [script, join(root, 'node_modules'), home], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`${python} could not train: it needs bench/influence/requirements.txt (PYTHON=…)`)
  return childSeconds() - before
}

/** Wall time here; the trainings are one thread, so on a quiet machine it is the processor's time. */
function childSeconds(): number {
  return performance.now() / 1000
}

function describe(truth: Truth, seconds: number): string[] {
  const [queries, trainings] = [truth.datainf.length, truth.halves.length * truth.seeds]
  return [
    '# Influence: estimates against the truth',
    '',
    `\`npm run bench:influence\`, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}.`,
    '',
    'A character model (6 characters of context, 48 hidden units) trained on README files and frozen; adapters of rank four on both of its layers trained',
    `on ${truth.rows} passages of 16 other READMEs; ${queries} held-out passages of the same READMEs as outputs, whose mean loss it lowers from ${truth.frozenLoss.toFixed(3)} to ${truth.adaptedLoss.toFixed(3)}.`,
    `Trained again on ${truth.halves.length} random halves with ${truth.seeds} seeds each: ${trainings} trainings, ${seconds.toFixed(0)} s in all on one thread (other work on the machine included).`,
    '',
    "LDS: over the halves, the rank correlation between the sum of a half's scores and the loss that training on it really gave, averaged over seeds; mean",
    'over outputs, with the 95 % interval of resampling the outputs. 1 would be a perfect estimate of the order, 0 is none.',
    '',
  ]
}

async function quality(truth: Truth): Promise<string[]> {
  using train = { store: await openGradients(join(home, 'train')), [Symbol.dispose]: () => train.store.close() }
  const lines = ['| estimator | LDS | 95 % interval |', '|---|---|---|']
  let farthest = 0
  for (const estimator of ESTIMATORS) {
    const benefits: number[][] = []
    for (const [row, reference] of truth.datainf.entries()) {
      const query = { folder: join(home, 'query'), row }
      const { scores, orientation } = await train.store.score(query, { estimator })
      const sign = orientation === 'NEGATIVE_HELPS' ? -1 : 1
      benefits.push(Array.from(scores, (score) => sign * score))
      if (estimator === 'DATAINF') farthest = Math.max(farthest, distance(scores, reference))
    }
    lines.push(row(estimator, linearDatamodellingScores(benefits, truth.halves, truth.losses)))
  }
  const noise = truth.datainf.map((scores, query) => scores.map((_, at) => Math.sin(at * 12.9898 + query * 78.233)))
  lines.push(row('numbers that mean nothing', linearDatamodellingScores(noise, truth.halves, truth.losses)))
  const apart = farthest.toExponential(1)
  return [
    ...lines,
    '',
    `DataInf by numpy on the same store: no score differs by more than ${apart} of the largest of its output.`,
  ]
}

function row(name: string, scores: number[]): string {
  const [low, high] = interval(scores)
  return `| ${name} | ${mean(scores).toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} |`
}

function distance(scores: Float64Array, reference: number[]): number {
  const largest = Math.max(...reference.map(Math.abs))
  return Math.max(...reference.map((value, at) => Math.abs(value - (scores[at] ?? Number.NaN)))) / largest
}

function speed(): string[] {
  const example = ['run', '--release', '--quiet', '--manifest-path', join(root, 'native/Cargo.toml')]
  const { status, stdout } = spawnSync('cargo', [...example, '-p', 'attribution', '--example', 'gradients'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error('the example `gradients` failed')
  const found = JSON.parse(stdout) as Speed
  const gigabytes = (ms: number) => `${ms.toFixed(1)} ms, ${(found.bytes / ms / 1e6).toFixed(1)} GB/s`
  return [
    `## ${found.rows.toLocaleString('en')} × ${found.columns.toLocaleString('en')} float16 in ${found.layers} layers, one thread, pages in memory`,
    '',
    '| what | median |',
    '|---|---|',
    `| reading the file once, words added up | ${gigabytes(found.readMs)} |`,
    `| DOT: one pass | ${gigabytes(found.dotMs)} |`,
    `| DATAINF: two passes | ${found.datainfMs.toFixed(1)} ms |`,
    `| DATAINF to reading once, DATAINF to DOT | ${found.datainfToRead.toFixed(2)}, ${found.datainfToDot.toFixed(2)} |`,
    `| opening: every number checked and measured · SHA-256 | ${found.openMs.toFixed(0)} ms · ${found.hashMs.toFixed(0)} ms |`,
  ]
}
