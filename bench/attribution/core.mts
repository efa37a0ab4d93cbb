// One output in the core, over corpora of several sizes: what it takes, and how that grows.
import { type Asked, ask, type Bench, type Corpus, largestSize, normalCorpus, OWNER_BYTES } from './corpora.mts'
import { nameFolder } from './machine.mts'
import type { Line } from './programs.mts'
import { median, millions, milliseconds, percent, type Table } from './table.mts'
import { atMost, type Part, type Verdict } from './verdicts.mts'

export type Measured = { corpus: Corpus; asked: Asked }

const TEXT =
  'Every tenth owner is left out; its text makes the outputs without a source, where at most one line of twenty stands in the data as well. Outputs of 500 tokens, a third each: verbatim, recombined from pieces, absent. Processor time of one thread, end to end from text: tokens, passages, owners, ten sources a passage, shares; each output five times after once, and all figures are over these single runs. Steps: the means of tokens, counts, places and windows, credit, passages, names. Huge pages: how much of what is read of the index the system holds in them; where its memory is in pieces it has none, and searches wait longer.'
const CURVE =
  "The third table: the outputs of the smallest corpus, whose rows are the first of each larger one, asked of all of them in turns, the middle of three turns, and the median beside the smallest corpus's. What grows faster than log N are caches that the data no longer fits."

const CURVE_TURNS = 3

const measured = new Map<number, Promise<Measured>>()

/** The normal case of one size, measured once. */
export function measureNormal(bench: Bench, tokens: number): Promise<Measured> {
  const measure = async () => {
    const corpus = await normalCorpus(bench, tokens)
    return { corpus, asked: await ask(bench, corpus, corpus.outputsFile) }
  }
  const known = measured.get(tokens) ?? measure()
  measured.set(tokens, known)
  return known
}

export async function measureCore(bench: Bench): Promise<Part> {
  const all: Measured[] = []
  for (const tokens of bench.sizes) all.push(await measureNormal(bench, tokens))
  const largest = all.at(-1) as Measured
  return {
    title: 'One output in the core',
    text: `${describeText(bench, largest.corpus)} ${TEXT} ${CURVE}`,
    tables: [describeCorpora(all), figureTable(all), await measureCurve(bench, all)],
    verdicts: largest.asked.kinds.flatMap(verdictsOf),
  }
}

function describeText(bench: Bench, { tokens, rootTokens }: Corpus): string {
  const sum = rootTokens.reduce((total, some) => total + some, 0)
  const parts = bench.texts.map(
    (folder, at) => `${nameFolder(bench.root, folder)} ${percent((rootTokens[at] ?? 0) / sum)}`,
  )
  const wanted = largestSize(bench)
  const short = tokens < wanted * 0.95 ? ` This machine has only ${millions(tokens)} M tokens of it.` : ''
  return `Text files below ${parts.join(', ')} (of the tokens of the largest); owners are packages, or folders three levels deep, of none more than ${OWNER_BYTES >> 20} MiB.${short}`
}

function describeCorpora(all: Measured[]): Table {
  const count = (value: number) => value.toLocaleString('en')
  const rows = all.map(({ corpus: { tokens, rows, owners, segments, differentTokens } }) => [
    `${millions(tokens)} M`,
    ...[rows, owners, segments, differentTokens].map(count),
  ])
  return { head: ['tokens', 'rows', 'owners', 'segments', 'different tokens'], rows }
}

function figureTable(all: Measured[]): Table {
  const head = [
    'tokens',
    'output',
    'median ms',
    'p99 ms',
    'max ms',
    'passages',
    'unattributed',
    'steps ms',
    'huge pages',
  ]
  const rows = all.flatMap(({ corpus, asked }) =>
    asked.kinds.map((line) => [
      `${millions(corpus.tokens)} M`,
      String(line['kind']),
      milliseconds(line['medianUs']),
      milliseconds(line['p99Us']),
      milliseconds(line['maxUs']),
      Number(line['passages']).toFixed(0),
      Number(line['unattributed']).toFixed(2),
      steps(line['stepsUs']),
      typeof line['hugePages'] === 'number' ? percent(line['hugePages']) : '–',
    ]),
  )
  return { head, rows }
}

/** What each step took, in their order. */
function steps(taken: unknown): string {
  const micros = new Map(Object.entries(taken ?? {}))
  const order = ['tokens', 'counts', 'scan', 'credit', 'passages', 'names']
  return order.map((step) => milliseconds(micros.get(step))).join(' · ')
}

async function measureCurve(bench: Bench, all: Measured[]): Promise<Table> {
  const smallest = all[0]?.corpus as Corpus
  const turns: Line[][] = all.map(() => [])
  for (let turn = 0; turn < CURVE_TURNS; turn++)
    for (const [at, { corpus }] of all.entries())
      turns[at]?.push(...(await ask(bench, corpus, smallest.outputsFile, 1)).kinds)
  const middle = (at: number, kind: unknown, field: string) =>
    median((turns[at] ?? []).filter((line) => line['kind'] === kind).map((line) => Number(line[field])))
  const rows = [...new Set(turns.flat().map(({ kind }) => String(kind)))].flatMap((kind) =>
    all.map(({ corpus: { tokens } }, at) => [
      kind,
      `${millions(tokens)} M`,
      milliseconds(middle(at, kind, 'medianUs')),
      milliseconds(middle(at, kind, 'p99Us')),
      (middle(at, kind, 'medianUs') / middle(0, kind, 'medianUs')).toFixed(2),
      (Math.log(tokens) / Math.log(smallest.tokens)).toFixed(2),
    ]),
  )
  return { head: ['output', 'tokens', 'median ms', 'p99 ms', 'beside the smallest', 'log N alone says'], rows }
}

function verdictsOf(line: Line): Verdict[] {
  const ms = (field: string) => Number(line[field]) / 1000
  return [
    atMost(`${line['kind']}, median`, ms('medianUs'), { limit: 0.5, unit: ' ms', acceptable: 1 }),
    atMost(`${line['kind']}, p99`, ms('p99Us'), { limit: 2, unit: ' ms' }),
  ]
}
