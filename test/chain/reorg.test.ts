// Promise 2 on a real node: whatever the node takes back, the index equals one that only ever saw the chain that stayed.
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stateSchema } from '../../src/database/store/chain-database'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import {
  buildBlock,
  type Follower,
  type FollowerOptions,
  rollBack,
  startFollower,
  startTestChain,
  type TestChain,
  untilHead,
} from '../support/node/chain'
import { emptyBlocks, serve } from '../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../support/node/fake-node'
import { type RpcProxy, startRpcProxy } from '../support/node/rpc-proxy'

const HISTORY_BLOCKS = 30

let chain: TestChain
let database: TestDatabase
let calm: TestDatabase
let proxy: RpcProxy
/** Of another chain with the same number. */
let stranger: FakeNode

const follow = (to: TestDatabase, options: Partial<FollowerOptions> = {}) =>
  startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], ...options, databaseUrl: to.url })

beforeAll(async () => {
  chain = await startTestChain()
  for (let block = 0; block < HISTORY_BLOCKS; block++) await chain.step()
  database = await createTestDatabase()
  calm = await createTestDatabase()
  proxy = await startRpcProxy(chain.rpcUrl)
  stranger = await startFakeNode()
  serve(stranger, emptyBlocks(1_000, 'another chain'))
}, 120_000)

afterAll(async () => {
  await database?.drop()
  await calm?.drop()
  await proxy?.close()
  await stranger?.close()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
  proxy.fault = { kind: 'none' }
})

/** Indexes the chain as it now stands from nothing, and holds both databases against each other. */
async function expectRowsOfTheChain(): Promise<void> {
  await emptyDatabase(calm.url)
  const other = follow(calm)
  await untilHead(calm.url, await headHash(), other)
  await other.stop()
  expect(differences(compareRows(await readRows(database.url), await readRows(calm.url)))).toEqual([])
}

async function headHash(): Promise<string> {
  return (await chain.rpc.ask<{ hash: string }>('eth_getBlockByNumber', 'latest', false)).hash
}

async function build(count: number, name: string): Promise<string> {
  let hash = ''
  for (let block = 0; block < count; block++) hash = (await buildBlock(chain, `${name} ${block}`)).hash
  return hash
}

describe('with a processor at the head', () => {
  let follower: Follower

  beforeEach(async () => {
    follower = follow(database)
    await untilHead(database.url, await headHash(), follower)
    return () => follower.stop()
  })

  test('nothing is lost of a chain that never forks', async () => {
    await untilHead(database.url, await build(3, 'calm'), follower)
    await expectRowsOfTheChain()
  })

  test('a fork of four blocks, longer than what it replaces', async () => {
    await build(4, 'before')
    await untilHead(database.url, await headHash(), follower)
    await rollBack(chain, 4)
    await untilHead(database.url, await build(6, 'after'), follower)
    await expectRowsOfTheChain()
  })

  test('a fork of the same height, seen without another block', async () => {
    await untilHead(database.url, await build(1, 'one'), follower)
    await rollBack(chain, 1)
    await untilHead(database.url, await build(1, 'other'), follower)
    await expectRowsOfTheChain()
  })

  test('a fork that ends lower', async () => {
    await untilHead(database.url, await build(4, 'high'), follower)
    await rollBack(chain, 4)
    await untilHead(database.url, await build(2, 'low'), follower)
    await expectRowsOfTheChain()
  })

  test('forks upon forks, with no rest between', async () => {
    for (const [depth, length] of [
      [2, 3],
      [3, 2],
      [1, 4],
      [5, 5],
      [4, 6],
    ] as const) {
      await build(5, `upon ${depth}`)
      await rollBack(chain, depth)
      await build(length, `then ${length}`)
    }
    await untilHead(database.url, await headHash(), follower)
    await expectRowsOfTheChain()
  })

  test('a fork while the processor is away', async () => {
    await untilHead(database.url, await build(4, 'seen'), follower)
    await follower.stop()
    await rollBack(chain, 3)
    const hash = await build(5, 'unseen')
    follower = follow(database)
    await untilHead(database.url, hash, follower)
    await expectRowsOfTheChain()
  })
})

