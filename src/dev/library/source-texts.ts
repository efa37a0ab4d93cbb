// What have the contributors to give? The README and licence files of the packages installed here, under those packages' real
// names and licences, cut into rows by paragraph.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { tokenize } from '../recount/tokens'
import type { ContributionRow } from './documents'

export type SourceText = {
  readonly package: string
  readonly license: string
  readonly file: string
  readonly path: string
}

/** Every README and licence file under node_modules, in the order of package and file names. */
export function findSourceTexts(nodeModules: string): SourceText[] {
  return packageFolders(nodeModules).flatMap((folder) => textsOf(join(nodeModules, folder)))
}

const MIN_TOKENS = 20
const MAX_TOKENS = 200
/** Enough for a long README; a contribution that goes on for ever would crowd out the others. */
const MAX_ROWS = 40

/** The rows of one text, each at home within MIN_TOKENS to MAX_TOKENS; short neighbours are joined, long paragraphs cut at lines. */
export function cutIntoRows(source: SourceText): ContributionRow[] {
  const text = readFileSync(source.path, 'utf8').replaceAll('\r\n', '\n').toWellFormed()
  const rows: string[] = []
  let open = ''
  for (const piece of text.split(/\n\s*\n/).flatMap(cutParagraph)) {
    const joined = open === '' ? piece : `${open}\n\n${piece}`
    if (open !== '' && countTokens(joined) > MAX_TOKENS) {
      rows.push(open)
      open = piece
    } else {
      open = joined
    }
    if (countTokens(open) >= MIN_TOKENS * 3) {
      rows.push(open)
      open = ''
    }
  }
  rows.push(open)
  return rows
    .map((row) => row.trim())
    .filter((row) => countTokens(row) >= MIN_TOKENS)
    .slice(0, MAX_ROWS)
    .map((row) => ({ text: row, package: source.package, license: source.license, file: source.file }))
}

function packageFolders(nodeModules: string): string[] {
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(nodeModules, name))
            .sort()
            .map((inner) => join(name, inner))
        : [name],
    )
}

const TEXT_FILE = /^(?:readme|licen[cs]e)(?:[.-](?:md|markdown|txt|mit))?$/i
const MIN_BYTES = 600
const MAX_BYTES = 200_000

function textsOf(folder: string): SourceText[] {
  const about = readPackage(folder)
  if (about === null) return []
  return readdirSync(folder)
    .filter((file) => TEXT_FILE.test(file))
    .sort()
    .map((file) => ({ ...about, file, path: join(folder, file) }))
    .filter(({ path }) => {
      const facts = statSync(path)
      return facts.isFile() && facts.size >= MIN_BYTES && facts.size <= MAX_BYTES
    })
}

function readPackage(folder: string): { package: string; license: string } | null {
  try {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof name === 'string' && typeof license === 'string' ? { package: name, license } : null
  } catch {
    // Not a package: a folder of files that npm keeps for itself, or a broken link.
    return null
  }
}

/** A paragraph that is too long is cut at its lines, a line that is too long at its words. */
function cutParagraph(paragraph: string): string[] {
  if (countTokens(paragraph) <= MAX_TOKENS) return [paragraph]
  const parts = paragraph.includes('\n') ? paragraph.split('\n') : paragraph.split(/(?<=[.!?;,)]) /)
  if (parts.length === 1) return cutByLength(paragraph)
  return pack(parts.flatMap(cutParagraph), paragraph.includes('\n') ? '\n' : ' ')
}

function pack(parts: readonly string[], separator: string): string[] {
  const packed: string[] = []
  for (const part of parts) {
    const last = packed.at(-1)
    const joined = `${last}${separator}${part}`
    if (last !== undefined && countTokens(joined) <= MAX_TOKENS) packed[packed.length - 1] = joined
    else packed.push(part)
  }
  return packed
}

/** No token is shorter than a byte, so this many characters are surely few enough tokens; badges and tables come to this. */
function cutByLength(line: string): string[] {
  const characters = [...line]
  const parts: string[] = []
  for (let start = 0; start < characters.length; start += MAX_TOKENS) {
    parts.push(characters.slice(start, start + MAX_TOKENS).join(''))
  }
  return parts
}

function countTokens(text: string): number {
  return tokenize(text).length
}
