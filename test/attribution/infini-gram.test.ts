// infini-gram as a peer: its stock engine opens our files and answers as they do, and what its stock indexer wrote becomes an index of ours.
// Runs where Python has it (`pip install infini-gram numpy`; INFINI_GRAM_PYTHON names another Python than python3).
import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildIndex, exportIndex, importIndex, openIndex, type Row, verifyIndex } from '../../src/attribution/engine'
import { PROJECT_ROOT } from '../../src/config'

const PYTHON = process.env['INFINI_GRAM_PYTHON'] ?? 'python3'
const missing = missingFromPeer()
const BASE = ['tokenized', 'table', 'offset', 'metadata', 'metaoff', 'unigram'] as const
const SEPARATOR = 0xffffffff
const ROWS = 400
/** Where the stock indexer puts what came with a text. */
const FIELDS = { idField: 'metadata.id', ownerField: 'metadata.owner' }

let home: string
let rows: Row[]
/** Each row's tokens, as the token file has them. */
let tokens: number[][]

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-infini-gram-'))
  rows = await realRows()
  await buildIndex(join(home, 'whole'), { rows })
  tokens = await tokensOf(join(home, 'whole'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

it('writes the same files however the index was cut, and reads them back to the byte', async () => {
  await buildIndex(join(home, 'cut'), { rows }, { segmentTokens: 5_000 })
  expect((await exportIndex(join(home, 'cut'), join(home, 'out'))).segments).toBeGreaterThan(10)
  expect(await baseFiles(join(home, 'out'))).toEqual(await baseFiles(join(home, 'whole')))
  const back = await importIndex(join(home, 'out'), join(home, 'back'))
  expect(back.dataSet).toBe((await verifyIndex(join(home, 'whole'))).dataSet)
  expect(await baseFiles(join(home, 'back'))).toEqual(await baseFiles(join(home, 'whole')))
})

describe.skipIf(missing !== '')(`the stock engine${missing && ` (not here: ${missing})`}`, () => {
  it('counts and finds in our files what stands in our rows', async () => {
    const queries = queriesOf(20261121)
    const { documents, answers } = await peer({ do: 'ask', index: join(home, 'whole'), queries })
    expect(documents).toBe(rows.length)
    expect(answers).toEqual(queries.map(countByHand))
    expect(answers.filter((answer: Answer) => answer.count > 1).length).toBeGreaterThan(100)
    expect(answers.filter((answer: Answer) => answer.count === 0).length).toBeGreaterThan(100)
  })

  it('names the documents that our engine names', async () => {
    const index = await openIndex(join(home, 'whole'))
    const some = rows.map((_, at) => at).filter((at) => at % 7 === 0 && (tokens[at]?.length ?? 0) >= 4)
    const queries = some.map((at) => tokens[at] ?? [])
    const { answers } = await peer({ do: 'ask', index: join(home, 'whole'), queries })
    for (const [which, at] of some.entries()) {
      const output = rows[at]?.text ?? ''
      const { passages } = await index.attribute(output, {
        maxSources: 1000,
        maxOwners: 1_000_000,
        maxPassages: 10_000,
      })
      const whole = passages.filter((passage) => passage.tokens === tokens[at]?.length)
      expect(whole.map((passage) => passage.sources.map((source) => source.id).sort())).toEqual([answers[which].ids])
    }
    index.close()
  })

  it('wrote indexes of each width that become the one we would have built', async () => {
    const data = join(home, 'jsonl')
    await mkdir(data)
    await writeFile(join(data, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const vocabulary = join(home, 'tokenizer.json')
    const characters = [...new Set(rows.flatMap((row) => [...row.text]))]
    await writeFile(vocabulary, characterVocabulary(characters))
    const ids = new Map(characters.map((character, at) => [character, at]))
    const widths = {
      u8: {},
      u16: { tokens: Object.fromEntries(rows.map(({ text }) => [text, [...text].map((one) => ids.get(one))])) },
      u32: { tokens: Object.fromEntries(rows.map(({ text }, at) => [text, tokens[at]])) },
    }
    const { dataSet } = await verifyIndex(join(home, 'whole'))
    for (const [width, request] of Object.entries(widths)) {
      const stock = join(home, `stock-${width}`)
      await peer({ do: 'build', data, index: stock, width, ...request })
      const options = width === 'u16' ? { ...FIELDS, vocabulary } : FIELDS
      expect((await importIndex(stock, join(home, `from-${width}`), options)).dataSet, width).toBe(dataSet)
    }
    const [theirs, ours] = await Promise.all(
      ['stock', 'from'].map((dir) => readFile(join(home, `${dir}-u32/tokenized.0`))),
    )
    expect(theirs).toEqual(ours)
  })
})

type Answer = { count: number; ids: string[] }

/** Why the stock engine or its indexer, which asks for numpy without saying so, can't be run here; nothing where both can. */
function missingFromPeer(): string {
  const imported = spawnSync(PYTHON, ['-c', 'import infini_gram.engine, infini_gram.indexing'], { encoding: 'utf8' })
  if (imported.status === 0) return ''
  return `${PYTHON}: ${imported.error?.message ?? imported.stderr.trim().split('\n').at(-1)}`
}

async function peer(request: object) {
  const child = spawn(PYTHON, [join(PROJECT_ROOT, 'test/support/infini-gram.py')])
  child.stdin.end(JSON.stringify(request))
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect(await closed, err).toBe(0)
  return JSON.parse(out)
}

/** READMEs and licences: real text, with real repetition. */
async function realRows(): Promise<Row[]> {
  const folder = join(PROJECT_ROOT, 'node_modules')
  const names = (await readdir(folder, { recursive: true })).filter((name) => /readme\.md$|license$/i.test(name)).sort()
  const found: Row[] = []
  for (const name of names) {
    const content = await readFile(join(folder, name), 'utf8')
    found.push({ id: name, owner: name.split('/')[0] ?? name, text: content.slice(0, 4_000).toWellFormed() })
    if (found.length === ROWS) break
  }
  return found
}

/** A tokenizer.json whose tokens are these characters, written in GPT-2's alphabet of bytes. */
function characterVocabulary(characters: string[]): string {
  const isPlain = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isPlain(byte))
  const letter = (byte: number) => String.fromCharCode(isPlain(byte) ? byte : 0x100 + others.indexOf(byte))
  const spell = (character: string) => [...Buffer.from(character)].map(letter).join('')
  const vocab = Object.fromEntries(characters.map((character, at) => [spell(character), at]))
  return JSON.stringify({ model: { type: 'BPE', vocab } })
}

async function tokensOf(folder: string): Promise<number[][]> {
  const bytes = await readFile(join(folder, 'tokenized.0'))
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  const split: number[][] = []
  for (const number of numbers) {
    if (number === SEPARATOR) split.push([])
    else split.at(-1)?.push(number)
  }
  return split
}

async function baseFiles(folder: string): Promise<Record<string, string>> {
  const read = BASE.map(async (name) => [name, (await readFile(join(folder, `${name}.0`))).toString('base64')])
  return Object.fromEntries(await Promise.all(read))
}

/** Stretches of rows, the same with one token altered, and tokens at random. */
function queriesOf(seed: number): number[][] {
  const random = generator(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return Array.from({ length: 600 }, (_, at) => {
    const row = tokens[below(tokens.length)] ?? []
    const start = below(row.length)
    const query = row.slice(start, start + 1 + below(at % 3 === 0 ? 40 : 5))
    if (at % 3 === 1) query[below(query.length)] = below(100_000)
    return query.length > 0 ? query : [below(100_000)]
  })
}

function countByHand(query: number[]): Answer {
  const ids: string[] = []
  let count = 0
  for (const [at, row] of tokens.entries()) {
    const before = count
    for (let start = row.indexOf(query[0] ?? 0); start >= 0; start = row.indexOf(query[0] ?? 0, start + 1)) {
      if (query.every((token, offset) => row[start + offset] === token)) count += 1
    }
    if (count > before) ids.push(rows[at]?.id ?? '')
  }
  return { count, ids: ids.sort() }
}

/** The same queries in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
