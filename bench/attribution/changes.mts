// How soon is a contribution seen? Adds contributions of 100 rows to the largest index, one commit each, and asks for one of their rows.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Table, timed } from './table.mts'

type Engine = typeof import('../../src/attribution/engine')
type Writing = typeof import('../../src/attribution/writer')
type Row = import('../../src/attribution/engine').Row
const require = createRequire(import.meta.url)
const { openIndex } = require('../../lib/attribution/engine.js') as Engine
const { openWriter } = require('../../lib/attribution/writer.js') as Writing

const ROWS = 100
const ROW_CHARACTERS = 400

type Place = { folder: string; samplesFile: string; contributions: number }

export async function measureChanges({ folder, samplesFile, contributions }: Place): Promise<Table> {
  // What was left out of the data when the index was built.
  const [, texts] = JSON.parse(readFileSync(samplesFile, 'utf8')) as [string[], string[]]
  const index = await openIndex(folder)
  const since = performance.now()
  const writer = await openWriter(folder)
  const openMs = performance.now() - since
  const times: number[] = []
  const before = { written: bytesWritten(), size: index.info().bytes }
  let textBytes = 0
  let unseen = 0
  for (let which = 0; which < contributions; which++) {
    const rows = contribution(texts, which)
    textBytes += rows.reduce((sum, row) => sum + Buffer.byteLength(row.text), 0)
    const asked = rows[ROWS / 2] as Row
    times.push(
      await timed(async () => {
        await writer.add({ rows })
        await index.refresh()
        const { passages } = await index.attribute(asked.text, { maxSources: 1000 })
        if (!passages.some(({ sources }) => sources.some(({ id }) => id === asked.id))) unseen += 1
      }),
    )
  }
  const closeMs = await timed(() => writer.close())
  const written = bytesWritten() - before.written
  await index.refresh()
  const grown = index.info().bytes - before.size
  const { segments } = index.info()
  index.close()
  times.sort((one, other) => one - other)
  const at = (part: number) =>
    `${(times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0).toFixed(1)} ms`
  return {
    head: ['adding', 'figure'],
    rows: [
      ['opening for changes', `${openMs.toFixed(0)} ms`],
      [
        `text to answer, ${contributions} contributions of ${ROWS} rows`,
        `median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`,
      ],
      ['rows that were not seen then', String(unseen)],
      ['closing, the merge under way included', `${closeMs.toFixed(0)} ms; ${segments} segments`],
      ['bytes written for each byte of text', (written / textBytes).toFixed(1)],
      ['bytes written for each byte that the index grew by', (written / grown).toFixed(1)],
    ],
  }
}

/** Rows of what was left out, every time cut at other places. */
function contribution(texts: string[], which: number): Row[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const at = which * ROWS + row
    const text = texts[at % texts.length] ?? ''
    const start = (at * 7919) % Math.max(1, text.length - ROW_CHARACTERS)
    return {
      id: `new ${which}#${row}`,
      owner: `new ${which}`,
      text: text.slice(start, start + ROW_CHARACTERS).toWellFormed(),
    }
  })
}

/** By this process, to files: what it read from the kernel's own account of it. */
function bytesWritten(): number {
  return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}
