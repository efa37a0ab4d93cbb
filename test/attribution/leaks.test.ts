// What was closed holds nothing: no map and no file of the index's folder; and what was answered is gone once its answer is.
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Cancellation } from '../../native/node'
import { buildIndex, openIndex, type Row, verifyIndex } from '../../src/attribution/engine'
import { openGradients } from '../../src/attribution/gradients'
import { engine } from '../../src/attribution/native'
import { openWriter } from '../../src/attribution/writer'

const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'
const ROWS: Row[] = Array.from({ length: 500 }, (_, at) => ({
  id: `row ${at}`,
  owner: `owner ${at % 50}`,
  text: `Note ${at}: ${GULLS} Page ${(at * 7919) % 1000} of the log of ${at % 97} keepers and ${at % 89} gulls.`,
}))

/** Large answers to small questions. */
const EVERY_SOURCE = { maxSources: 1_000 }

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
  const [first] = ROWS
  const answer = await same.attribute(first?.text ?? '')
  expect(answer).toMatchObject({ dataSet: same.dataSet, passagesTotal: 1 })
  const underWay = same.attribute(first?.text ?? '')
  same.close()
  same.close()
  expect(await underWay).toEqual(answer)
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
  const native = await engine().openIndex(folder)
  const output = `${GULLS} Quilts. `.repeat(20)
  const { numbers, names } = await native.attribute(output, EVERY_SOURCE)
  const answerBytes = numbers.byteLength + names.length
  expect(answerBytes).toBeGreaterThan(100_000)
  // Past the border, what V8 sets aside for young objects is all that a process grows by: there what lives is counted, here all there is.
  const ofEngine = await growth(
    () => process.memoryUsage().rss,
    () => ask((text, stopped) => native.attribute(text, EVERY_SOURCE, stopped), output),
  )
  const ofHeap = await growth(
    () => process.memoryUsage().heapUsed,
    () => ask((text) => index.attribute(text, EVERY_SOURCE), output),
  )
  // Each turn has two answers at least: this sees when one of eight is kept.
  expect(ofEngine).toBeLessThan(answerBytes / 4)
  expect(ofHeap).toBeLessThan(answerBytes / 4)
  native.close()
  index.close()
})

type Asking = (text: string, stopped?: Cancellation) => Promise<unknown>

/** Questions that are answered, one that is ended, and one that is refused. */
async function ask(asking: Asking, output: string): Promise<void> {
  const stopped = new (engine().Cancellation)()
  const asked = [asking(output), asking(output, new (engine().Cancellation)()), asking(output, stopped)]
  stopped.cancel()
  const [first, second] = await Promise.allSettled([...asked, asking(`${output}\ud83e`)])
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled'])
}

/** Bytes that a turn leaves, on average of the round that leaves least: what is kept is kept in all of them, what allocators set aside is not. */
async function growth(used: () => number, turn: () => Promise<void>): Promise<number> {
  const [rounds, turns] = [5, 40]
  const left: number[] = []
  for (let round = 0; round < rounds; round++) {
    collect()
    const before = used()
    for (let at = 0; at < turns; at++) await turn()
    collect()
    left.push((used() - before) / turns)
  }
  return Math.min(...left)
}
