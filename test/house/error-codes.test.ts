// Every code that a refusal carries stands in docs/errors.md, once.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'

const SOURCES = /\.(ts|js|rs)$/

function codesIn(folder: string): string[] {
  const files = readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => SOURCES.test(file))
    .flatMap((file) => readFileSync(join(PROJECT_ROOT, folder, file), 'utf8').match(/\bHW\d{3}\b/g) ?? [])
}

it('every code is documented, once', () => {
  const lines = readFileSync(join(PROJECT_ROOT, 'docs', 'errors.md'), 'utf8').match(/^\| HW\d{3} /gm) ?? []
  const documented = lines.map((line) => line.slice(2, 7))
  expect(new Set(documented).size).toBe(documented.length)
  const used = new Set(['src', 'bin', 'native/core/src', 'native/node/src'].flatMap(codesIn))
  expect(used.size).toBeGreaterThan(50)
  expect([...used].filter((code) => !documented.includes(code))).toEqual([])
})
