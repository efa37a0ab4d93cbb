// What was closed holds nothing: no map and no file of the index's folder; and what was answered is gone once its answer is.
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildIndex, type Index, openIndex, type Row, verifyIndex } from '../../src/attribution/engine'
import { openGradients } from '../../src/attribution/gradients'
import { engine } from '../../src/attribution/native'
import { openWriter } from '../../src/attribution/writer'

const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'
const ROWS: Row[] = Array.from({ length: 500 }, (_, at) => ({
  id: `row ${at}`,
  owner: `owner ${at % 50}`,
  text: `Note ${at}: ${GULLS} Page ${(at * 7919) % 1000} of the log of ${at % 97} keepers and ${at % 89} gulls.`,
}))

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-leaks-'))
  folder = join(home, 'index')
  await buildIndex(folder, { rows: ROWS }, { segmentTokens: 5_000 })
})

afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** What this process has open of the home folder, deleted files included. */
async function held(): Promise<string[]> {
  const maps = (await readFile('/proc/self/maps', 'utf8')).split('\n')
  const numbers = await readdir('/proc/self/fd')
  const files = await Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')))
  return [...maps, ...files].filter((line) => line.includes(home))
}

it('a build, a verification and a refusal hold nothing', async () => {
  expect(await held()).toEqual([])
  await verifyIndex(folder)
  await expect(buildIndex(folder, { rows: ROWS })).rejects.toMatchObject({ code: 'HW504' })
  await expect(buildIndex(join(home, 'bad'), { rows: [...ROWS, ...ROWS] })).rejects.toMatchObject({ code: 'HW505' })
  expect(await held()).toEqual([])
})

it('an index holds nothing after its end, whatever was asked of it', async () => {
  const index = await openIndex(folder)
  expect(await held()).not.toEqual([])
  await index.attribute(GULLS)
  const controller = new AbortController()
  const aborted = index.attribute(GULLS.repeat(5_000), { signal: controller.signal })
  controller.abort()
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  const underWay = index.attribute(GULLS.repeat(100))
  index.close()
  await underWay
  expect(await held()).toEqual([])
})

it('a selection holds what it needs until it is closed itself', async () => {
  const index = await openIndex(folder)
  const some = await index.select({ ranges: Uint32Array.of(0, 100) })
  const same = await index.select({ ranges: Uint32Array.of(0, 100) })
  index.close()
  some.close()
  expect((await same.attribute(GULLS)).shares).toHaveLength(1)
  const underWay = same.attribute(GULLS)
  same.close()
  same.close()
  expect((await underWay).shares).toHaveLength(1)
  expect(await held()).toEqual([])
  await expect(same.attribute(GULLS)).rejects.toMatchObject({ code: 'HW512' })
  expect(same).toMatchObject({ rows: 100, dataSet: some.dataSet })
})

it('a writer holds nothing after its end, and a refreshed index nothing of what was before', async () => {
  const index = await openIndex(folder)
  const writer = await openWriter(folder)
  await writer.add({ rows: [{ id: 'tides', text: 'Spring tides follow the new moon by a day and a half.' }] })
  await writer.remove(['tides', 'row 0'])
  await expect(writer.remove(['nobody'])).rejects.toMatchObject({ code: 'HW515' })
  await writer.merge()
  await writer.close()
  expect(await index.refresh()).toBe(true)
  // The files that were merged go on a thread of their own.
  await expect.poll(async () => (await held()).filter((line) => line.endsWith('(deleted)'))).toEqual([])
  index.close()
  expect(await held()).toEqual([])
})

it('gradients hold nothing after their end', async () => {
  const [rows, columns] = [64, 32]
  const numbers = Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(at))
  await writeFile(join(home, 'gradients.bin'), numbers)
  const info = { num_grads: rows, grad_sizes: { layer: columns }, base_dtype: 'float32' }
  await writeFile(join(home, 'info.json'), JSON.stringify(info))
  const store = await openGradients(home)
  expect(await held()).not.toEqual([])
  const scoring = store.score({ folder: home, row: 3 })
  store.close()
  expect((await scoring).scores).toHaveLength(rows)
  expect(await held()).toEqual([])
})

it('answers, refusals and ended questions leave no memory behind', async () => {
  const index = await openIndex(folder)
  const output = ROWS.slice(0, 100)
    .map((row) => row.text)
    .join(' ')
  const native = await engine().openIndex(folder)
  const { numbers, names } = await native.attribute(output)
  const answerBytes = numbers.byteLength + names.length
  expect(answerBytes).toBeGreaterThan(20_000)
  const [rounds, turns] = [5, 100]
  await askOften(index, output, turns)
  const before = resident()
  for (let round = 0; round < rounds; round++) await askOften(index, output, turns)
  const perTurn = (resident() - before) / (rounds * turns)
  // Each turn has two answers and two questions of several kilobytes without one.
  expect(perTurn).toBeLessThan(answerBytes / 2)
  native.close()
  index.close()
})

async function askOften(index: Index, output: string, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const controller = new AbortController()
    const asked = [
      index.attribute(output),
      index.attribute(output, { signal: new AbortController().signal }),
      index.attribute(output, { signal: controller.signal }),
      index.attribute(`${output}\ud83e`),
    ]
    controller.abort()
    const ends = await Promise.allSettled(asked)
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
  }
}

function resident(): number {
  collect()
  return process.memoryUsage().rss
}
