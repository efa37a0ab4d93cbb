// What repeats itself: one text thousands of times, and pages that all have the same frame, beside normal text of about that size.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Measured, measureNormal } from './core.mts'
import { ask, type Bench, type Corpus, largestSize, makeCorpus } from './corpora.mts'
import { findRepetitiveText } from './machine.mts'
import type { Line } from './programs.mts'
import { mebibytes, millions, milliseconds, type Table } from './table.mts'
import { atMost, type Part, type Verdict } from './verdicts.mts'

const NO_BLOW_UP = { limit: 2, unit: ' times' }
/** Below that, what was asked before or after whom says more than what was asked. */
const LITTLE_BYTES = 1 << 20

type Worst = Measured & { name: string; normal: Measured }

export async function measureWorst(bench: Bench): Promise<Part> {
  const all: Worst[] = []
  for (const [name, corpus] of await repetitiveCorpora(bench)) {
    const normal = await measureNormal(bench, nearestSize(bench, corpus.tokens))
    all.push({ name, corpus, normal, asked: await ask(bench, corpus, withAbsent(bench, corpus, normal.corpus)) })
  }
  const text = `One text of 6 KB, ${bench.copies.toLocaleString('en')} times, by at most 1,000 owners: outputs are cut from that text, and each verbatim one was seen to be one passage. And HTML of which every page has the same frame (the documentation that comes with Rust, where it is installed). Absent outputs are those of the normal corpus: what is left out of such text shares its frames, so it would not be absent. The ratios are to the normal corpus of the next size, for the same kind of output. Memory: the most of its own that the process held beyond the vocabulary, without the files that are mapped for reading, while it built the index and while it was asked for all outputs.`
  return {
    title: 'What repeats itself',
    text,
    tables: [figureTable(all), memoryTable(all)],
    verdicts: all.flatMap(verdictsOf),
  }
}

async function repetitiveCorpora(bench: Bench): Promise<[string, Corpus][]> {
  const { home, copies, texts } = bench
  const once = { home, roots: texts.slice(0, 1), tokens: largestSize(bench), copies }
  const all: [string, Corpus][] = [['copies', await makeCorpus(bench, once)]]
  const html = findRepetitiveText()
  if (html === undefined) return all
  const pages = { home: join(home, 'html'), roots: [html], tokens: largestSize(bench) }
  return [...all, ['HTML', await makeCorpus(bench, pages)]]
}

function nearestSize(bench: Bench, tokens: number): number {
  const distance = (size: number) => Math.abs(Math.log(size / tokens))
  return [...bench.sizes].sort((one, other) => distance(one) - distance(other))[0] ?? 0
}

/** Its own outputs that have a source, and the normal corpus's that have none. */
function withAbsent(bench: Bench, own: Corpus, normal: Corpus): string {
  const lines = (corpus: Corpus) => readFileSync(corpus.outputsFile, 'utf8').trim().split('\n')
  const isAbsent = (line: string) => (JSON.parse(line) as { kind: string }).kind === 'absent'
  const chosen = [...lines(own).filter((line) => !isAbsent(line)), ...lines(normal).filter(isAbsent)]
  const file = join(bench.home, 'outputs-worst.jsonl')
  writeFileSync(file, `${chosen.join('\n')}\n`)
  return file
}

function figureTable(all: Worst[]): Table {
  const head = [
    'data',
    'tokens',
    'output',
    'median ms',
    'p99 ms',
    'passages',
    'unattributed',
    'beside',
    'median ratio',
    'p99 ratio',
  ]
  const rows = all.flatMap((worst) =>
    worst.asked.kinds.map((line) => [
      worst.name,
      `${millions(worst.corpus.tokens)} M`,
      String(line['kind']),
      milliseconds(line['medianUs']),
      milliseconds(line['p99Us']),
      Number(line['passages']).toFixed(0),
      Number(line['unattributed']).toFixed(2),
      `${millions(worst.normal.corpus.tokens)} M`,
      ratio(worst, line, 'medianUs').toFixed(2),
      ratio(worst, line, 'p99Us').toFixed(2),
    ]),
  )
  return { head, rows }
}

function ratio({ normal }: Worst, line: Line, field: string): number {
  const same = normal.asked.kinds.find(({ kind }) => kind === line['kind'])
  return Number(line[field]) / Number(same?.[field])
}

function memoryTable(all: Worst[]): Table {
  const row = (name: string, { corpus, asked }: Measured) => [
    name,
    `${millions(corpus.tokens)} M`,
    `${mebibytes(corpus.buildPeakBytes)} MiB`,
    `${bytesAToken(corpus).toFixed(1)} B`,
    `${mebibytes(asked.peakBytes)} MiB`,
  ]
  const normal = new Map(all.map((worst) => [worst.normal.corpus.tokens, worst.normal]))
  const rows = [
    ...[...normal.values()].map((measured) => row('normal', measured)),
    ...all.map((worst) => row(worst.name, worst)),
  ]
  return { head: ['data', 'tokens', 'most memory, building', 'a token', 'most memory, asked'], rows }
}

function bytesAToken({ buildPeakBytes, tokens, rows }: Corpus): number {
  return buildPeakBytes / (tokens + rows)
}

function verdictsOf(worst: Worst): Verdict[] {
  const { name, corpus, normal, asked } = worst
  const times = (field: string) => Math.max(...asked.kinds.map((line) => ratio(worst, line, field)))
  const asking = asked.peakBytes / Math.max(normal.asked.peakBytes, LITTLE_BYTES)
  const building = bytesAToken(corpus) / bytesAToken(normal.corpus)
  return [
    atMost(`${name} against the normal case, median`, times('medianUs'), { limit: 5, unit: ' times' }),
    atMost(`${name} against the normal case, p99`, times('p99Us'), { limit: 5, unit: ' times' }),
    atMost(`${name}, memory of building, a token, against the normal case`, building, NO_BLOW_UP),
    atMost(`${name}, memory while asked against the normal case`, asking, NO_BLOW_UP),
  ]
}
