// How fast is an index built, in how much memory, and does a limit of it hold? Runs the program `build_bench`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, largestSize, OWNER_BYTES } from './corpora.mts'
import { findCode, nameFolder } from './machine.mts'
import { measureTiktoken } from './peers/tiktoken.mts'
import type { Line } from './programs.mts'
import { median, millions, type Table } from './table.mts'
import { atLeast, atMost, type Part, type Verdict } from './verdicts.mts'

const MEMORY_BYTES = 128 << 20
/** Different tokens that are told apart by 16 bits, the separator among them. */
const NARROW = 65_536

/** What was built of one corpus in one size; tokenizers by name in seconds, nothing where one is not there. */
type Built = {
  corpus: string
  tokens: number
  positions: number
  bits: 16 | 32
  different: number
  tokenizers: Map<string, number>
  sortSeconds: number
  fromTokensSeconds: number
  fromTextSeconds: number
  kernelSeconds: number
  peakBytes: number
  limited: Line | undefined
}

type Text = { name: string; args: string[]; sizes: number[] }

export async function measureBuilding(bench: Bench): Promise<Part> {
  const largest = largestSize(bench)
  const roots = (folders: string[]) => folders.flatMap((folder) => ['--root', folder])
  const code = { name: 'code', args: roots(findCode()), sizes: [bench.sizes.at(-2) ?? largest, largest] }
  const normal = [...roots(bench.texts), '--owner-bytes', String(OWNER_BYTES), '--messages', 'yes']
  const languages = { name: 'languages', args: normal, sizes: [Math.round(largest * 0.625), largest] }
  const all: Built[] = []
  for (const text of [code, languages]) for (const size of text.sizes) all.push(await build(bench, text, size))
  const folders = findCode().map((folder) => nameFolder(bench.root, folder))
  return {
    title: 'Building',
    text: `Code: files below ${folders.join(', ')}. Languages: the text of the first part with the translated messages among it. ${TEXT}`,
    tables: [speedTable(all), tokenizerTable(all), memoryTable(all)],
    verdicts: [...all.filter(({ tokens }) => tokens > largest * 0.9).flatMap(speedVerdicts), ...memoryVerdicts(all)],
  }
}

const TEXT = `Suffixes are sorted by 16 bits a token where at most ${NARROW.toLocaleString('en')} different ones stand in a segment, the separator among them, by 32 otherwise. Processor time of one thread, the middle of three runs, each in a process of its own. From text: a file of JSON lines is read, cut into tokens, and all files are written. From tokens: the same after the last row was read. Kernel: its part of the time from text, most of it for memory that is touched for the first time, which a virtual machine may have to ask its host for. Tokenizers: over the very texts in memory, one row after the other on one thread: ours, the published one in Rust, and OpenAI's where Python has it. Memory: the most that the process held beyond what it had with the vocabulary loaded, without the files that are mapped for reading; from two sizes of one corpus, sorted by as many bits, what a token or separator takes and what is fixed.`

async function build(bench: Bench, { name, args, sizes }: Text, size: number): Promise<Built> {
  const home = join(bench.home, 'building', name)
  const limit = size === sizes.at(-1) ? ['--memory', String(MEMORY_BYTES)] : []
  const given = ['--home', home, ...args, '--tokens', String(size), ...limit]
  const lines = await bench.programs.rust('build_bench', given)
  const rowsFile = String(lines.find((line) => line['what'] === 'rows')?.['file'])
  const tiktoken = await measureTiktoken(bench.home, rowsFile, Number(lines.find(isOurTokenizer)?.['tokens']))
  rmSync(home, { recursive: true, force: true })
  return figures(name, lines, tiktoken)
}

function figures(corpus: string, lines: Line[], tiktoken: number | undefined): Built {
  const of = (what: string) => lines.filter((line) => line['what'] === what)
  const seconds = (some: Line[], field = 'seconds') => median(some.map((line) => Number(line[field])))
  const builds = of('build').filter((line) => line['memoryBytes'] === null)
  const first = builds[0] ?? {}
  const tokenizers = new Map([
    ['ours', seconds(lines.filter(isOurTokenizer))],
    ['bpe-openai', seconds(of('tokenizer').filter((line) => line['name'] === 'bpe-openai'))],
  ])
  if (tiktoken !== undefined) tokenizers.set('tiktoken', tiktoken)
  const different = Number(first['differentTokens'])
  return {
    corpus,
    tokens: Number(first['tokens']),
    positions: Number(first['tokens']) + Number(first['rows']),
    bits: different + 1 <= NARROW ? 16 : 32,
    different,
    tokenizers,
    sortSeconds: seconds(of('suffix array alone')),
    fromTokensSeconds: seconds(builds, 'fromTokensSeconds'),
    fromTextSeconds: seconds(builds, 'fromTextSeconds'),
    kernelSeconds: seconds(builds, 'kernelSeconds'),
    peakBytes: seconds(builds, 'peakBytes'),
    limited: of('build').find((line) => line['memoryBytes'] !== null),
  }
}

