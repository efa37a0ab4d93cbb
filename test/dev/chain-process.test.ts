// Does the local chain's process leave anything behind? Asked to stop or killed, its node and its content server go with it, and
// the next start goes on at the same ports with the same blocks.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import type { ChainReady } from '../../src/dev/chain'
import { createRpc, type RpcBlock } from '../../src/dev/chain/rpc'

let home = ''
let child: ChildProcess | null = null

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-chain-process-'))
})

afterAll(async () => {
  child?.kill('SIGTERM')
  await rm(home, { recursive: true, force: true })
})

test('goes on after kill -9 where it was, and leaves nothing behind', async () => {
  const first = await start()
  const before = await headOf(first)
  expect(before).toBeGreaterThan(5)
  const tenth = await hashOf(first, before)
  await end('SIGKILL')
  await untilSilent(first)

  const second = await start()
  expect(second).toEqual(first)
  expect(await hashOf(second, before)).toBe(tenth)
  expect(await headOf(second)).toBeGreaterThanOrEqual(before)
  await end('SIGTERM')
  await untilSilent(second)
})

test('started again at once after kill -9, waits for what the node still saves', async () => {
  const first = await start()
  const before = await headOf(first)
  const hash = await hashOf(first, before)
  await end('SIGKILL')
  const second = await start()
  expect(second).toEqual(first)
  expect(await hashOf(second, before)).toBe(hash)
  await end('SIGTERM')
  await untilSilent(second)
})

async function start(): Promise<ChainReady> {
  const file = join(PROJECT_ROOT, 'lib', 'dev', 'chain.js')
  const running = spawn(process.execPath, [file, '--home', home], { stdio: ['ignore', 'pipe', 'pipe'] })
  child = running
  let output = ''
  running.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const line = new Promise<string>((resolve, reject) => {
    running.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    running.once('exit', () => reject(new Error(output)))
  })
  return JSON.parse(await line)
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child === null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  child = null
}

const DEADLINE_MS = 20_000

/** Neither the node nor the content server answers any more. */
async function untilSilent({ rpcUrl, contentUrl }: ChainReady): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS
  while ((await answers(rpcUrl)) || (await answers(contentUrl))) {
    expect(Date.now()).toBeLessThan(deadline)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer()
    return true
  } catch {
    return false
  }
}

async function headOf({ rpcUrl }: ChainReady): Promise<number> {
  return Number(await createRpc(rpcUrl).ask<string>('eth_blockNumber'))
}

async function hashOf({ rpcUrl }: ChainReady, number: number): Promise<string> {
  const block = await createRpc(rpcUrl).ask<RpcBlock>('eth_getBlockByNumber', `0x${number.toString(16)}`, false)
  return block.hash
}
