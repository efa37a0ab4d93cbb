// The border to the engine: the table's answers come through it unchanged, and nothing but answers and coded refusals comes through.
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AttributeOptions,
  type Attribution,
  buildIndex,
  type Index,
  openIndex,
  type Row,
  verifyIndex,
} from '../../src/attribution/engine'
import { PROJECT_ROOT } from '../../src/config'

type Case = {
  name: string
  rows: Row[]
  output: string
  parameters?: AttributeOptions
  answer: Pick<Attribution, 'tokens' | 'unattributedPpb' | 'shares' | 'passages' | 'passagesTotal' | 'method'>
}

const table = JSON.parse(await readFile(join(PROJECT_ROOT, 'native/core/tests/cases.json'), 'utf8')) as {
  cases: Case[]
}
const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'

let home: string
let made = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-engine-'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

const nextFolder = () => join(home, `index-${made++}`)

async function indexOf(rows: Row[]): Promise<Index & AsyncDisposable> {
  const folder = nextFolder()
  await buildIndex(folder, { rows })
  const index = await openIndex(folder)
  return { ...index, [Symbol.asyncDispose]: async () => index.close() }
}

describe('answers', () => {
  it.each(table.cases)('of the case table: $name', async ({ rows, output, parameters, answer }) => {
    await using index = await indexOf(rows)
    const found = await index.attribute(output, parameters)
    expect(found).toMatchObject(answer)
    expect(Object.keys(found)).toEqual([
      'method',
      'engine',
      'tokenizer',
      'dataSet',
      'parameters',
      'tokens',
      'unattributedPpb',
      'shares',
      'passages',
      'passagesTotal',
    ])
  })

  it('cite places as slice takes them', async () => {
    for (const { rows, output, parameters } of table.cases) {
      await using index = await indexOf(rows)
      const texts = new Map(rows.map((row) => [row.id, row.text]))
      for (const passage of (await index.attribute(output, parameters)).passages) {
        expect(output.slice(passage.start, passage.end)).toBe(passage.text)
        for (const source of passage.sources) {
          expect(texts.get(source.id)?.slice(source.sourceStart, source.sourceEnd)).toBe(passage.text)
        }
      }
    }
  })

  it('are the same from rows, bytes and files', async () => {
    const rows: Row[] = [
      { id: 'a', owner: 'Ada', text: GULLS },
      { id: 'b', text: '🦜' },
    ]
    const jsonl = rows.map((row) => `${JSON.stringify({ ...row, source: { page: 7 } })}\n`)
    const [first, second] = [join(home, 'first.jsonl'), join(home, 'second.jsonl')]
    await writeFile(first, jsonl[0] as string)
    await writeFile(second, jsonl[1] as string)
    const built = [
      await buildIndex(nextFolder(), { rows }),
      await buildIndex(nextFolder(), { jsonl: Buffer.from(jsonl.join('')) }),
      await buildIndex(nextFolder(), { paths: [first, second] }, { segmentTokens: 1 }),
    ]
    expect(new Set(built.map((info) => info.dataSet)).size).toBe(1)
    expect(built.map((info) => info.segments)).toEqual([1, 1, 2])
    expect(built[0]).toMatchObject({ rows: 2, owners: 2, tokenizer: 'cl100k_base', formatVersion: 7 })
  })

  it('are the same for many at once', async () => {
    await using index = await indexOf(table.cases[0]?.rows ?? [])
    const outputs = Array.from({ length: 64 }, (_, at) => `${GULLS} ${at}`)
    const together = await Promise.all(outputs.map((output) => index.attribute(output)))
    for (const [at, output] of outputs.entries()) expect(together[at]).toEqual(await index.attribute(output))
  })

  it('are the same for a text and for its UTF-8', async () => {
    await using index = await indexOf([{ id: 'a', text: GULLS }])
    const text = `\ufeff${GULLS} 🦜`
    expect(await index.attribute(Buffer.from(text))).toEqual(await index.attribute(text))
  })

  it('from some rows are those of an index of them alone', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id, owner: `owner of ${id}`, text: `${id}: ${GULLS}` }))
    await using whole = await indexOf(rows)
    await using some = await indexOf([rows[1], rows[3]] as Row[])
    const chosen = await whole.select({ ids: ['d', 'b'] })
    expect(chosen).toMatchObject({ dataSet: some.info().dataSet, rows: 2, tokens: some.info().tokens })
    expect(await chosen.attribute(GULLS)).toEqual(await some.attribute(GULLS))
    const byPlace = await whole.select({ ranges: Uint32Array.of(1, 2, 3, 4) })
    expect(byPlace.dataSet).toBe(chosen.dataSet)
    whole.close()
    expect((await byPlace.attribute(GULLS)).shares).toEqual((await some.attribute(GULLS)).shares)
  })

  it('have the shape that scripts read, field by field', async () => {
    await using index = await indexOf([{ id: 'gulls', owner: 'Ada', text: GULLS }])
    const { shares, passages } = await index.attribute(GULLS)
    expect(JSON.stringify(shares).replaceAll(/:(-?[\d.]+|"[^"]*")/g, '')).toBe(
      '[{"id","owner","sharePpb","tokens","evidence"}]',
    )
    expect(Object.keys(passages[0] ?? {}).join(' ')).toBe(
      'start end tokens text information threshold owners credited reason window sources sourcesTotal',
    )
    expect(passages[0]?.sources).toEqual([{ id: 'gulls', sourceStart: 0, sourceEnd: GULLS.length }])
  })

  it('come for no text and for a megabyte of it', async () => {
    await using index = await indexOf([{ id: 'a', text: GULLS }])
    expect(await index.attribute('')).toMatchObject({ tokens: 0, unattributedPpb: 1_000_000_000, shares: [] })
    const megabyte = `${GULLS} `.repeat(Math.floor(2 ** 20 / (GULLS.length + 1)))
    const { unattributedPpb, shares } = await index.attribute(megabyte)
    expect(unattributedPpb + (shares[0]?.sharePpb ?? 0)).toBe(1_000_000_000)
  })
})

