// Every answer is one consistent snapshot and says of which block, whatever is written meanwhile.
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'

const DOCUMENT = `query ($note: String!) {
  _meta { block { number } revision }
  inferences(first: 3) { totalCount nodes { block { number } } }
  accounts(first: 1) { nodes { inferences(first: 1) { totalCount nodes { block { number } } } } }
  note: __type(name: $note) { name }
}`

type Answer = {
  _meta: { block: { number: number }; revision: string }
  inferences: { totalCount: number; nodes: { block: { number: number } }[] }
  accounts: { nodes: { inferences: { totalCount: number; nodes: { block: { number: number } }[] } }[] }
}

let database: TestDatabase
let sql: postgres.Sql
let api: ApiUnderTest

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 2 })
  api = await openApi(database.url)
})

afterAll(async () => {
  await api.stop()
  await sql.end()
  await database.drop()
})

it('holds while blocks are written and rolled back under it', async () => {
  const caller = await createFixture(sql).account('caller')
  let isWriting = true
  // One inference a block; now and then the newest two blocks go, as in a fork.
  const writer = (async () => {
    for (let block = 1; block <= 60; block++) {
      await sql.begin(async (tx) => {
        const fixture = createFixture(tx as unknown as postgres.Sql)
        if (block % 10 === 0) await tx`delete from inference where block_number >= ${block - 2}`
        const from = block % 10 === 0 ? block - 2 : block
        for (let number = from; number <= block; number++) {
          const name = `${block} ${number}`
          await fixture.inference(name, { block: number, model: null, version: null, caller, output: 'x' })
        }
        await fixture.head(block)
      })
    }
    isWriting = false
  })()
  const seen = new Set<number>()
  const readers = Array.from({ length: 4 }, async (_, reader) => {
    let revision = 0n
    for (let turn = 0; isWriting; turn++) {
      // Another variable each turn asks the database each time; the same one may be remembered.
      const { status, body, headers } = await api.ask(DOCUMENT, { note: turn % 2 === 0 ? `${reader} ${turn}` : 'same' })
      expect(status).toBe(200)
      const { _meta, inferences, accounts } = body.data as Answer
      const head = _meta.block?.number ?? 0
      expect(headers.get('x-headwater-block')?.split(' ')[0] ?? '0').toBe(String(head))
      expect(inferences.totalCount).toBe(head)
      expect(inferences.nodes[0]?.block.number ?? 0).toBe(head)
      expect(accounts.nodes[0]?.inferences.totalCount).toBe(head)
      expect(BigInt(_meta.revision)).toBeGreaterThanOrEqual(revision)
      revision = BigInt(_meta.revision)
      seen.add(head)
    }
  })
  await Promise.all([writer, ...readers])
  expect(seen.size).toBeGreaterThan(5)
})
