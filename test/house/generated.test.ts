// Generated files are what their generators write today: the tables from the migrations, the migrations from the entities.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { DataSource } from 'typeorm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import { readTables, TABLES_FILE } from '../../src/dev/generate-tables'
import * as model from '../../src/model'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

test('the drizzle tables are those of a migrated database', () => {
  expect(readFileSync(TABLES_FILE, 'utf8')).toBe(readTables(database.url))
})

test('the migrations give the entities exactly their tables', async () => {
  const source = new DataSource({
    type: 'postgres',
    url: database.url,
    namingStrategy: new SnakeNamingStrategy(),
    entities: Object.values(model).filter((value) => typeof value === 'function'),
  })
  await source.initialize()
  const { upQueries } = await source.driver.createSchemaBuilder().log()
  await source.destroy()
  expect(upQueries.map((query) => query.query)).toEqual([])
})

test('the entities are what the schema says', () => {
  const made = mkdtempSync(join(PROJECT_ROOT, '.codegen-'))
  try {
    copyFileSync(join(PROJECT_ROOT, 'schema.graphql'), join(made, 'schema.graphql'))
    const codegen = join(PROJECT_ROOT, 'node_modules', '.bin', 'squid-typeorm-codegen')
    execFileSync(codegen, { cwd: made })
    const committed = join(PROJECT_ROOT, 'src', 'model', 'generated')
    const fresh = join(made, 'src', 'model', 'generated')
    expect(readdirSync(fresh)).toEqual(readdirSync(committed))
    for (const file of readdirSync(fresh)) {
      expect(readFileSync(join(fresh, file), 'utf8'), file).toBe(readFileSync(join(committed, file), 'utf8'))
    }
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
})