describe('refusals carry their code', () => {
  const rejects = async (work: () => Promise<unknown>, code: string, text: string | RegExp) => {
    await expect(work()).rejects.toMatchObject({ code, message: expect.stringMatching(text), name: 'EngineError' })
  }

  it('where there is no index, or a place in use', async () => {
    await rejects(() => openIndex(home), 'HW501', 'no index')
    await rejects(() => buildIndex(home, { rows: [] }), 'HW504', 'not an empty folder')
  })

  it('when a file is cut short, by its name', async () => {
    const folder = nextFolder()
    await buildIndex(folder, { rows: [{ id: 'a', text: GULLS }] })
    await truncate(join(folder, 'table.0'), 3)
    await rejects(() => verifyIndex(folder), 'HW502', /table\.0 is damaged: it has 3 bytes/)
  })

  it('for rows, with file and line, and leave nothing behind', async () => {
    const file = join(home, 'bad.jsonl')
    await writeFile(file, '{"id":"a","text":"x"}\n{"id":"b"}\n')
    const folder = nextFolder()
    await rejects(() => buildIndex(folder, { paths: [file] }), 'HW505', /bad\.jsonl, line 2: .*text/)
    await rejects(() => buildIndex(folder, { paths: [join(home, 'none.jsonl')] }), 'HW506', 'none.jsonl')
    expect((await readdir(home)).filter((name) => name.includes('building') || name.includes('lock'))).toEqual([])
    await expect(openIndex(folder)).rejects.toMatchObject({ code: 'HW501' })
  })

  it('for half a surrogate pair, wherever it stands', async () => {
    await rejects(() => buildIndex(nextFolder(), { rows: [{ id: 'a', text: 'x\ud83e' }] }), 'HW509', 'text of row 1')
    await using index = await indexOf([{ id: 'a', text: GULLS }])
    await rejects(() => index.attribute('🦜\udd9c'), 'HW509', 'stands at 2')
    await rejects(() => index.attribute(Buffer.from([0x63, 0xe9])), 'HW509', 'not UTF-8')
  })

  it('for texts, parameters and arguments out of their range', async () => {
    await using index = await indexOf([{ id: 'a', text: GULLS }])
    await rejects(() => index.attribute('x'.repeat(2 ** 20 + 1)), 'HW508', '1048576')
    await rejects(() => index.attribute('é'.repeat(2 ** 19 + 1)), 'HW508', '1048578')
    await rejects(() => index.attribute(GULLS, { alpha: 2 }), 'HW510', 'alpha is 2')
    await rejects(() => index.attribute(GULLS, { mu: Number.NaN }), 'HW510', 'mu is NaN')
    await rejects(() => index.attribute(GULLS, { maxOwners: -1 }), 'HW510', 'maxOwners is -1')
    await rejects(() => index.attribute(GULLS, { minTokens: 1 }), 'HW510', 'minTokens is 1')
    await rejects(() => index.select({ ids: ['nobody'] }), 'HW510', 'nobody')
    await rejects(() => index.select({ ranges: Uint32Array.of(0) }), 'HW510', 'ranges')
    await rejects(() => index.select({ ranges: Uint32Array.of(0, 2) }), 'HW510', 'row')
    await rejects(() => index.attribute(7 as unknown as string), 'HW510', 'string')
  })

  it('after it was closed', async () => {
    const index = await indexOf([{ id: 'a', text: GULLS }])
    const underWay = index.attribute(GULLS)
    index.close()
    expect((await underWay).shares).toHaveLength(1)
    await rejects(() => index.attribute(GULLS), 'HW512', 'closed')
  })
})

