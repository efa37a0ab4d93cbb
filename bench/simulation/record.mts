// The campaign's own record: every recorded call of the command adds a line of runs, and the totals and the faults by kind follow from what stands there.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { describeMachine } from '../machine.mts'
import type { Outcome } from './run.mts'

const COLUMNS = [
  'runs',
  'blocks',
  'rows',
  'forks',
  'deepForks',
  'restarts',
  'kills',
  'faults',
  'ended',
  'wrong',
] as const
type Figures = Record<(typeof COLUMNS)[number], number>
/** `commit`: what was run, as far as it was committed. */
type Line = { seeds: string; commit: string; figures: Figures }

const TITLES = [
  'runs',
  'blocks',
  'rows compared',
  'forks',
  'of them below finality',
  'restarts',
  'kill -9',
  'faults',
  'ended by itself',
  'differing rows',
]

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0)
  return {
    runs: outcomes.length,
    blocks: sum(({ blocks }) => blocks),
    rows: sum(({ rows }) => rows),
    forks: sum(({ forks }) => forks),
    deepForks: sum(({ deepForks }) => deepForks),
    restarts: sum(({ restarts }) => restarts),
    kills: sum(({ kills }) => kills),
    faults: sum(({ faults }) => [...faults.values()].reduce((total, count) => total + count, 0)),
    ended: sum(({ ended }) => ended.length),
    wrong: sum(({ wrong }) => wrong.length),
  }
}

export function record(file: string, commit: string, outcomes: readonly Outcome[]): void {
  const before = readRecord(file)
  const [first, last] = [outcomes[0]?.seed, outcomes.at(-1)?.seed]
  const seeds = `${first} to ${last}`
  const line: Line = { seeds, commit, figures: figuresOf(outcomes) }
  const lines = [...before.lines.filter((other) => other.seeds !== seeds), line]
  const { kinds } = before
  const add = (kind: string, count: number) => kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  for (const { faults, checks } of outcomes) {
    add(`runs at level ${checks}`, 1)
    for (const [kind, count] of faults) add(kind, count)
  }
  writeFileSync(file, textOf(lines, kinds))
}

/** Of what is about to run; results of others don't change it. */
export function readCommit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':/', ':(exclude,top)bench/results')
  return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '-dirty'}`
}

const LINE = /^\| (\d+ to \d+) \| ([0-9a-f]+(?:-dirty)?) \| (.*) \|$/
const KIND = /^\| ([a-z -]+) \| (\d+) \|$/

function readRecord(file: string): { lines: Line[]; kinds: Map<string, number> } {
  const lines: Line[] = []
  const kinds = new Map<string, number>()
  for (const text of textIn(file).split('\n')) {
    const [, seeds, ranAt, cells] = LINE.exec(text) ?? []
    const [, kind, count] = KIND.exec(text) ?? []
    if (seeds && ranAt && cells) lines.push({ seeds, commit: ranAt, figures: readFigures(cells) })
    else if (kind !== undefined) kinds.set(kind, Number(count))
  }
  return { lines, kinds }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function readFigures(cells: string): Figures {
  const values = cells.split(' | ').map(Number)
  return Object.fromEntries(COLUMNS.map((column, index) => [column, values[index] ?? 0])) as Figures
}

function textOf(lines: readonly Line[], kinds: ReadonlyMap<string, number>): string {
  const total = (column: keyof Figures) => lines.reduce((sum, { figures }) => sum + figures[column], 0)
  const row = (name: string, ranAt: string, value: (column: keyof Figures) => number) =>
    `| ${[name, ranAt, ...COLUMNS.map(value)].join(' | ')} |`
  const machine = describeMachine()
  return `# Simulation

Random chains, forks, faults of nodes, restarts and kills by seed; after each run every row is held against a calm index of the final chain, made by
Subsquid's own source. \`npm run simulate -- --seed 1 --runs 500 --record\`. ${machine}.

| seeds | commit | ${TITLES.join(' | ')} |
|---|---|${TITLES.map(() => '---:').join('|')}|
${lines.map(({ seeds, commit: ranAt, figures }) => row(seeds, ranAt, (column) => figures[column])).join('\n')}
${row('all', '', total)}

| what | how often |
|---|---:|
${[...kinds]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([kind, count]) => `| ${kind} | ${count} |`)
  .join('\n')}

"Ended by itself": the processor named what no retry of its own could mend, and was started again, as whoever keeps processes does.
`
}
