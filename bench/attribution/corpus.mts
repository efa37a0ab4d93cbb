// Real text that every installation has: the README and licence files of the packages under node_modules, in rows of one to a few
// paragraphs, owned by their package. Every tenth package is left out of the data: its text is what outputs without a source are made of.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export type Row = { id: string; owner: string; text: string }
export type Corpus = { rows: Row[]; absent: Row[] }

const WANTED = /^(readme|license|licence|changelog|contributing|history|security)|\.md$/i
const ROW_CHARACTERS = 800
const FILE_CHARACTERS = 200_000

export function gatherCorpus(folder: string): Corpus {
  const rows = filesBelow(folder).flatMap((file) => rowsOf(folder, file))
  const owners = [...new Set(rows.map((row) => row.owner))]
  const leftOut = new Set(owners.filter((_, at) => at % 10 === 9))
  return {
    rows: rows.filter((row) => !leftOut.has(row.owner)),
    absent: rows.filter((row) => leftOut.has(row.owner)),
  }
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && WANTED.test(entry.name))
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

function rowsOf(folder: string, file: string): Row[] {
  const text = readFileSync(file, 'utf8').slice(0, FILE_CHARACTERS).toWellFormed()
  const name = relative(folder, file)
  return cut(text).map((part, at) => ({ id: `${name}#${at}`, owner: dirname(name), text: part }))
}

/** Whole paragraphs until a row is long enough. */
function cut(text: string): string[] {
  const parts: string[] = []
  let part = ''
  for (const paragraph of text.split(/(?<=\n\n)/)) {
    part += paragraph
    if (part.length >= ROW_CHARACTERS) {
      parts.push(part)
      part = ''
    }
  }
  return part.trim() === '' ? parts : [...parts, part]
}
