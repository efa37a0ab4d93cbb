// Where much of the chain is not final yet: all of it is read, block by block, and a fork as deep as that is followed.
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { BOOK } from '../support/blocks/blocks'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { startFollower, untilHead } from '../support/node/chain'
import { type EmptyBlock, emptyBlocks, serve } from '../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../support/node/fake-node'
import { until } from '../support/until'

// Hundreds of blocks, each with its undo log.
const LIMIT_MS = 25_000

let node: FakeNode
let database: TestDatabase

beforeAll(async () => {
  node = await startFakeNode()
  database = await createTestDatabase()
})

afterAll(async () => {
  await database?.drop()
  await node?.close()
})

beforeEach(() => emptyDatabase(database.url))

const follow = (finalityConfirmation: number) =>
  startFollower({
    book: { ...BOOK, finality: 'count', finalityConfirmation },
    rpcUrls: [node.url],
    databaseUrl: database.url,
  })

test('a head that is more than a thousand blocks above what is final is gone to', async () => {
  serve(node, emptyBlocks(1_023, 'a'))
  const follower = follow(1_020)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await until('blocks above what is final', async () => (await sql`select from head where number > 2`).length > 0)
  await sql.end()
  await follower.stop()
})

test('a fork of more than two hundred blocks is gone to whole, and can be gone on from', async () => {
  const below = emptyBlocks(4, 'both')
  const ours = emptyBlocks(200, 'a', below)
  const theirs = emptyBlocks(202, 'b', below)
  serve(node, ours)
  let follower = follow(300)
  await untilHead(database.url, hashOf(ours), follower, LIMIT_MS)
  serve(node, theirs, ours)
  await untilHead(database.url, hashOf(theirs), follower, LIMIT_MS)
  await follower.stop()
  const other = emptyBlocks(1, 'c', theirs.slice(0, -1))
  serve(node, other, theirs)
  follower = follow(300)
  await untilHead(database.url, hashOf(other), follower)
  await follower.stop()
  expect(follower.logged.filter((record) => 'code' in record)).toEqual([])
})

const hashOf = (chain: readonly EmptyBlock[]) => chain.at(-1)?.hash ?? ''
