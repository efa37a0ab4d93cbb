// Does a node that is wrong in every way, at any moment, with any forks, restarts and kills, leave one row different? Runs by seed, each against a
// calm index of its final chain. `npm run simulate -- --seed 1 --runs 500`; `--minutes 5` begins no run after that; `--record` adds
// the runs to bench/results/simulation.md, slice by slice where a campaign is made of several; `--named` runs the seeds that once failed. Exits 1 on any difference.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Ground, openGround, TEMPLATE } from './simulation/ground.mts'
import { NAMED } from './simulation/named.mts'
import { figuresOf, readCommit, record } from './simulation/record.mts'
import { type Outcome, type Scope, simulate } from './simulation/run.mts'

const require = createRequire(import.meta.url)
const { startPostgres } = require('../lib/dev/postgres.js') as typeof import('../src/dev/postgres')

const SHOWN_DIFFERENCES = 10
// A node that has gone through many more chains than these loses states that it should have, and can't go back.
const RUNS_ON_A_NODE = 10

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '1440' },
    record: { type: 'boolean', default: false },
    named: { type: 'boolean', default: false },
  },
})
const commit = values.record ? readCommit() : null
const everything: Scope = 'everything'
const drawn = Array.from({ length: Number(values.runs) }, (_, run) => ({
  seed: Number(values.seed) + run,
  scope: everything,
}))
const runs: readonly { seed: number; scope: Scope }[] = values.named ? NAMED : drawn
let late = Date.now() + Number(values.minutes) * 60_000
// Who is asked to end does so after the run at hand, and what ran is not lost.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (late = 0))
const home = mkdtempSync(join(tmpdir(), 'headwater-simulation-'))
const server = await startPostgres(join(home, 'postgres'))
const outcomes: Outcome[] = []
try {
  let template: string | undefined
  for (let first = 0; first < runs.length && Date.now() <= late; first += RUNS_ON_A_NODE) {
    const ground = await openGround(join(home, `chain-${first}`), server.url, template)
    template = TEMPLATE
    try {
      for (const run of runs.slice(first, first + RUNS_ON_A_NODE)) if (Date.now() <= late) await play(ground, run)
    } finally {
      await ground.stop()
    }
  }
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}
console.log(JSON.stringify(figuresOf(outcomes)))
if (commit !== null) record(fileURLToPath(new URL('./results/simulation.md', import.meta.url)), commit, outcomes)
process.exit(outcomes.every(({ wrong }) => wrong.length === 0) ? 0 : 1)

async function play(ground: Ground, { seed, scope }: { seed: number; scope: Scope }): Promise<void> {
  const begun = Date.now()
  const outcome = await simulate(ground, seed, scope)
  outcomes.push(outcome)
  const { runs: _, wrong: count, ...figures } = figuresOf([outcome])
  const ended = outcome.ended.join(' ')
  console.log(
    `seed ${seed}: ${count} differences ${JSON.stringify({ checks: outcome.checks, ...figures, ended, ms: Date.now() - begun })}`,
  )
  for (const line of outcome.wrong.slice(0, SHOWN_DIFFERENCES)) console.log(line.slice(0, 1000))
}
