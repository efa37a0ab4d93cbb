// What crosses the border to the engine and what is refused there: misspelt, malformed or far too large, by its name and with a code, and
// before it costs anything.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RANGES } from '../../src/attribution/arguments'
import {
  buildIndex,
  exportIndex,
  type Index,
  importIndex,
  openIndex,
  type Row,
  verifyIndex,
} from '../../src/attribution/engine'
import { openGradients } from '../../src/attribution/gradients'
import { engine } from '../../src/attribution/native'
import { openWriter } from '../../src/attribution/writer'

const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'
const HALF = '\ud83e'

let home: string
let folder: string
let index: Index
/** Enough rows to be asked for while work on them is under way. */
let large: string
const MANY: Row[] = Array.from({ length: 20_000 }, (_, at) => ({ id: `${at}`, text: `${at}: ${GULLS}` }))

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-border-'))
  folder = join(home, 'index')
  // What half a pair would be repaired to.
  await buildIndex(folder, { rows: [{ id: '\ufffd', owner: 'Ada', text: GULLS }] })
  index = await openIndex(folder)
  large = join(home, 'large')
  await buildIndex(large, { rows: MANY }, { segmentTokens: 20_000 })
})

afterAll(async () => {
  index.close()
  await rm(home, { recursive: true, force: true })
})

/** What no type checker lets through. */
/** What no type would let through. */
const any = (value: unknown) => value as never

async function rejects(work: () => Promise<unknown>, code: string, message: string | RegExp): Promise<void> {
  await expect(work()).rejects.toMatchObject({ code, message: expect.stringMatching(message), name: 'EngineError' })
}

it('refuses a text that is too large before it is converted', async () => {
  // Were it decoded, it would be refused as no UTF-8.
  await rejects(() => index.attribute(Buffer.alloc(2 ** 20 + 1, 0xff)), 'HW508', '1048577')
  const text = 'x'.repeat(2 ** 28)
  // Flat, so that only the engine's own conversion is measured.
  text.charCodeAt(1)
  const native = await engine().openIndex(folder)
  for (const attribute of [index.attribute, async (given: string) => await native.attribute(given)]) {
    const start = performance.now()
    const asked = attribute(text).catch((error) => error.code)
    // Copying it takes 100 ms and more.
    expect(performance.now() - start).toBeLessThan(25)
    expect(await asked).toBe('HW508')
  }
  native.close()
})

it('repairs no half of a surrogate pair', async () => {
  await rejects(() => index.select({ ids: [HALF] }), 'HW509', 'id 1 .* stands at 0')
  const writer = await openWriter(folder)
  await rejects(() => writer.remove(['x', HALF]), 'HW509', 'id 2 ')
  expect(await writer.add({ rows: [] })).toMatchObject({ rows: 1 })
  await writer.close()
  await rejects(() => openIndex(HALF), 'HW509', 'the folder')
  await rejects(() => buildIndex(join(home, HALF), { rows: [] }), 'HW509', 'the folder')
  await rejects(() => buildIndex(join(home, 'x'), { paths: [HALF] }), 'HW509', 'a path')
})

it('takes rows from one place', async () => {
  const place = join(home, 'none')
  const row = { id: 'a', text: 'x' }
  await rejects(() => buildIndex(place, any({})), 'HW510', 'nothing is given; it must be one of paths, jsonl, rows')
  await rejects(() => buildIndex(place, any({ rows: [row], paths: [] })), 'HW510', 'rows and paths is given')
  await rejects(() => buildIndex(place, any({ row: [row] })), 'HW510', '"row" is unknown')
  await rejects(() => buildIndex(place, any(undefined)), 'HW510', 'undefined is not an object')
  await rejects(() => buildIndex(place, { rows: any(row) }), 'HW510', 'an array')
  await rejects(() => buildIndex(place, { rows: [row, any({ ...row, page: 7 })] }), 'HW510', 'row 2: "page" is unknown')
  await rejects(() => buildIndex(place, { rows: [any({ id: 7, text: 'x' })] }), 'HW510', 'id of row 1 is 7')
  await rejects(() => index.select(any({})), 'HW510', 'nothing is given')
  await rejects(() => index.select(any({ ids: [], ranges: Uint32Array.of() })), 'HW510', 'ids and ranges')
  await rejects(() => index.select(any({ ids: undefined, ranges: Uint32Array.of() })), 'HW510', 'ids and ranges')
  await rejects(() => index.select({ ranges: any([0, 1]) }), 'HW510', 'a Uint32Array')
  await rejects(() => index.select(any(undefined)), 'HW510', 'undefined')
  const writer = await openWriter(folder)
  await rejects(() => writer.add(any({})), 'HW510', 'nothing is given')
  await rejects(() => writer.remove(any('a')), 'HW510', 'an array')
  await writer.close()
})

