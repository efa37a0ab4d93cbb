// An index that changes: what was committed is there, what was refused is not, readers see the new when they ask for it, and in the end it is
// the index that would have been built at once.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildIndex, indexInfo, openIndex, type Row, verifyIndex } from '../../src/attribution/engine'
import { openWriter } from '../../src/attribution/writer'

const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'
const TIDES = 'Spring tides follow the new moon by a day and a half, so every mooring was moved to the outer wall.'

let home: string
let made = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-writer-'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

async function indexOf(rows: Row[]): Promise<string> {
  const folder = join(home, `index-${made++}`)
  await buildIndex(folder, { rows })
  return folder
}

async function writerOf(folder: string) {
  const writer = await openWriter(folder)
  return { ...writer, [Symbol.asyncDispose]: () => writer.close() }
}

const rowsNamed = (...ids: string[]): Row[] =>
  ids.map((id) => ({ id, owner: `owner of ${id}`, text: `${id}: ${GULLS}` }))

it('is, after additions, removals and merges, the index that holds the same rows', async () => {
  const folder = await indexOf(rowsNamed('a', 'b'))
  {
    await using writer = await writerOf(folder)
    await writer.add({ rows: rowsNamed('c', 'd') })
    const file = join(home, 'more.jsonl')
    await writeFile(file, '{"id":"e","text":"x"}\n')
    expect(await writer.add({ paths: [file] })).toMatchObject({ rows: 5 })
    expect(await writer.remove(['b', 'e'])).toMatchObject({ rows: 3 })
    await writer.merge()
  }
  const built = await indexInfo(await indexOf(rowsNamed('a', 'c', 'd')))
  expect(await verifyIndex(folder)).toMatchObject({ dataSet: built.dataSet, rows: 3, owners: 3, segments: 1 })
})

it('shows readers what is new when they ask for it', async () => {
  const folder = await indexOf(rowsNamed('a'))
  const index = await openIndex(folder)
  expect(await index.refresh()).toBe(false)
  await using writer = await writerOf(folder)
  const before = await index.attribute(TIDES)
  await writer.add({ rows: [{ id: 'tides', text: TIDES }] })
  expect(await index.attribute(TIDES)).toEqual(before)
  expect(await index.refresh()).toBe(true)
  expect((await index.attribute(TIDES)).shares).toMatchObject([{ id: 'tides' }])
  await writer.remove(['tides'])
  expect(await index.refresh()).toBe(true)
  expect(await index.attribute(TIDES)).toEqual(before)
  index.close()
  await expect(index.refresh()).rejects.toMatchObject({ code: 'HW512' })
})

it('goes back to no older state, however many refreshes are under way', async () => {
  const folder = await indexOf(rowsNamed('a'))
  const index = await openIndex(folder)
  await using writer = await writerOf(folder)
  const refreshes: Promise<void>[] = []
  let most = 0
  const refresh = async () => {
    await index.refresh()
    expect(index.info().rows).toBeGreaterThanOrEqual(most)
    most = index.info().rows
  }
  for (let commit = 0; commit < 30; commit++) {
    await writer.add({ rows: rowsNamed(`added ${commit}`) })
    refreshes.push(refresh(), refresh(), refresh())
  }
  await Promise.all(refreshes)
  expect(index.info().rows).toBe(31)
  index.close()
})

it('takes all of a change or nothing, and goes on after a refusal', async () => {
  const folder = await indexOf(rowsNamed('a'))
  const { dataSet } = await indexInfo(folder)
  await using writer = await writerOf(folder)
  await expect(writer.add({ rows: rowsNamed('b', 'a') })).rejects.toMatchObject({ code: 'HW505' })
  await expect(writer.remove(['a', 'nobody'])).rejects.toMatchObject({ code: 'HW515', message: /nobody/ })
  const gone = AbortSignal.abort(new Error('not wanted'))
  await expect(writer.add({ rows: rowsNamed('c') }, { signal: gone })).rejects.toThrow('not wanted')
  expect((await indexInfo(folder)).dataSet).toBe(dataSet)
  const [first, second] = await Promise.all([
    writer.add({ rows: rowsNamed('b') }),
    writer.add({ rows: rowsNamed('c') }),
  ])
  expect([first.rows, second.rows]).toEqual([2, 3])
})

it('has one writer, and none after its end', async () => {
  const folder = await indexOf(rowsNamed('a'))
  const writer = await openWriter(folder)
  await expect(openWriter(folder)).rejects.toMatchObject({ code: 'HW511' })
  await writer.close()
  await expect(writer.add({ rows: rowsNamed('b') })).rejects.toMatchObject({ code: 'HW512' })
  await (await openWriter(folder)).close()
  await expect(openWriter(join(home, 'nowhere'))).rejects.toMatchObject({ code: 'HW501' })
  expect((await readdir(home)).filter((name) => name.startsWith('.'))).toEqual([])
})
