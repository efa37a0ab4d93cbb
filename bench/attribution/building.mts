// How fast is an index built, in how much memory, and does a limit of it hold? Runs the program `build_bench`.
import type { Line, Programs } from './programs.mts'
import { median, millions, type Table } from './table.mts'

export const BUILDING =
  'Processor time of one thread, the middle of three runs, each in a process of its own. From text: a file of JSON lines is read, cut into tokens, and all files are written. From tokens: the same after the last row was read. Kernel: its part of the time from text, most of it for memory that is touched for the first time, which a virtual machine may have to ask its host for. Memory: the most that the process held beyond what it had with the vocabulary loaded, without the files that are mapped for reading, for each token and separator; for the limit, in MiB.'

const MEMORY_BYTES = 128 << 20

type Place = { home: string; texts: string[]; sizes: number[] }

export async function measureBuilding(programs: Programs, { home, texts, sizes }: Place): Promise<Table> {
  const roots = texts.flatMap((folder) => ['--root', folder])
  const limit = ['--memory', String(MEMORY_BYTES)]
  const rows: string[][] = []
  for (const size of sizes) {
    const lines = await programs.rust('build_bench', ['--home', home, ...roots, '--tokens', String(size), ...limit])
    rows.push(figures(lines))
  }
  const head = ['tokens', 'tokenizer alone', 'suffix array alone', 'from tokens', 'from text']
  return {
    head: [...head, 'from text / tokenizer', 'kernel', 'memory', `within ${MEMORY_BYTES >> 20} MiB`],
    rows,
  }
}

function figures(lines: Line[]): string[] {
  const of = (what: string) => lines.filter((line) => line['what'] === what)
  const builds = of('build').filter((line) => line['memoryBytes'] === null)
  const limited = of('build').find((line) => line['memoryBytes'] !== null)
  const tokens = Number(builds[0]?.['tokens'])
  const seconds = (some: Line[], field: string) => median(some.map((line) => Number(line[field])))
  const [alone, all] = [seconds(of('tokenizer alone'), 'seconds'), seconds(builds, 'fromTextSeconds')]
  const speed = (time: number) => `${(tokens / time / 1e6).toFixed(1)} M/s`
  const positions = tokens + Number(builds[0]?.['rows'])
  return [
    `${millions(tokens)} M`,
    speed(alone),
    speed(seconds(of('suffix array alone'), 'seconds')),
    speed(seconds(builds, 'fromTokensSeconds')),
    speed(all),
    (all / alone).toFixed(2),
    `${((seconds(builds, 'kernelSeconds') / all) * 100).toFixed(0)} %`,
    `${(seconds(builds, 'peakBytes') / positions).toFixed(1)} B a token`,
    `${(Number(limited?.['peakBytes']) / 2 ** 20).toFixed(0)} MiB, ${limited?.['segments']} segments`,
  ]
}
