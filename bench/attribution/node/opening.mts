// How long does it take to open an index of more than a gigabyte, and until it answers? Its files in the page cache or not, the first in a process or not.
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
  const second: number[] = []
  const cold: number[] = []
  const first: number[] = []
  const firstAnswer: number[] = []
  const firstAnswerOfSmall: number[] = []
  let stillCached = 0
  for (let turn = 0; turn < TURNS; turn++) {
    const inTurn = await open(small.folder, large.folder)
    firstAnswerOfSmall.push(inTurn.answered[0])
    second.push(inTurn.milliseconds[1])
    const alone = await open(large.folder)
    first.push(alone.milliseconds[0])
    firstAnswer.push(alone.answered[0])
    dropFromCache(large.folder)
    stillCached = Math.max(stillCached, cachedBytes(large.folder))
    cold.push((await open(small.folder, large.folder)).milliseconds[1])
  }
  const line = (what: string, times: number[]) =>
    [what, times].flatMap((cell) => (typeof cell === 'string' ? [cell] : [ms(median(cell)), ms(Math.max(...cell))]))
  const verdict = (what: string, times: number[]) =>
    atMost(`open ${mebibytes(large.bytes)} MiB, ${what}`, Math.max(...times), { limit: 50, unit: ' ms', digits: 1 })
  return {
    title: 'Opening',
    text: `An index of ${mebibytes(large.bytes)} MiB, all files together: ${millions(large.tokens)} M tokens in ${large.segments} segments, ${large.rows.toLocaleString('en')} rows of the same folders' text, without a limit on what one owner brings. From Node, each time in a fresh process, ${TURNS} times. The second in a process: a small index was opened and asked there before. Out of the page cache: its files were dropped from it, of which ${mebibytes(stillCached)} MiB stayed there at most. Opening does not wait for the vocabulary, which is loaded beside it; the first question of a process waits for what is left of that.`,
    tables: [
      {
        head: ['opening', 'median', 'max'],
        rows: [
          line('the first in a process', first),
          line('the second', second),
          line('the second, its files out of the page cache', cold),
          line('the first with the answer to a first question', firstAnswer),
          line('the same of a small index', firstAnswerOfSmall),
        ],
      },
    ],
    verdicts: [
      verdict('the first in a process, at most', first),
      verdict('the second, at most', second),
      verdict('the second, out of the page cache, at most', cold),
    ],
  }
}

/** Of each folder, one after the other: the time until it was open, and until it had answered. */
interface Opened {
  milliseconds: [number, number]
  answered: [number, number]
}

async function open(...folders: string[]): Promise<Opened> {
  return (await node('open.cjs', folders))[0] as unknown as Opened
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
