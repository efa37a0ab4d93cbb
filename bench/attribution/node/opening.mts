// How long does it take to open an index of more than a gigabyte? Its files in the page cache or not, the vocabulary loaded or not.
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type Corpus, largestSize, makeCorpus, normalCorpus } from '../corpora.mts'
import { node } from '../programs.mts'
import { mebibytes, median, millions } from '../table.mts'
import { atMost, type Part } from '../verdicts.mts'

const TURNS = 7
/** Of the largest size: 80 M tokens for 32. */
const TIMES_THE_LARGEST = 2.5
const SEGMENTS = 4

export async function measureOpening(bench: Bench): Promise<Part> {
  const home = join(bench.home, 'opening')
  const tokens = Math.round(largestSize(bench) * TIMES_THE_LARGEST)
  const small = await normalCorpus(bench, bench.sizes[0] ?? 0)
  const choice = { home, roots: bench.texts, tokens, segment: Math.ceil(tokens / SEGMENTS) }
  // It is larger than all the others together: not kept, whatever becomes of it.
  rmSync(home, { recursive: true, force: true })
  try {
    return await measure(await makeCorpus(bench, choice), small)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function measure(large: Corpus, small: Corpus): Promise<Part> {
  const loaded: number[] = []
  const first: number[] = []
  const vocabulary: number[] = []
  const cold: number[] = []
  let stillCached = 0
  for (let turn = 0; turn < TURNS; turn++) {
    const [smallFirst, afterSmall] = await open(small.folder, large.folder)
    vocabulary.push(smallFirst)
    loaded.push(afterSmall)
    first.push((await open(large.folder))[0])
    dropFromCache(large.folder)
    stillCached = Math.max(stillCached, cachedBytes(large.folder))
    cold.push((await open(small.folder, large.folder))[1])
  }
  const line = (what: string, times: number[]) =>
    [what, times].flatMap((cell) => (typeof cell === 'string' ? [cell] : [ms(median(cell)), ms(Math.max(...cell))]))
  const verdict = (what: string, times: number[]) =>
    atMost(`open ${mebibytes(large.bytes)} MiB, ${what}`, Math.max(...times), { limit: 50, unit: ' ms', digits: 1 })
  return {
    title: 'Opening',
    text: `An index of ${mebibytes(large.bytes)} MiB, all files together: ${millions(large.tokens)} M tokens in ${large.segments} segments, ${large.rows.toLocaleString('en')} rows of the same folders' text, without a limit on what one owner brings. From Node, each time in a fresh process, ${TURNS} times; with the vocabulary loaded: a small index was opened there before. Out of the page cache: its files were dropped from it, of which ${mebibytes(stillCached)} MiB stayed there at most.`,
    tables: [
      {
        head: ['opening', 'median', 'max'],
        rows: [
          line('the vocabulary loaded', loaded),
          line('the vocabulary loaded, the files out of the page cache', cold),
          line('the first in a process', first),
          line('of that the vocabulary: a small index, the first in a process', vocabulary),
        ],
      },
    ],
    verdicts: [
      verdict('at most', loaded),
      verdict('out of the page cache, at most', cold),
      verdict('first in a process, vocabulary included, at most', first),
    ],
  }
}

async function open(...folders: string[]): Promise<[number, number]> {
  return ((await node('open.cjs', folders))[0] as { milliseconds: [number, number] }).milliseconds
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name))
}

/** What is not on the disk yet can't be dropped: written first. */
function dropFromCache(folder: string): void {
  const quietly = { stdio: 'ignore' } as const
  for (const file of filesOf(folder))
    execFileSync('dd', ['if=/dev/null', `of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], quietly)
}

function cachedBytes(folder: string): number {
  const sizes = execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', ...filesOf(folder)], {
    encoding: 'utf8',
  })
  return sizes
    .trim()
    .split('\n')
    .reduce((sum, size) => sum + Number(size), 0)
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`
}