it('knows what options there are', async () => {
  await rejects(() => index.attribute(GULLS, any({ alhpa: 0.5 })), 'HW510', '"alhpa" is unknown; known are alpha, mu')
  await rejects(() => index.attribute(GULLS, any({ onProgress() {} })), 'HW510', 'onProgress')
  await rejects(() => index.attribute(GULLS, any({ alpha: '0.5' })), 'HW510', 'alpha is "0.5"')
  await rejects(() => index.attribute(GULLS, any(null)), 'HW510', 'options: null is not an object')
  await rejects(
    () => index.attribute(GULLS, { signal: any({}) }),
    'HW510',
    'signal is a Object; it must be an AbortSignal',
  )
  await rejects(() => index.attribute(any(null)), 'HW510', 'the text is null')
  const place = join(home, 'none')
  await rejects(() => buildIndex(place, { rows: [] }, any({ memory: 1 })), 'HW510', '"memory" is unknown')
  await rejects(() => buildIndex(place, { rows: [] }, { onProgress: any('x') }), 'HW510', 'onProgress is "x"')
  await rejects(() => importIndex(folder, place, any({ id: 'x' })), 'HW510', '"id" is unknown')
  await rejects(() => exportIndex(folder, place, any({ x: 1 })), 'HW510', '"x" is unknown')
  await rejects(() => openWriter(folder, any({ x: 1 })), 'HW510', '"x" is unknown')
  await rejects(() => openGradients(folder, any(null)), 'HW510', 'null')
  await rejects(() => openIndex(any(undefined)), 'HW510', 'the folder is undefined; it must be a string')
})

it('refuses whole numbers by the ranges that the engine has', async () => {
  const native = await engine().openIndex(folder)
  const refusal = async (work: () => Promise<unknown>) => await work().then(String, (error) => error.message)
  const { row: _, threads: __, segmentTokens, memoryBytes, ...parameters } = RANGES
  for (const [name, [least, most]] of Object.entries(parameters)) {
    for (const value of [least - 1, most + 1]) {
      // The engine has no negative numbers.
      if (value >= 0) {
        const theirs = await refusal(() => native.attribute(GULLS, { [name]: value }))
        expect(await refusal(() => index.attribute(GULLS, { [name]: value }))).toBe(theirs)
      }
      await rejects(() => index.attribute(GULLS, { [name]: value }), 'HW510', `${name} is ${value}; .* to ${most}`)
    }
    await index.attribute(GULLS, { [name]: least })
    await index.attribute(GULLS, { [name]: most })
  }
  const place = join(home, 'ranges')
  for (const segmentTokens of [0, RANGES.segmentTokens[1] + 1]) {
    const theirs = await refusal(() => engine().buildIndex(place, { rows: [] }, { segmentTokens }))
    expect(await refusal(() => buildIndex(place, { rows: [] }, { segmentTokens }))).toBe(theirs)
  }
  const memory = (bytes: number) => ({ memoryBytes: bytes })
  await expect(engine().buildIndex(place, { rows: [] }, memory(memoryBytes[0] - 1))).rejects.toThrow('33554432')
  await rejects(() => buildIndex(place, { rows: [] }, memory(memoryBytes[0] - 1)), 'HW510', 'from 33554432 to')
  await buildIndex(place, { rows: [] }, { segmentTokens: segmentTokens[1], memoryBytes: memoryBytes[1] })
  native.close()
})

it('says that it is closed, with a code, whatever it is asked', async () => {
  const closed = await openIndex(folder)
  closed.close()
  expect(() => closed.info()).toThrow(expect.objectContaining({ code: 'HW512', name: 'EngineError' }))
  await rejects(() => closed.select({ ids: [] }), 'HW512', 'closed')
  await rejects(() => closed.refresh(), 'HW512', 'closed')
})

it('ends what takes long by its signal, and leaves it as it was', async () => {
  const many = await openIndex(large)
  const listed = [{ id: '19999', hash: '0'.repeat(64), score: '1' }]
  const works = {
    verify: (signal: AbortSignal) => verifyIndex(large, { signal }),
    'select by ids': (signal: AbortSignal) => many.select({ ids: ['19999'] }, { signal }),
    'select by places': (signal: AbortSignal) => many.select({ ranges: Uint32Array.of(0, 20_000) }, { signal }),
    'find a listed row': (signal: AbortSignal) => many.retrievalShares(listed, { signal }),
    'open a writer': (signal: AbortSignal) => openWriter(large, { signal }),
  }
  for (const [name, work] of Object.entries(works)) {
    await expect(work(AbortSignal.abort(new Error('gone'))), name).rejects.toThrow('gone')
    // Under way: the engine has to hear it. On a machine that is busy some may be done before.
    const heard: boolean[] = []
    for (let turn = 0; turn < 20; turn++) heard.push(await isHeard(work))
    expect(heard, name).toContain(true)
  }
  many.close()
  const writer = await openWriter(large, { signal: new AbortController().signal })
  await writer.close()
})

/** Whether work that is stopped under way ends with what it was stopped by. */
async function isHeard(work: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const controller = new AbortController()
  const under = work(controller.signal)
  controller.abort(new Error('not wanted'))
  try {
    const done = (await under) as { close?: () => void | Promise<void> }
    await done.close?.()
    return false
  } catch (thrown) {
    expect(thrown).toHaveProperty('message', 'not wanted')
    return true
  }
}

it('says how far it has come, and of how much, and ends with what onProgress throws', async () => {
  const onProgress = () => {
    throw new Error('mine')
  }
  const place = join(home, 'thrown')
  await expect(buildIndex(place, { rows: MANY }, { onProgress })).rejects.toThrow('mine')
  await rejects(() => openIndex(place), 'HW501', 'no index')
  const seen: unknown[] = []
  const { segments } = await verifyIndex(large, { onProgress: (progress) => seen.push(progress) })
  expect(seen[0]).toEqual({ phase: 'segments', done: 0, total: segments })
  await expect(verifyIndex(large, { onProgress })).rejects.toThrow('mine')
  const writer = await openWriter(large)
  await expect(writer.merge({ onProgress })).rejects.toThrow('mine')
  await writer.merge({ onProgress: (progress) => seen.push(progress) })
  expect(seen).toContainEqual({ phase: 'rows', done: 1, total: MANY.length })
  await writer.close()
})
