// What is written many rows at a time is what was given, takes the place of what stood there, and is found by many ids at a time.
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import fc from 'fast-check'
import { Any } from 'typeorm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BulkDataSource } from '../../src/database/store/bulk-manager'
import * as model from '../../src/model'
import { createTestDatabase, type TestDatabase } from '../support/database'

const { Account, Head, SkippedLog, Stake } = model
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

test('what is found by the values of one field is what TypeORM finds with joins', async () => {
  const at = { chainId: 1, blockNumber: 7, blockHash: '0x7', timestamp: new Date(7_000), transactionHash: '0x8' }
  const accounts = ['0xa', '0x"{b}, \\'].map(
    (id, logIndex) =>
      new Account({ id, address: id, rewardsAccrued: 2n ** 255n, rewardsWithdrawn: 0n, logIndex, ...at }),
  )
  const stakes = [...accounts, null].map((recipient, place) => {
    const rest = { status: 'STAKED', accruingSince: new Date(5), toppedUp: 10n ** 70n, logIndex: place, ...at }
    const unstakedAt = recipient === null ? new Date(6_000) : null
    return new Stake({ id: `stake ${place}`, stakingId: BigInt(place), recipient, amount: null, unstakedAt, ...rest })
  })
  await source.manager.insert(Account, accounts)
  await source.manager.insert(Stake, stakes)
  const joined = await source.manager.find(Stake, { relations: { recipient: true }, order: { id: 'asc' } })
  const expected = joined.map((stake) => {
    const { recipient } = stake
    return new Stake({ ...stake, recipient: recipient ? ({ id: recipient.id } as typeof recipient) : null })
  })
  expect(expected).toHaveLength(3)
  const byId = await source.manager.find(Stake, { where: { id: Any(stakes.map(({ id }) => id)) } })
  expect(byId.toSorted((a, b) => a.logIndex - b.logIndex)).toEqual(expected)
  const ids = accounts.map(({ id }) => id)
  const byRecipient = await source.manager.find(Stake, { where: { recipient: Any(ids) } })
  expect(byRecipient.toSorted((a, b) => a.logIndex - b.logIndex)).toEqual(expected.slice(0, 2))
  expect(await source.manager.find(Stake, { where: { id: Any(['no such']) } })).toEqual([])
})
