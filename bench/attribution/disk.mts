// What an index takes on disk: infini-gram's files, and ours beside them, for a segment with few rows and for one with many.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type Corpus, largestSize, makeCorpus, normalCorpus, OWNER_BYTES } from './corpora.mts'
import { millions, type Table } from './table.mts'
import { atMost, type Part } from './verdicts.mts'

const BASE = ['tokenized', 'table', 'offset', 'metadata', 'metaoff', 'unigram']

/** A segment with more rows says in three bytes, not in two, which row a suffix stands in. */
const FEW_ROWS = 65_536
/** Bytes of a row: so short that a segment of a third of the largest corpus has more, or so long that it has fewer. */
const SHORT_ROWS = 100
const LONG_ROWS = 2_400

type Sizes = { corpus: Corpus; files: Map<string, number>; base: number; ours: number }

export async function measureDisk(bench: Bench): Promise<Part> {
  const largest = await normalCorpus(bench, largestSize(bench))
  const of = (name: string, rowBytes: number, tokens: number) =>
    makeCorpus(bench, { home: join(bench.home, name), roots: bench.texts, tokens, ownerBytes: OWNER_BYTES, rowBytes })
  const short = await of('short-rows', SHORT_ROWS, bench.sizes.at(-2) ?? largestSize(bench))
  const long = await of('long-rows', LONG_ROWS, largestSize(bench))
  const all = [largest, short, long].map(sizesOf)
  return {
    title: 'On disk',
    text: `Bytes a token: the largest index, one of short rows (${SHORT_ROWS} bytes and more), and one of long rows (${LONG_ROWS.toLocaleString('en')} bytes and more). Which row a suffix stands in takes two bytes in a segment of at most ${FEW_ROWS.toLocaleString('en')} rows, three in these others.`,
    tables: [describe(all)],
    verdicts: all.map(({ corpus, base, ours }) =>
      atMost(`sidecars beside the base files, ${nameRows(corpus)}`, ours / base, { limit: 1, unit: ' times' }),
    ),
  }
}

function sizesOf(corpus: Corpus): Sizes {
  const files = new Map<string, number>()
  for (const name of readdirSync(corpus.folder)) {
    const what = name.split('.')[0] ?? name
    files.set(what, (files.get(what) ?? 0) + statSync(join(corpus.folder, name)).size)
  }
  const sum = (isWanted: (what: string) => boolean) =>
    [...files].reduce((total, [what, bytes]) => total + (isWanted(what) ? bytes : 0), 0)
  return { corpus, files, base: sum((what) => BASE.includes(what)), ours: sum((what) => !BASE.includes(what)) }
}

function describe(all: Sizes[]): Table {
  const names = [...(all[0]?.files ?? [])].sort(([, one], [, other]) => other - one).map(([name]) => name)
  const line = (what: string, bytesOf: (sizes: Sizes) => number) => [
    what,
    ...all.map((sizes) => (bytesOf(sizes) / sizes.corpus.tokens).toFixed(2)),
  ]
  return {
    head: ['files', ...all.map(({ corpus }) => `${millions(corpus.tokens)} M tokens, ${nameRows(corpus)}`)],
    rows: [
      ...names.map((name) =>
        line(`\`${name}\`${BASE.includes(name) ? '' : ' (ours)'}`, ({ files }) => files.get(name) ?? 0),
      ),
      line("all of infini-gram's", ({ base }) => base),
      line('all of ours', ({ ours }) => ours),
      ['ours beside them', ...all.map(({ ours, base }) => `${(ours / base).toFixed(2)} times`)],
    ],
  }
}

function nameRows({ rows, segments }: Corpus): string {
  return `${rows.toLocaleString('en')} rows${segments === 1 ? '' : ` in ${segments} segments`}`
}
