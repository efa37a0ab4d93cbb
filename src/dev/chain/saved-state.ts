// What did the node save, and was it written to its end? Its file holds the whole chain; what nobody asks for is left out of it on the
// way from one run to the next, and neither way is it ever held in memory.
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ChainStateError } from '../errors'

export type StateFiles = {
  /** What the node starts from. */
  readonly loaded: string
  /** What it saves: once more than it loaded. */
  readonly saved: string
}

export function stateFiles(dir: string): StateFiles {
  return { loaded: join(dir, 'state.json'), saved: join(dir, 'state.next.json') }
}

/** Bytes that a start has to read. */
export function savedBytes({ loaded, saved }: StateFiles): number {
  const newest = [saved, loaded].find((file) => existsSync(file))
  return newest === undefined ? 0 : statSync(newest).size
}

/** What the last run saved becomes what this run loads, if it was written to its end. */
export function adoptNewest({ loaded, saved }: StateFiles): void {
  if (existsSync(saved) && copyWithoutTraces(saved, `${loaded}.part`)) {
    renameSync(`${loaded}.part`, loaded)
    rmSync(saved)
    return
  }
  rmSync(`${loaded}.part`, { force: true })
  if (existsSync(loaded) && !isWhole(loaded)) throw new ChainStateError({ file: loaded })
}

const CHUNK_BYTES = 1 << 20
/** The node traces every call of every transaction and can't be told not to: half of what it saves, and nothing here reads it. */
const TRACES = Buffer.from('"traces":[')

/** Says whether the file was whole. Strings in it are hexadecimal or names, so its brackets are its structure. */
export function copyWithoutTraces(from: string, to: string, chunkBytes = CHUNK_BYTES): boolean {
  const target = openSync(to, 'w')
  const braces = createCounter('{', '}')
  const brackets = createCounter('[', ']')
  let skipping = false
  const keep = (bytes: Buffer) => {
    braces.count(bytes)
    writeSync(target, bytes)
  }
  // What is not read on yet: a name that the end of a chunk cuts in two is looked for again with the next one.
  let rest = Buffer.alloc(0)
  for (const chunk of chunksOf(from, chunkBytes)) {
    let bytes = Buffer.concat([rest, chunk])
    for (;;) {
      if (skipping) {
        const end = brackets.findEnd(bytes)
        if (end < 0) break
        skipping = false
        bytes = bytes.subarray(end)
      }
      const at = bytes.indexOf(TRACES)
      if (at < 0) break
      keep(bytes.subarray(0, at + TRACES.length))
      brackets.count(TRACES)
      skipping = true
      bytes = bytes.subarray(at + TRACES.length)
    }
    const kept = skipping ? 0 : Math.max(bytes.length - TRACES.length + 1, 0)
    if (!skipping) keep(bytes.subarray(0, kept))
    rest = skipping ? Buffer.alloc(0) : Buffer.from(bytes.subarray(kept))
  }
  keep(rest)
  closeSync(target)
  return !skipping && braces.isClosed()
}

/** Counts instead of parsing: the file may be larger than the longest string. */
function isWhole(file: string): boolean {
  const braces = createCounter('{', '}')
  for (const chunk of chunksOf(file, CHUNK_BYTES)) braces.count(chunk)
  return braces.isClosed()
}

/** Of one buffer that is filled again and again. */
function* chunksOf(file: string, chunkBytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(chunkBytes)
  const descriptor = openSync(file, 'r')
  try {
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk))
      yield chunk.subarray(0, read)
  } finally {
    closeSync(descriptor)
  }
}

/** By index: the file may hold hundreds of megabytes, and an iterator takes ten times as long. */
function createCounter(opening: string, closing: string) {
  const steps = new Int8Array(256)
  steps[opening.charCodeAt(0)] = 1
  steps[closing.charCodeAt(0)] = -1
  let depth = 0
  let seen = 0
  return {
    count(bytes: Buffer): void {
      seen += bytes.length
      for (let index = 0; index < bytes.length; index++) depth += steps[bytes[index] ?? 0] ?? 0
    },
    /** Where what was opened is closed, the closing byte being the next; -1 when it is not in these bytes. */
    findEnd(bytes: Buffer): number {
      for (let index = 0; index < bytes.length; index++) {
        depth += steps[bytes[index] ?? 0] ?? 0
        if (depth === 0) return index
      }
      return -1
    },
    isClosed: () => seen > 0 && depth === 0,
  }
}
