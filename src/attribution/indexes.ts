// Indexes of data sets on this machine: built when first needed, kept open while used, replaced when damaged. A folder
// belongs to a data set by its key, so processes share what one of them built, and building the same one twice is harmless.
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describeError } from '../errors'
import type { Log } from '../log'
import { buildIndex, type Index, openIndex } from './engine'

export type IndexRow = { id: string; owner: string; text: string }

export type IndexPlan = {
  key: string
  /** The contents it is made of, so that it can be found when one of them is taken down. */
  roots: readonly string[]
  /** In submission order. */
  rows(): AsyncIterable<IndexRow>
}

export type Indexes = {
  /** Opens the index, building it first where it is missing or damaged. It stays open at least until the work is done. */
  use<T>(plan: IndexPlan, work: (index: Index) => Promise<T>): Promise<T>
  /** Deletes every index made of one of these contents. */
  dropMadeOf(roots: ReadonlySet<string>): Promise<void>
  close(): Promise<void>
}

type Options = { folder: string; maxOpen: number; log: Log }
type Open = { index: Promise<Index>; users: number; isLeaving: boolean }

// NotAnIndex, Damaged, Unsupported: what stands there is of no use, and can be made anew.
const DAMAGED = 'HW502'
const USELESS = ['HW501', DAMAGED, 'HW503']
const UNFINISHED = '.building-'

export function createIndexes({ folder, maxOpen, log }: Options): Indexes {
  /** Least recently used first. */
  const open = new Map<string, Open>()

  function enter(plan: IndexPlan): Open {
    const found = open.get(plan.key)
    const entry = found ?? { index: ensureIndex({ folder, log }, plan), users: 0, isLeaving: false }
    open.delete(plan.key)
    open.set(plan.key, entry)
    entry.users += 1
    if (found === undefined) {
      entry.index.catch(() => remove(plan.key, entry))
      for (const [key, other] of [...open].slice(0, Math.max(0, open.size - maxOpen))) remove(key, other)
    }
    return entry
  }

  function remove(key: string, entry: Open): void {
    if (open.get(key) === entry) open.delete(key)
    entry.isLeaving = true
    closeUnused(entry)
  }

  async function useEntry<T>(entry: Open, work: (index: Index) => Promise<T>): Promise<T> {
    try {
      return await work(await entry.index)
    } finally {
      entry.users -= 1
      closeUnused(entry)
    }
  }

  /** A bad block shows when it is first read: the index that has it goes, once, whoever met it. */
  async function discard(key: string, entry: Open, error: unknown): Promise<void> {
    if (open.get(key) !== entry) return
    remove(key, entry)
    if (await moveAside(folder, key)) log.warn({ index: key, reason: describeError(error) }, 'index built anew')
  }

  return {
    async use(plan, work) {
      const entry = enter(plan)
      try {
        return await useEntry(entry, work)
      } catch (error) {
        if (codeOf(error) !== DAMAGED) throw error
        await discard(plan.key, entry, error)
        return await useEntry(enter(plan), work)
      }
    },
    async dropMadeOf(roots) {
      for (const key of await keysMadeOf(folder, roots)) {
        const entry = open.get(key)
        if (entry !== undefined) remove(key, entry)
        await rm(join(folder, key), { recursive: true, force: true })
        await rm(rootsFile(folder, key), { force: true })
        // Who built it meanwhile found that file while it stood, and is done; who finds it gone takes its index away itself.
        await rm(join(folder, key), { recursive: true, force: true })
        log.info({ index: key }, 'index deleted: one of its contents was taken down')
      }
    },
    async close() {
      const entries = [...open]
      for (const [key, entry] of entries) remove(key, entry)
      await Promise.allSettled(entries.map(([, entry]) => entry.index))
    },
  }
}

/** Deletes what builds of dead processes left behind. */
export async function sweepUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const pid = Number(new RegExp(`^\\${UNFINISHED}[0-9a-f]+-(\\d+)-`).exec(name)?.[1])
    if (pid > 0 && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code)

function closeUnused(entry: Open): void {
  if (!entry.isLeaving || entry.users > 0) return
  entry.index.then(
    (index) => index.close(),
    () => {},
  )
}

async function ensureIndex({ folder, log }: Pick<Options, 'folder' | 'log'>, plan: IndexPlan): Promise<Index> {
  const dir = join(folder, plan.key)
  try {
    return await openIndex(dir)
  } catch (error) {
    if (!USELESS.includes(codeOf(error))) throw error
    if (await moveAside(folder, plan.key))
      log.warn({ index: plan.key, reason: describeError(error) }, 'index built anew')
  }
  const since = performance.now()
  await build(folder, plan)
  const index = await openIndex(dir)
  log.info({ index: plan.key, ...index.info(), ms: Math.round(performance.now() - since) }, 'index built')
  return index
}

/** False when nothing stood there. Who has it open keeps it. */
async function moveAside(folder: string, key: string): Promise<boolean> {
  const aside = join(folder, `${UNFINISHED}${key}-${process.pid}-damaged-${Date.now()}`)
  try {
    await rename(join(folder, key), aside)
  } catch {
    return false
  }
  await rm(aside, { recursive: true, force: true })
  return true
}

async function build(folder: string, plan: IndexPlan): Promise<void> {
  await mkdir(folder, { recursive: true })
  const work = join(folder, `${UNFINISHED}${plan.key}-${process.pid}-${Date.now()}`)
  await mkdir(work)
  // Before a text is read: by this file a takedown finds what is being built, too.
  await writeFile(rootsFile(folder, plan.key), JSON.stringify(plan.roots))
  try {
    const rows = join(work, 'rows.jsonl')
    await pipeline(Readable.from(jsonLines(plan.rows())), createWriteStream(rows))
    const built = join(work, 'index')
    await buildIndex(built, { paths: [rows] })
    await rename(built, join(folder, plan.key)).catch(ignoreTaken)
    const wasTakenDown = (await readRoots(rootsFile(folder, plan.key))) === null
    if (wasTakenDown) await rm(join(folder, plan.key), { recursive: true, force: true })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function* jsonLines(rows: AsyncIterable<IndexRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}

/** Another process was faster; its index is as good as ours. */
function ignoreTaken(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}

const rootsFile = (folder: string, key: string) => join(folder, `${key}.roots.json`)

async function keysMadeOf(folder: string, roots: ReadonlySet<string>): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.roots.json'))
  const keys: string[] = []
  for (const name of names) {
    const made = await readRoots(join(folder, name))
    if (made === null || made.some((root) => roots.has(root))) keys.push(name.slice(0, -'.roots.json'.length))
  }
  return keys
}

/** null where nobody knows: a crash may have cut the file short. Such an index goes, and is built anew where it is needed. */
async function readRoots(file: string): Promise<string[] | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as string[]
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