describe('a fork below what is final', () => {
  const deep = { back: 14, forth: 16 }
  let follower: Follower

  /** Followed at the head, every block is one that can be gone back to. */
  const indexed = async (
    name: string,
    { blocks = 2, ...options }: { blocks?: number; retainedBlocks?: number } = {},
  ) => {
    follower = follow(database, { book: { ...chain.book, ...options } })
    await untilHead(database.url, await headHash(), follower)
    // One by one: of blocks that come in one batch only the last can be gone back to.
    for (let block = 0; block < blocks; block++) {
      await untilHead(database.url, await build(1, `${name} ${block}`), follower)
    }
  }
  const forkDeeply = async (name: string) => {
    await rollBack(chain, deep.back)
    return build(deep.forth, name)
  }

  test('is rolled back while the processor runs', async () => {
    await indexed('final')
    await untilHead(database.url, await forkDeeply('too deep'), follower)
    expect(follower.logged).toContainEqual(expect.objectContaining({ msg: 'a fork below finality: rolled back' }))
    await follower.stop()
    await expectRowsOfTheChain()
  })

  test('is rolled back at the start', async () => {
    await indexed('final again')
    await follower.stop()
    const hash = await forkDeeply('deep while away')
    follower = follow(database)
    await untilHead(database.url, hash, follower)
    await follower.stop()
    await expectRowsOfTheChain()
  })

  test('is rolled back where the chain has become shorter than what was final', async () => {
    await indexed('high', { blocks: 16 })
    await follower.stop()
    await rollBack(chain, 14)
    const hash = await build(2, 'lower')
    follower = follow(database)
    await untilHead(database.url, hash, follower)
    await follower.stop()
    await expectRowsOfTheChain()
  })

  test('ends the processor, who says so, where what rows were is not kept so far back', async () => {
    await indexed('not kept', { blocks: 16, retainedBlocks: 12 })
    const before = await readRows(database.url)
    await forkDeeply('deeper than what is kept')
    for (const again of [follower, follow(database)]) {
      await expect(again.ended).rejects.toMatchObject({
        code: 'HW205',
        message: expect.stringMatching(
          /none of the blocks that can be gone back to, from \d+ on, is of that chain: check the endpoints/,
        ),
      })
    }
    expect(differences(compareRows(before, await readRows(database.url)))).toEqual([])
  })

  test('is no reason to go back where all blocks differ: that is another chain of the same number', async () => {
    await indexed('ours')
    await follower.stop()
    const before = await readRows(database.url)
    await expect(follow(database, { rpcUrls: [stranger.url] }).ended).rejects.toMatchObject({ code: 'HW205' })
    expect(differences(compareRows(before, await readRows(database.url)))).toEqual([])
  })

  test("that one endpoint alone has is that endpoint's fault", async () => {
    await indexed('as most have it')
    await follower.stop()
    follower = follow(database, { rpcUrls: [stranger.url, chain.rpcUrl] })
    await untilHead(database.url, await build(1, 'still'), follower)
    await follower.stop()
    expect(follower.logged).toContainEqual(expect.objectContaining({ code: 'HW209' }))
    expect(follower.logged).not.toContainEqual(expect.objectContaining({ msg: expect.stringMatching(/rolled back/) }))
    await expectRowsOfTheChain()
  })
})

describe('a node whose finality', () => {
  const block = (number: number) => ({ number: `0x${number.toString(16)}`, hash: `0x${'1'.repeat(64)}` })
  const answers: [string, object][] = [
    ['goes backwards', { result: block(1) }],
    ['is above its head', { result: block(1_000_000) }],
    ['is nothing it knows of', { error: { code: -32_602, message: 'unknown tag' } }],
    ['has not begun', { result: null }],
  ]
  test('goes backwards, is nonsense, or is not to be had, delays nothing and takes nothing back', async () => {
    let follower = follow(database, { rpcUrls: [proxy.url] })
    await untilHead(database.url, await build(3, 'before'), follower)
    for (const [name, answer] of answers) {
      proxy.fault = {
        kind: 'replies',
        change: (reply, call) => (call.params?.[0] === 'finalized' ? { id: reply.id, ...answer } : reply),
      }
      await untilHead(database.url, await build(2, `then: it ${name}`), follower)
      await follower.stop()
      follower = follow(database, { rpcUrls: [proxy.url] })
      await rollBack(chain, 2)
      await untilHead(database.url, await build(3, `forked: it ${name}`), follower)
    }
    await follower.stop()
    await expectRowsOfTheChain()
  })
})

test.each(['safe', 'count'] as const)('what is final can be told by %s', async (finality) => {
  const follower = follow(database, { book: { ...chain.book, finality, finalityConfirmation: 3 } })
  await untilHead(database.url, await build(2, finality), follower)
  const { number } = await chain.rpc.ask<{ number: string }>('eth_getBlockByNumber', 'safe', false)
  const head = Number(await chain.rpc.ask('eth_blockNumber'))
  await follower.stop()
  expect(await finalHeight()).toBe(finality === 'safe' ? Number(number) : head - 3)
})

async function finalHeight(): Promise<number> {
  const sql = postgres(database.url, { max: 1 })
  const [row] = await sql<{ height: number }[]>`select height from ${sql(stateSchema(chain.book.chainId))}.status`
  await sql.end()
  return row?.height ?? -1
}
