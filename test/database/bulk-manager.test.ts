// What is written many rows at a time is what was given, and takes the place of what stood there.
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BulkDataSource } from '../../src/database/store/bulk-manager'
import * as model from '../../src/model'
import { createTestDatabase, type TestDatabase } from '../support/database'

const { Head, SkippedLog } = model
type Skipped = InstanceType<typeof SkippedLog>

let database: TestDatabase
let source: BulkDataSource

beforeAll(async () => {
  database = await createTestDatabase()
  source = await new BulkDataSource({
    type: 'postgres',
    url: database.url,
    entities: Object.values(model),
    namingStrategy: new SnakeNamingStrategy(),
  }).initialize()
})

afterAll(async () => {
  await source?.destroy()
  await database?.drop()
})

function skipped(number: number, reason: string, topic0: string | null): Skipped {
  const hash = `0x${number.toString(16).padStart(64, '0')}`
  const at = { chainId: 1, blockNumber: number, blockHash: hash, timestamp: new Date(number * 1_000), logIndex: 0 }
  return new SkippedLog({ id: hash, contract: hash.slice(0, 42), topic0, reason, transactionHash: hash, ...at })
}

// PostgreSQL has no NUL in texts; decoding leaves none.
const anyText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '') || '"\\{}\u001f\u2028')

test('texts of any characters, and none at all', async () => {
  const drawn = fc.array(fc.tuple(anyText, fc.option(anyText)), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(drawn, async (texts) => {
      const rows = texts.map(([reason, topic0], number) => skipped(number, reason, topic0))
      await source.manager.clear(SkippedLog)
      await source.manager.insert(SkippedLog, rows)
      const asRead = (row: Skipped) => ({ ...row, topic0: row.topic0 ?? null })
      const read = await source.manager.find(SkippedLog, { order: { blockNumber: 'asc' } })
      expect(read.map(asRead)).toEqual(rows.map(asRead))
    }),
    { numRuns: 20 },
  )
})

test('lists, and one that is written again', async () => {
  const head = { id: '1', chainId: 1, number: 5, hash: '0x5', parentHash: '0x4', timestamp: new Date(5) }
  for (const contracts of [['Datanet', 'with "quotes", {braces} and \\'], []]) {
    await source.manager.upsert(Head, new Head({ ...head, contracts }), ['id'])
    expect(await source.manager.find(Head)).toEqual([new Head({ ...head, contracts })])
  }
})

test('many large texts are more than one document', async () => {
  const large = '\u0001'.repeat(100_000)
  const rows = Array.from({ length: 40 }, (_, number) => skipped(number, `${number}${large}`, null))
  await source.manager.clear(SkippedLog)
  await source.manager.insert(SkippedLog, rows)
  const read = await source.manager.find(SkippedLog, { order: { blockNumber: 'asc' } })
  expect(read.map(({ reason }) => reason)).toEqual(rows.map(({ reason }) => reason))
})