describe('long work', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => ({
    id: `row ${at}`,
    owner: `owner ${at % 50}`,
    text: `Note ${at}: ${GULLS} Page ${(at * 7919) % 1000} of the log of ${at % 97} keepers and ${at % 89} gulls.`,
  }))

  it('ends with the reason of its signal', async () => {
    const gone = AbortSignal.abort(new Error('not wanted'))
    await expect(buildIndex(nextFolder(), { rows: many }, { signal: gone })).rejects.toThrow('not wanted')
    const controller = new AbortController()
    const folder = nextFolder()
    const work = buildIndex(folder, { rows: many }, { signal: controller.signal, onProgress: () => controller.abort() })
    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
    await expect(openIndex(folder)).rejects.toMatchObject({ code: 'HW501' })
  })

  it('that waits for its turn ends too', async () => {
    await using index = await indexOf(many.slice(0, 2_000))
    const controller = new AbortController()
    const text = many
      .map((row) => row.text)
      .join(' ')
      .slice(0, 2 ** 19)
    const waiting = Array.from({ length: 64 }, () => index.attribute(text, { signal: controller.signal }))
    controller.abort()
    const ends = await Promise.allSettled(waiting)
    expect(new Set(ends.map((end) => end.status))).toEqual(new Set(['rejected']))
    expect((await index.attribute(GULLS)).tokens).toBeGreaterThan(0)
  })

  it('reports progress and lets the event loop run', async () => {
    const jsonl = Buffer.from(many.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const phases = new Set<string>()
    let turns = 0
    const clock = setInterval(() => turns++, 1)
    const folder = nextFolder()
    await buildIndex(folder, { jsonl }, { onProgress: ({ phase }) => phases.add(phase) })
    const index = await openIndex(folder)
    await Promise.all(many.slice(0, 200).map((row) => index.attribute(row.text)))
    clearInterval(clock)
    index.close()
    expect([...phases]).toEqual(['rows', 'segments', 'counts'])
    // Once for each answer at most, were the loop blocked while anything is built or asked.
    expect(turns).toBeGreaterThan(20)
  })
})