function isOurTokenizer(line: Line): boolean {
  return line['what'] === 'tokenizer' && line['name'] === 'ours'
}

function speedTable(all: Built[]): Table {
  const head = ['text', 'tokens', 'different', 'sorted by', 'suffix array alone', 'from tokens', 'from text', 'kernel']
  const rows = all.map((built) => [
    ...nameOf(built),
    built.different.toLocaleString('en'),
    `${built.bits} bits`,
    ...[built.sortSeconds, built.fromTokensSeconds, built.fromTextSeconds].map(
      (time) => `${speed(built, time).toFixed(1)} M/s`,
    ),
    `${((built.kernelSeconds / built.fromTextSeconds) * 100).toFixed(0)} %`,
  ])
  return { head, rows }
}

function tokenizerTable(all: Built[]): Table {
  const names = ['ours', 'bpe-openai', 'tiktoken']
  const cell = (value: number | undefined, show: (value: number) => string) => (value === undefined ? '–' : show(value))
  const rows = all.map((built) => [
    ...nameOf(built),
    ...names.map((name) => cell(built.tokenizers.get(name), (time) => `${speed(built, time).toFixed(1)} M/s`)),
    ...names.map((name) => cell(built.tokenizers.get(name), (time) => (built.fromTextSeconds / time).toFixed(2))),
  ])
  return { head: ['text', 'tokens', ...names, ...names.map((name) => `from text / ${name}`)], rows }
}

function memoryTable(all: Built[]): Table {
  const rows = all.map((built) => {
    const line = memoryLine(all, built)
    const { limited } = built
    return [
      ...nameOf(built),
      `${built.bits} bits`,
      `${(built.peakBytes / 2 ** 20).toFixed(0)} MiB`,
      `${(built.peakBytes / built.positions).toFixed(1)} B`,
      line === undefined ? '–' : `${line.slope.toFixed(2)} B + ${(line.fixed / 2 ** 20).toFixed(1)} MiB`,
      limited ? `${(Number(limited['peakBytes']) / 2 ** 20).toFixed(0)} MiB, ${limited['segments']} segments` : '–',
    ]
  })
  const limit = `within ${MEMORY_BYTES >> 20} MiB`
  return { head: ['text', 'tokens', 'sorted by', 'memory', 'a token, all told', 'a token + fixed', limit], rows }
}

/** Of the larger of two sizes: what each further token took, and what is left for none. */
function memoryLine(all: Built[], larger: Built): { slope: number; fixed: number } | undefined {
  const isSmaller = ({ corpus, bits, positions }: Built) =>
    corpus === larger.corpus && bits === larger.bits && positions < larger.positions
  const smaller = all.find(isSmaller)
  if (smaller === undefined) return undefined
  const slope = (larger.peakBytes - smaller.peakBytes) / (larger.positions - smaller.positions)
  return { slope, fixed: larger.peakBytes - slope * larger.positions }
}

function speedVerdicts(built: Built): Verdict[] {
  const what = `${built.corpus}, ${built.bits} bits`
  return [
    atLeast(`suffix array alone, ${what}`, speed(built, built.sortSeconds), { limit: 25, unit: ' M/s', digits: 1 }),
    atLeast(`from tokens, ${what}`, speed(built, built.fromTokensSeconds), { limit: 12, unit: ' M/s', digits: 1 }),
    ...[...built.tokenizers].map(([name, time]) =>
      atMost(`from text beside the tokenizer ${name}, ${what}`, built.fromTextSeconds / time, {
        limit: 2,
        unit: ' times',
      }),
    ),
  ]
}

function memoryVerdicts(all: Built[]): Verdict[] {
  return all.flatMap((built) => {
    const line = memoryLine(all, built)
    const limited = Number(built.limited?.['peakBytes']) / 2 ** 20
    const within = { limit: MEMORY_BYTES >> 20, unit: ' MiB', digits: 0 }
    return [
      ...(line === undefined
        ? []
        : [
            atMost(`memory of building, for each token, ${built.corpus}, ${built.bits} bits`, line.slope, {
              limit: built.bits === 16 ? 7 : 9,
              unit: ' B',
              note: `${(line.fixed / 2 ** 20).toFixed(1)} MiB fixed`,
            }),
          ]),
      ...(built.limited === undefined ? [] : [atMost(`memory within its limit, ${built.corpus}`, limited, within)]),
    ]
  })
}

function nameOf({ corpus, tokens }: Built): string[] {
  return [corpus, `${millions(tokens)} M`]
}

/** Million tokens a second. */
function speed({ tokens }: Built, seconds: number): number {
  return tokens / seconds / 1e6
}
