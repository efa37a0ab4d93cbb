// Indexes of data sets on this machine: a takedown leaves none that is made of what was taken down, whatever was under way or left by a crash.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIndexes, type IndexRow } from '../../src/attribution/indexes'
import { createLog, setLogLevel } from '../../src/log'

const ROW: IndexRow = { id: 'gulls', owner: 'Ada', text: 'The lighthouse keeper counted seventeen herring gulls.' }

let home: string
let made = 0

beforeAll(async () => {
  setLogLevel('fatal')
  home = await mkdtemp(join(tmpdir(), 'headwater-indexes-'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

function indexesIn(folder: string) {
  const indexes = createIndexes({ folder, maxOpen: 4, log: createLog('test') })
  return { ...indexes, [Symbol.asyncDispose]: () => indexes.close() }
}

const newFolder = () => join(home, `indexes-${made++}`)

function planOf(key: string, root: string, meanwhile: () => Promise<void> = async () => {}) {
  async function* rows() {
    yield ROW
    await meanwhile()
  }
  return { key, roots: [root], rows }
}

it('leaves no index of what was taken down while it was built', async () => {
  const folder = newFolder()
  await using indexes = indexesIn(folder)
  const takeDown = () => indexes.dropMadeOf(new Set(['root']))
  const used = indexes.use(planOf('key', 'root', takeDown), async () => 'used')
  await expect(used).rejects.toMatchObject({ code: 'HW501' })
  expect(await readdir(folder)).toEqual([])
})

it('deletes an index when nobody knows any more what it is made of, and the others by what they are made of', async () => {
  const folder = newFolder()
  await using indexes = indexesIn(folder)
  for (const key of ['cut', 'gone', 'kept']) await indexes.use(planOf(key, `root of ${key}`), async () => {})
  // As a power cut leaves it.
  await writeFile(join(folder, 'cut.roots.json'), '["root')
  await indexes.dropMadeOf(new Set(['root of gone']))
  expect((await readdir(folder)).sort()).toEqual(['kept', 'kept.roots.json'])
  await indexes.dropMadeOf(new Set(['root of kept']))
  expect(await readdir(folder)).toEqual([])
})
