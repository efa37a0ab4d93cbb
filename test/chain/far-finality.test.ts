// Where much of the chain is not final yet: all of it is read, block by block, and a fork as deep as that is followed.
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, test } from 'vitest'
import { BOOK } from '../support/blocks/blocks'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { startFollower, untilHead } from '../support/node/chain'
import { emptyBlocks, serve } from '../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../support/node/fake-node'
import { until } from '../support/until'

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
