// How soon is a contribution seen? Adds contributions of 100 rows to a copy of the largest index, one commit each, and asks for one of their rows.
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Bench, largestSize, normalCorpus, ROWS_OF_A_CONTRIBUTION } from '../corpora.mts'
import { describeDisk } from '../machine.mts'
import { quantile, timed } from '../table.mts'
import { atMost, type Part } from '../verdicts.mts'

type Engine = typeof import('../../../src/attribution/engine')
type Writing = typeof import('../../../src/attribution/writer')
type Row = import('../../../src/attribution/engine').Row
const require = createRequire(import.meta.url)
const { openIndex } = require('../../../lib/attribution/engine.js') as Engine
const { openWriter } = require('../../../lib/attribution/writer.js') as Writing

const SOON_MS = 50
/** After every so many contributions the disk is asked how long it takes by itself: it is not the same from one minute to the next. */
const ALONE_EVERY = 10

type Added = {
  openMs: number
  closeMs: number
  times: number[]
  alone: number[]
  aloneBytes: number
  unseen: number
  textBytes: number
}
type Written = { bytes: number; grown: number; segments: number }

export async function measureChanges(bench: Bench): Promise<Part> {
  const corpus = await normalCorpus(bench, largestSize(bench))
  const folder = join(bench.home, 'changed')
  rmSync(folder, { recursive: true, force: true })
  // No file of an index is written again, so links are a copy; the one that is added to leaves the other as it is.
  execFileSync('cp', ['--archive', '--link', corpus.folder, folder])
  // What other parts wrote without waiting for the disk would have to be waited for here.
  execFileSync('sync', ['--file-system', bench.home])
  try {
    const contributions = readContributions(corpus.freshFile, bench.contributions)
    const before = { written: bytesWritten(), size: await sizeOf(folder) }
    const added = await addAll(folder, contributions)
    const { bytes, segments } = await infoOf(folder)
    const ownBytes = bytesWritten() - before.written - added.aloneBytes
    const written = { bytes: ownBytes, grown: bytes - before.size, segments }
    return describe(bench, added, written)
  } finally {
    rmSync(`${folder}.alone`, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

async function addAll(folder: string, contributions: Row[][]): Promise<Added> {
  const index = await openIndex(folder)
  const since = performance.now()
  const writer = await openWriter(folder)
  const openMs = performance.now() - since
  const times: number[] = []
  const alone: number[] = []
  const bytesBefore = index.info().bytes
  let [textBytes, aloneBytes, unseen] = [0, 0, 0]
  for (const rows of contributions) {
    textBytes += rows.reduce((sum, row) => sum + Buffer.byteLength(row.text), 0)
    const asked = rows[ROWS_OF_A_CONTRIBUTION / 2] as Row
    times.push(
      await timed(async () => {
        await writer.add({ rows })
        await index.refresh()
        const { passages } = await index.attribute(asked.text, { maxSources: 1000 })
        if (!passages.some(({ sources }) => sources.some(({ id }) => id === asked.id))) unseen += 1
      }),
    )
    if (times.length % ALONE_EVERY > 0) continue
    const bytes = Buffer.alloc(Math.round((index.info().bytes - bytesBefore) / times.length), 1)
    aloneBytes += bytes.length
    alone.push(await timed(async () => writeAlone(folder, bytes)))
  }
  const closeMs = await timed(() => writer.close())
  index.close()
  return { openMs, closeMs, times, alone, aloneBytes, unseen, textBytes }
}

/** The least that makes some bytes durable under a name: one file, synced, renamed, and the folder that it stands in. */
function writeAlone(folder: string, bytes: Buffer): void {
  const [next, name] = [`${folder}.alone.next`, `${folder}.alone`]
  const file = openSync(next, 'w')
  writeSync(file, bytes)
  fsyncSync(file)
  closeSync(file)
  renameSync(next, name)
  const parent = openSync(dirname(folder), 'r')
  fsyncSync(parent)
  closeSync(parent)
}

function describe({ home }: Bench, added: Added, { bytes, grown, segments }: Written): Part {
  const { times, textBytes } = added
  const at = (part: number, of = times) => `${quantile(of, part).toFixed(1)} ms`
  const spread = (of: number[]) => `median ${at(0.5, of)}, p99 ${at(0.99, of)}, max ${at(1, of)}`
  const late = times.filter((time) => time > SOON_MS).length
  const lateShare = `${((100 * late) / times.length).toFixed(1)} %`
  const rows = [
    ['opening for changes', `${added.openMs.toFixed(0)} ms`],
    ['text to answer', spread(times)],
    ['the disk alone', spread(added.alone)],
    [`of ${times.length} later than ${SOON_MS} ms`, `${late}, ${lateShare}`],
    ['rows that were not seen then', String(added.unseen)],
    ['closing, the merge under way included', `${added.closeMs.toFixed(0)} ms; ${segments} segments`],
    ['text added', `${(textBytes / 2 ** 20).toFixed(1)} MiB`],
    ['bytes written for each byte of text', (bytes / textBytes).toFixed(1)],
    ['bytes written for each byte that the index grew by', (bytes / grown).toFixed(1)],
  ]
  const reach = { limit: SOON_MS, unit: ' ms', digits: 1 }
  return {
    title: 'Adding to it',
    text: `${times.length.toLocaleString('en')} contributions of ${ROWS_OF_A_CONTRIBUTION} rows, one after the other, from Node, to a copy of the largest index on ${describeDisk(home)}: the rows are added and committed, synced to the disk, the reader refreshes, one of the rows is asked for and must be among the sources. The disk alone: after every ${ALONE_EVERY}th, one file of as many bytes as a contribution adds is written, synced and renamed, and its folder synced. The rows are text of the same folders that is not in the index, 400 characters each, no character twice.`,
    tables: [{ head: ['adding', 'figure'], rows }],
    verdicts: [
      atMost('a contribution is seen, p99', quantile(times, 0.99), reach),
      atMost('a contribution is seen, each', quantile(times, 1), { ...reach, note: `${lateShare} of them later` }),
    ],
  }
}

function readContributions(file: string, count: number): Row[][] {
  const texts = readFileSync(file, 'utf8').trim().split('\n')
  const wanted = count * ROWS_OF_A_CONTRIBUTION
  if (texts.length < wanted)
    throw new Error(`${texts.length} rows were kept for additions, not ${wanted}: begin with an empty --home`)
  return Array.from({ length: count }, (_, which) =>
    texts.slice(which * ROWS_OF_A_CONTRIBUTION, (which + 1) * ROWS_OF_A_CONTRIBUTION).map((line, row) => ({
      id: `new ${which}#${row}`,
      owner: `new ${which}`,
      text: JSON.parse(line) as string,
    })),
  )
}

async function infoOf(folder: string): Promise<{ bytes: number; segments: number }> {
  const index = await openIndex(folder)
  const { bytes, segments } = index.info()
  index.close()
  return { bytes, segments }
}

async function sizeOf(folder: string): Promise<number> {
  return (await infoOf(folder)).bytes
}

/** By this process, to files: what it read from the kernel's own account of it. */
function bytesWritten(): number {
  return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}
