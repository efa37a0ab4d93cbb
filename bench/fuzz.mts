// What does the engine do with bytes that nobody meant for it? Builds every fuzz target with coverage and the address sanitizer, runs each for
// `--seconds`, as many at once as `--jobs`, and writes what it saw of them to bench/results/fuzz.md. `npm run fuzz -- --seconds 600`; `--only NAME,…` runs some, and
// leaves what stands there of the others. A crash leaves its input below `--home` and makes this exit 1.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeRun } from './attribution/machine.mts'
import { markdown } from './attribution/table.mts'

const root = fileURLToPath(new URL('..', import.meta.url))
const crate = join(root, 'native/fuzz')
const record = join(root, 'bench/results/fuzz.md')
// The sanitizer has no stable switch yet, though every stable toolchain brings it. With a target named, build scripts are left alone.
const TRIPLE = 'x86_64-unknown-linux-gnu'
const COVERAGE = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
]
const RUSTFLAGS = ['--cfg', 'fuzzing', '-Zsanitizer=address', ...COVERAGE, '-Cforce-frame-pointers'].join(' ')

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    jobs: { type: 'string', default: String(cpus().length) },
    seed: { type: 'string', default: '1' },
    home: { type: 'string' },
    only: { type: 'string' },
  },
})
const home = given.home ?? mkdtempSync(join(tmpdir(), 'headwater-fuzz-'))

type Outcome = { name: string; runs: string; kept: string; coverage: string; memoryMb: string; faults: string[] }

const names = readdirSync(join(crate, 'targets')).map((file) => file.replace('.rs', ''))
const only = given.only?.split(',') ?? names
const unknown = only.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`no fuzz target is called ${unknown}: there are ${names.sort().join(', ')}`)
const waiting = [...only].sort()
const outcomes: Outcome[] = []
build()
await Promise.all(Array.from({ length: Number(given.jobs) }, work))
outcomes.sort((one, other) => one.name.localeCompare(other.name))
report()
if (outcomes.some((one) => one.faults.length > 0)) process.exitCode = 1

function build(): void {
  const args = ['build', '--quiet', '--release', '--bins', '--target', TRIPLE]
  const env = { ...process.env, RUSTC_BOOTSTRAP: '1', RUSTFLAGS }
  const built = spawnSync('cargo', args, { cwd: crate, env, stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the fuzz targets do not build')
}

async function work(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    console.error(`${name}: ${given.seconds} s`)
    const outcome = await fuzz(name)
    console.error(`${name}: ${outcome.runs} runs, ${outcome.faults.length} faults`)
    outcomes.push(outcome)
  }
}

async function fuzz(name: string): Promise<Outcome> {
  const corpus = join(home, name, 'corpus')
  const artifacts = join(home, name, 'faults')
  for (const folder of [corpus, artifacts]) mkdirSync(folder, { recursive: true })
  const limits = [
    `-max_total_time=${given.seconds}`,
    `-seed=${given.seed}`,
    '-max_len=1024',
    '-timeout=60',
    // What the fuzzer itself does at every comparison makes some inputs take many seconds: no fault of the engine's.
    '-report_slow_units=60',
    '-rss_limit_mb=4096',
  ]
  const args = [...limits, '-len_control=0', '-print_final_stats=1', `-artifact_prefix=${artifacts}/`, corpus]
  const log = await output(join(crate, 'target', TRIPLE, 'release', name), args)
  writeFileSync(join(home, name, 'log'), log)
  const last = (pattern: RegExp) => [...log.matchAll(pattern)].at(-1)?.[1] ?? '?'
  return {
    name,
    runs: last(/stat::number_of_executed_units:\s+(\d+)/g),
    kept: last(/ corp: (\d+)/g),
    coverage: last(/ cov: (\d+)/g),
    memoryMb: last(/stat::peak_rss_mb:\s+(\d+)/g),
    faults: readdirSync(artifacts).map((file) => join(artifacts, file)),
  }
}

function output(program: string, args: string[]): Promise<string> {
  // In memory where there is some: every input of most targets writes files.
  const env = { ...process.env, TMPDIR: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() }
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
  const parts: Buffer[] = []
  child.stderr.on('data', (part: Buffer) => parts.push(part))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', () => done(Buffer.concat(parts).toString('utf8')))
  })
}

/** Writes the rows of the targets that ran, each with how it ran, among those of the others that ran before. */
function report(): void {
  const engine = execFileSync('git', ['log', '-1', '--format=%h', '--', 'native/core/src'], {
    cwd: root,
    encoding: 'utf8',
  }).trim()
  const day = new Date().toISOString().slice(0, 10)
  const rows = outcomes.map((one) => [
    one.name,
    `${given.seconds} s`,
    given.seed,
    engine,
    day,
    one.runs,
    one.kept,
    one.coverage,
    one.memoryMb,
    String(one.faults.length),
  ])
  const head = ['target', 'time', 'seed', 'engine', 'day', 'inputs', 'kept', 'edges', 'peak MiB', 'faults']
  console.log(`${markdown({ head, rows })}\n`)
  for (const fault of outcomes.flatMap((one) => one.faults)) console.log(fault)
  const others = earlier().filter(
    ([name, ...cells]) => names.includes(name ?? '') && !only.includes(name ?? '') && cells.length === head.length - 1,
  )
  const all = [...rows, ...others]
  all.sort(([one], [other]) => (one ?? '').localeCompare(other ?? ''))
  const intro = `# Fuzzing the engine\n\n\`npm run fuzz -- --seconds ${given.seconds} --seed ${given.seed} --jobs ${given.jobs}\`. ${describeRun()}.`
  const how =
    'Every target runs under the address sanitizer with overflow checks and debug assertions on. `native/fuzz/targets` says what each feeds the engine and what it demands of the answer. Engine: the commit that changed its source last.'
  writeFileSync(record, `${intro}\n\n${how}\n\n${markdown({ head, rows: all })}\n`)
}

/** The rows that the record holds. */
function earlier(): string[][] {
  if (!existsSync(record)) return []
  const lines = readFileSync(record, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
  return lines.map((line) => line.slice(2, -2).split(' | '))
}
