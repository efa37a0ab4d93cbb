// The deployment file is what Subsquid's own validator accepts, and starts commands that exist.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Manifest } from '@subsquid/manifest'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli'
import { PROJECT_ROOT } from '../../src/config'

const text = readFileSync(join(PROJECT_ROOT, 'squid.yaml'), 'utf8')

test('squid.yaml is a valid manifest', () => {
  expect(Manifest.parse(text).error).toBeUndefined()
})

test('the validator does refuse a broken one', () => {
  expect(Manifest.parse(text.replace('cmd:', 'command:')).error).toBeDefined()
})

test('it starts processor, attributor and api by commands that exist', () => {
  const { value } = Manifest.parse(text)
  const commands = [
    value?.deploy?.init,
    ...[value?.deploy?.processor ?? []].flat(),
    ...[value?.deploy?.api ?? []].flat(),
  ]
  const names = commands.map((part) => part?.cmd?.[2])
  expect(names).toEqual(['migrate', 'processor', 'processor', 'processor', 'attributor', 'api'])
  expect(createProgram().commands.map((command) => command.name())).toEqual(expect.arrayContaining(names))
})
