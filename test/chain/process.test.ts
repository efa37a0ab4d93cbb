// The processor as a process: what it refuses to start with, how it stops, and that being killed loses nothing.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { buildBlock, startFollower, startTestChain, type TestChain, untilHead } from '../support/node/chain'
import { startRpcProxy } from '../support/node/rpc-proxy'
import { until } from '../support/until'

const HISTORY_BLOCKS = 40
const KILLS = 6

let chain: TestChain
let database: TestDatabase

beforeAll(async () => {
  chain = await startTestChain()
  for (let block = 0; block < HISTORY_BLOCKS; block++) await chain.step()
  database = await createTestDatabase()
}, 120_000)

afterAll(async () => {
  await database?.drop()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
})

type Processor = { process: ChildProcess; exited: Promise<number | null>; ready: Promise<unknown>; output(): string }

function startProcessor(env: Record<string, string>): Processor {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'headwater.js'), 'processor'], {
    env: { PATH, NETWORK: 'local', HEADWATER_HOME: chain.home, DATABASE_URL: database.url, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const gone = exited.then((code) => Promise.reject(new Error(`ended with ${code} before it was ready: ${output}`)))
  const ready = Promise.race([once(child, 'message'), gone])
  ready.catch(() => undefined)
  return { process: child, exited, ready, output: () => output }
}

describe('what it refuses to start with', () => {
  test('no database', async () => {
    const processor = startProcessor({ DATABASE_URL: '' })
    expect(await processor.exited).toBe(1)
    expect(processor.output()).toMatch(/^HW101 .*DATABASE_URL/)
  })

  test('a database without our tables', async () => {
    const empty = await createTestDatabase(null)
    const processor = startProcessor({ DATABASE_URL: empty.url })
    expect(await processor.exited).toBe(1)
    expect(processor.output().trim().split('\n').at(-1)).toMatch(/^HW305 .*headwater migrate/)
    await empty.drop()
  })

  test('an endpoint of another chain', async () => {
    const proxy = await startRpcProxy(chain.rpcUrl)
    proxy.fault = { kind: 'replies', change: (reply) => ({ ...reply, result: '0x64c' }) }
    const processor = startProcessor({ RPC_URL: proxy.url })
    expect(await processor.exited).toBe(1)
    expect(processor.output().trim().split('\n').at(-1)).toMatch(/^HW202 .* is of chain 1612; .* of chain 31337/)
    await proxy.close()
  })
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order and in time', async (signal) => {
  const processor = startProcessor({})
  expect(await processor.ready).toMatchObject([{ kind: 'ready' }, undefined])
  const asked = Date.now()
  processor.process.kill(signal)
  expect(await processor.exited).toBe(0)
  expect(Date.now() - asked).toBeLessThan(5_000)
})

async function indexedHeight(): Promise<number> {
  const [line] = (await readRows(database.url)).get('head') ?? []
  return line === undefined ? 0 : (JSON.parse(line) as { number: number }).number
}

test('killed again and again, it loses nothing and doubles nothing', async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const processor = startProcessor({})
    await processor.ready
    await buildBlock(chain, `kill ${kill}`)
    await until(`block ${kill * 8} is indexed`, async () => (await indexedHeight()) >= kill * 8)
    processor.process.kill('SIGKILL')
    await processor.exited
  }
  const { hash } = await buildBlock(chain, 'the end')
  const follower = startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: database.url })
  await untilHead(database.url, hash, follower)
  await follower.stop()
  await expectCalmRows(hash)
}, 120_000)

test('taken back by hand, it is read again', async () => {
  const { hash } = await buildBlock(chain, 'before the rewind')
  const follower = startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: database.url })
  await untilHead(database.url, hash, follower)
  const head = await indexedHeight()
  expect(await rewindTo(1)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^HW310 A processor of chain 31337 is at work/),
  })
  await follower.stop()
  expect(await rewindTo(head + 1)).toMatchObject({ code: 1, err: expect.stringMatching(/^HW307 /) })
  const { code, out } = await rewindTo(head - 3)
  expect(JSON.parse(out)).toMatchObject({ chainId: 31_337, from: { number: head, hash }, to: { number: head - 3 } })
  expect([code, await indexedHeight()]).toEqual([0, head - 3])
  const again = startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: database.url })
  await untilHead(database.url, hash, again)
  await again.stop()
  await expectCalmRows(hash)
})

async function rewindTo(block: number): Promise<{ code: number | null; out: string; err: string }> {
  const { PATH = '' } = process.env
  const command = [join(PROJECT_ROOT, 'bin', 'headwater.js'), 'rewind', '--json', '--to', String(block)]
  const child = spawn(process.execPath, command, {
    env: { PATH, NETWORK: 'local', HEADWATER_HOME: chain.home, DATABASE_URL: database.url },
  })
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

async function expectCalmRows(hash: string): Promise<void> {
  const calm = await createTestDatabase()
  const other = startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: calm.url })
  await untilHead(calm.url, hash, other)
  await other.stop()
  expect(differences(compareRows(await readRows(database.url), await readRows(calm.url)))).toEqual([])
  await calm.drop()
}
