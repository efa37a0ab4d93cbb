// Promise 2 on a real node: whatever the node takes back, the index equals one that only ever saw the chain that stayed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ChainReplacedError } from '../../src/chain/errors'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import {
  buildBlock,
  type Follower,
  rollBack,
  startFollower,
  startTestChain,
  type TestChain,
  untilHead,
} from '../support/chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'

const HISTORY_BLOCKS = 30

let chain: TestChain
let database: TestDatabase
let calm: TestDatabase

const follow = (to: TestDatabase) => startFollower({ book: chain.book, rpcUrls: [chain.rpcUrl], databaseUrl: to.url })

beforeAll(async () => {
  chain = await startTestChain()
  for (let block = 0; block < HISTORY_BLOCKS; block++) await chain.step()
  database = await createTestDatabase()
  calm = await createTestDatabase()
}, 120_000)

afterAll(async () => {
  await database?.drop()
  await calm?.drop()
  await chain?.end()
})

beforeEach(async () => {
  await emptyDatabase(database.url)
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

test('a fork below what is final stops the processor and changes nothing', async () => {
  const follower = follow(database)
  await untilHead(database.url, await build(2, 'final'), follower)
  const before = await readRows(database.url)
  await rollBack(chain, 14)
  await build(16, 'too deep')
  await expect(follower.ended).rejects.toThrow(ChainReplacedError)
  expect(differences(compareRows(before, await readRows(database.url)))).toEqual([])
  const again = follow(database)
  await expect(again.ended).rejects.toMatchObject({ code: 'HW205' })
})
