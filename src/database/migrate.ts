// Brings a database up to date: db/migrations in order, all in one transaction, one process at a time.
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { PROJECT_ROOT } from '../config'
import { connectDatabase, untilReachable } from './connection'
import { MigrationError, SchemaOutdatedError } from './errors'

// Any fixed number serves, as long as every version of Headwater takes the same one.
const MIGRATION_LOCK = 4350_1612
const REACH_LIMIT_MS = 10_000

/** Returns the names of the migrations it applied; none when the database was up to date. */
export async function migrate(url: string): Promise<string[]> {
  await untilReachable(url, REACH_LIMIT_MS)
  const lock = connectDatabase(url, { applicationName: 'migrate', max: 1 })
  const source = migrationSource(url)
  try {
    await lock`select pg_advisory_lock(${MIGRATION_LOCK})`
    await source.initialize()
    const applied = await source.runMigrations({ transaction: 'all' })
    return applied.map((migration) => migration.name)
  } catch (cause) {
    throw new MigrationError(cause)
  } finally {
    if (source.isInitialized) await source.destroy()
    await lock.end({ timeout: 5 })
  }
}

/** Fails when a migration is missing, so that no process runs on half a schema. */
export async function assertMigrated(url: string): Promise<void> {
  const source = migrationSource(url)
  const sql = connectDatabase(url, { applicationName: 'migrate', max: 1 })
  try {
    await source.initialize()
    const known = source.migrations.map((migration) => migration.name ?? migration.constructor.name)
    const [table] = await sql<{ present: boolean }[]>`select to_regclass('migrations') is not null as present`
    const done = table?.present
      ? (await sql<{ name: string }[]>`select name from migrations`).map((row) => row.name)
      : []
    const missing = known.filter((name) => !done.includes(name))
    if (missing.length > 0) throw new SchemaOutdatedError({ missing })
  } finally {
    if (source.isInitialized) await source.destroy()
    await sql.end({ timeout: 5 })
  }
}

function migrationSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [join(PROJECT_ROOT, 'db/migrations/*.js')],
    logging: false,
  })
}
