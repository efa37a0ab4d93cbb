// The deployment file is what Subsquid's own validator accepts, and starts commands that exist.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Manifest } from '@subsquid/manifest'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli'
import { type ChainName, PROJECT_ROOT, readAddressBook, readConfig, rpcUrlsOf } from '../../src/config'
import { run } from '../../src/main'

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

test('each processor has an endpoint and serves its figures', () => {
  const { value } = Manifest.parse(text)
  for (const { cmd = [], env = {} } of [value?.deploy?.processor ?? []].flat()) {
    if (cmd[2] !== 'processor') continue
    const chain = (cmd[4] ?? 'l2') as ChainName
    const given = Object.entries(env).map(([name, said]) => [
      name,
      String(said).replace(/^\$\{\{ secrets.+/, 'https://one.example'),
    ])
    const config = readConfig({ ...Object.fromEntries(given), DATABASE_URL: 'postgres://one.example' })
    expect(rpcUrlsOf(config, chain, readAddressBook(config, chain)), chain).toHaveLength(1)
    expect(config.prometheusPort, chain).not.toBeNull()
  }
})

test.each(['ethereum', 'bsc'] as const)('without its secret the processor of %s names the variable', async (chain) => {
  const config = readConfig({ NETWORK: 'openledger', DATABASE_URL: 'postgres://one.example' })
  const words = expect.stringContaining(`openledger (${chain}): set RPC_URL_${chain.toUpperCase()}`)
  await expect(run(config, chain)).rejects.toMatchObject({ code: 'HW201', message: words })
})
