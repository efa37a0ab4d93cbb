// What does the local chain say when it can't start? A damaged state, a taken port: a clear error with its code, and no node left.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChain } from '../../src/dev/chain/start'
import { startContentServer } from '../../src/dev/library/content-server'

let home = ''
let taken: Server
let port = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-refusals-'))
  taken = createServer((_, response) => response.end())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})

afterAll(async () => {
  taken.close()
  await rm(home, { recursive: true, force: true })
})

test('a node’s port in use', async () => {
  await expect(begin(join(home, 'port'), port)).rejects.toMatchObject({ code: 'HW811' })
})

test('a content server’s port in use', async () => {
  await expect(startContentServer(home, port)).rejects.toMatchObject({ code: 'HW815' })
})

test('a state cut short: the one before it serves, and without one the chain refuses', async () => {
  const dir = join(home, 'state')
  const chain = await begin(dir)
  const [loaded, saved] = ['state.json', 'state.next.json'].map((name) => join(dir, 'chain', name)) as [string, string]
  await chain.stop()
  const again = await begin(dir)
  await again.stop()
  // The second run loaded what the first one saved. A node that is stopped as soon as it listens may not have saved yet: what it would have is written here.
  await cutShort(loaded, saved)
  const third = await begin(dir)
  expect(Number(await third.rpc.ask<string>('eth_blockNumber'))).toBe(2)
  await third.stop()
  await rm(saved, { force: true })
  await cutShort(loaded, loaded)
  await expect(begin(dir)).rejects.toMatchObject({ code: 'HW816' })
})

test.each([
  ['cut short', '{"chainId": 31337, "rpcUrls": ["http://127.'],
  ['of something else', '{}'],
])('an address book %s', async (_name, text) => {
  const dir = join(home, 'book')
  await mkdir(join(dir, 'chain'), { recursive: true })
  await writeFile(join(dir, 'chain', 'addresses.json'), text)
  await expect(begin(dir)).rejects.toMatchObject({ code: 'HW816', message: expect.stringContaining('addresses.json') })
})

test('a node killed before it saved anything: the chain begins anew', async () => {
  const dir = join(home, 'nothing')
  const chain = await begin(dir)
  await chain.stop()
  await rm(join(dir, 'chain', 'state.next.json'))
  const again = await begin(dir)
  expect(Number(await again.rpc.ask<string>('eth_blockNumber'))).toBe(2)
  expect(again.addresses).toEqual(chain.addresses)
  await again.stop()
})

async function begin(dir: string, nodePort = 0) {
  await mkdir(dir, { recursive: true })
  return startChain({ home: dir, contentUrl: 'http://127.0.0.1:1', inhabitants: false, port: nodePort })
}

async function cutShort(from: string, to: string): Promise<void> {
  const whole = await readFile(from)
  await writeFile(to, whole.subarray(0, whole.length / 2))
}
