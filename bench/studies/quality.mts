// Does the credit go to the right source? Real text with known answers, `suffix-array/1` beside other parameters and beside plain matches.
// `npm run study:quality`; `-- --seed S`. Writes bench/results/quality.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeRun } from '../attribution/machine.mts'
import { markdown } from '../attribution/table.mts'
import { createRules, type Rule, type Shares } from './quality-rules.mts'
import { createQualitySet, packageOf, type Question } from './quality-set.mts'
import { readDocuments } from './texts.mts'

type Engine = typeof import('../../src/attribution/engine')
type Index = import('../../src/attribution/engine').Index
const { buildIndex, openIndex } = createRequire(import.meta.url)('../../lib/attribution/engine.js') as Engine

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: given } = parseArgs({ options: { seed: { type: 'string', default: '1' } } })
const COPY_TOKENS = 32

const METHOD = `The data are the first version of each README, changelog, licence and declaration file (\`.d.ts\`) under node_modules, in rows of 180 words; every tenth owner is left out.
The questions are excerpts of 250 words of *other* versions of the same files, by how many of their word triples the version in the data has (copies 98 % and more, light rewrites 80 %, heavy
30 %); READMEs of the owners left out ("absent": none has a passage of ${COPY_TOKENS} tokens in common with the data); their licences; and 15 to 90 words of one row planted in an absent text, as
they are and with every fifth word replaced.

Real copies and near copies are so many versions of one file, and licences; of forked READMEs (under other names, by other owners) there are fewer than ten here, too few for a figure.
In brackets: from how many different files and rows they were drawn.

*Right source*: the row with the largest share is of the right package; for planted passages that of the first row that has them. *AUC*: the chance that an excerpt of another version gets more credit in all than an absent one.
*Elsewhere*: credit for other packages than the right one. *Absent*, *licences*: all credit, which should be none. Plain matches are counted in characters, the earliest row first.`

const home = mkdtempSync(join(tmpdir(), 'headwater-quality-'))
try {
  await study()
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function study(): Promise<void> {
  const machine = describeRun()
  const documents = readDocuments(root, /^(readme|licen[cs]e|changelog)|\.d\.ts$/i)
  const { rows, questions } = createQualitySet(documents, Number(given.seed))
  await buildIndex(join(home, 'index'), { rows })
  const index = await openIndex(join(home, 'index'))
  const asked = await withoutCopies(index, questions)
  const rules = createRules(new Map(rows.map(({ id }, at) => [id, at])))
  const lines: string[][] = []
  for (const rule of rules) {
    lines.push(await lineOf(rule, index, asked))
    console.error(rule.name)
  }
  const { tokens, owners } = index.info()
  index.close()
  const head = [
    'rule',
    'right source',
    'AUC',
    'share found: copies',
    'light',
    'heavy',
    'elsewhere',
    'absent',
    'licences',
  ]
  const table = markdown({ head: [...head, 'planted: right', 'every fifth word replaced'], rows: lines })
  const intro = `# Does the credit go to the right source?\n\n\`npm run study:quality -- --seed ${given.seed}\`, ${new Date().toISOString().slice(0, 10)}. ${machine}.`
  const data = `${rows.length.toLocaleString('en')} rows, ${tokens.toLocaleString('en')} tokens, ${owners} owners. ${countOf(asked)}.`
  console.log(table)
  writeFileSync(join(root, 'bench/results/quality.md'), `${intro}\n\n${METHOD}\n\n${data}\n\n${table}\n`)
}

/** Absent texts that have a long passage in common with the data after all are not absent; what is planted in them goes too. */
async function withoutCopies(index: Index, questions: Question[]): Promise<Question[]> {
  const known = new Set<string>()
  for (const { text } of questions.filter(({ kind }) => kind === 'absent')) {
    const { passages } = await index.attribute(text, { maxPassages: 10_000, maxSources: 1 })
    if (passages.some(({ tokens }) => tokens >= COPY_TOKENS)) known.add(text)
  }
  return questions.filter(({ text, around }) => !known.has(around ?? text))
}

function countOf(questions: Question[]): string {
  const kinds = [...Map.groupBy(questions, ({ kind }) => kind)]
  return kinds.map(([kind, of]) => `${kind} ${of.length} (${new Set(of.map(({ from }) => from)).size})`).join(', ')
}

type Found = { kind: Question['kind']; all: number; right: number; isRight: boolean }

async function lineOf(rule: Rule, index: Index, questions: Question[]): Promise<string[]> {
  const found: Found[] = []
  for (const question of questions) found.push(judge(question, await rule.share(index, question.text)))
  const of = (...kinds: Question['kind'][]) => found.filter(({ kind }) => kinds.includes(kind))
  const versions = of('copy', 'light', 'heavy')
  const right = (those: Found[]) => `${those.filter(({ isRight }) => isRight).length}/${those.length}`
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  const part = (...kinds: Question['kind'][]) => mean(of(...kinds).map((one) => one.right)).toFixed(3)
  return [
    rule.name,
    right(versions),
    auc(
      versions.map(({ all }) => all),
      of('absent').map(({ all }) => all),
    ).toFixed(3),
    part('copy'),
    part('light'),
    part('heavy'),
    percent(mean(versions.map((one) => one.all - one.right))),
    percent(mean(of('absent').map(({ all }) => all))),
    percent(mean(of('licence').map(({ all }) => all))),
    right(of('planted')),
    right(of('altered')),
  ]
}

function judge({ kind, source }: Question, shares: Shares): Found {
  const listed = [...shares].sort(([, one], [, other]) => other - one)
  const isOfSource = (id: string) => packageOf(id) === source
  const sum = (those: typeof listed) => those.reduce((total, [, share]) => total + share, 0)
  const first = listed[0]
  return {
    kind,
    all: sum(listed),
    right: sum(listed.filter(([id]) => isOfSource(id))),
    isRight: first !== undefined && first[1] > 0 && isOfSource(first[0]),
  }
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function auc(positive: number[], negative: number[]): number {
  const wins = positive.flatMap((one) => negative.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)))
  return mean(wins)
}
