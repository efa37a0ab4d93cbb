// The real text that every installation has: what the packages under node_modules say about themselves. A file's owner is its package's
// scope or name, so that the packages of one house are one voice.
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'

/** `file` is its place from its package on: the same for every version of it. */
export type Document = { path: string; file: string; owner: string; package: string; text: string }

const MOST_CHARACTERS = 200_000

/** All files of a kind below node_modules, in the order of their paths. */
export function readDocuments(root: string, isOne: RegExp): Document[] {
  const modules = realpathSync(join(root, 'node_modules'))
  const names = readdirSync(modules, { recursive: true, withFileTypes: true })
  const paths = names
    .filter((name) => name.isFile() && isOne.test(name.name))
    .map(({ parentPath, name }) => join(parentPath, name))
  return paths.sort().flatMap((path) => {
    const inside = relative(modules, path)
    const file = inside.split('node_modules/').at(-1) ?? inside
    const parts = file.split('/')
    const owner = parts[0] ?? ''
    const text = readFileSync(path, 'utf8')
    const isText = text.length > 0 && text.length <= MOST_CHARACTERS && text.isWellFormed()
    const name = owner.startsWith('@') ? `${owner}/${parts[1]}` : owner
    return isText && parts.length > 1 ? [{ path: inside, file, owner, package: name, text }] : []
  })
}

/** A text's words, each with the space before it: joined they are the text, but for space at its end. */
export function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/g) ?? []
}

/** The same numbers for the same seed (mulberry32): a function from a limit to a whole number below it. */
export function createChance(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export function pick<T>(items: readonly T[], chance: (below: number) => number): T {
  const item = items[chance(items.length)]
  if (item === undefined) throw new Error('there is nothing to choose from')
  return item
}
