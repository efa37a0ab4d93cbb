// What an index takes on disk: infini-gram's files, and ours beside them.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Table } from './table.mts'

const BASE = ['tokenized', 'table', 'offset', 'metadata', 'metaoff', 'unigram']

export function measureDisk(folder: string, tokens: number): Table {
  const sizes = new Map<string, number>()
  for (const name of readdirSync(folder)) {
    const what = name.split('.')[0] ?? name
    sizes.set(what, (sizes.get(what) ?? 0) + statSync(join(folder, name)).size)
  }
  const isBase = ([what]: [string, number]) => BASE.includes(what)
  const files = [...sizes].sort(([, one], [, other]) => other - one)
  const sum = (some: [string, number][]) => some.reduce((total, [, bytes]) => total + bytes, 0)
  const base = sum(files.filter(isBase))
  const ours = sum(files.filter((file) => !isBase(file)))
  const line = (what: string, bytes: number) => [what, (bytes / 2 ** 20).toFixed(1), (bytes / tokens).toFixed(2)]
  return {
    head: ['files', 'MiB', 'bytes a token'],
    rows: [
      ...files.map(([what, bytes]) => line(`\`${what}\`${BASE.includes(what) ? '' : ' (ours)'}`, bytes)),
      line("all of infini-gram's", base),
      line(`all of ours, ${(ours / base).toFixed(2)} times as much`, ours),
    ],
  }
}
