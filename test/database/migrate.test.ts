// A database is brought up to date once, by one process at a time, and anything else is refused in one clear sentence.
import postgres from 'postgres'
import { afterEach, expect, inject, test } from 'vitest'
import { untilReachable } from '../../src/database/connection'
import { assertMigrated, migrate } from '../../src/database/migrate'
import { createTestDatabase, type TestDatabase } from '../support/database'

const made: TestDatabase[] = []

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase(null)
  made.push(database)
  return database
}

afterEach(async () => {
  for (const database of made.splice(0)) await database.drop()
})

test('an empty database gets every migration, a second run none', async () => {
  const { url } = await emptyDatabase()
  await expect(assertMigrated(url)).rejects.toMatchObject({ code: 'HW305' })
  expect((await migrate(url)).length).toBeGreaterThan(1)
  expect(await migrate(url)).toEqual([])
  await assertMigrated(url)
})

test('four processes at once apply each migration once', async () => {
  const { url } = await emptyDatabase()
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)])
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
})

test('a failing migration changes nothing', async () => {
  const { url } = await emptyDatabase()
  const sql = postgres(url, { max: 1 })
  await sql`create table verdict (taken int)`
  await expect(migrate(url)).rejects.toMatchObject({ code: 'HW304' })
  expect(await sql`select to_regclass('inference') as found`).toEqual([{ found: null }])
  await sql.end()
})

test('a wrong password is refused at once, without the password in the message', async () => {
  const url = new URL(inject('postgresUrl'))
  url.password = 'not-the-password'
  const refusal = untilReachable(url.toString(), 60_000)
  await expect(refusal).rejects.toMatchObject({ code: 'HW302' })
  await expect(refusal).rejects.not.toThrow(/not-the-password/)
})

test('a silent address is given up after the limit', async () => {
  await expect(untilReachable('postgres://nobody@127.0.0.1:1/none', 300)).rejects.toMatchObject({
    code: 'HW301',
    retryable: true,
  })
})
