// What runs share because it is dear: one node, one PostgreSQL with a migrated template, and a processor that waits to be needed.
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Processor, spawnProcessor } from './indexing.mts'
import { createWorld, type World } from './world.mts'

const require = createRequire(import.meta.url)
const { migrate } = require('../../lib/database/migrate.js') as typeof import('../../src/database/migrate')

export type Ground = {
  readonly world: World
  /** A process that has read its program already. */
  nextProcessor(): Processor['start']
  /** Two migrated and empty databases, for one work at a time. */
  withDatabases<Result>(work: (first: string, second: string) => Promise<Result>): Promise<Result>
  stop(): Promise<void>
}

/** What the databases are made from: empty and migrated. */
export const TEMPLATE = 'simulation_template'

/** `dir` is the node's folder; the template is made where none is named. */
export async function openGround(dir: string, serverUrl: string, template?: string): Promise<Ground> {
  const world = await createWorld(dir)
  const source = template ?? (await createTemplate(serverUrl))
  const compiledDir = join(dir, 'compiled')
  let spare: Processor | null = null
  const names = ['disturbed', 'calm'].map((name) => `${name}_${randomBytes(6).toString('hex')}`)
  for (const name of names) await onServer(serverUrl, (sql) => sql.unsafe(`create database ${name} template ${source}`))
  const urls = names.map((name) => databaseUrl(serverUrl, name)) as [string, string]
  return {
    world,
    nextProcessor() {
      const { start } = spare ?? spawnProcessor(compiledDir)
      spare = spawnProcessor(compiledDir)
      return start
    },
    async withDatabases(work) {
      for (const url of urls) await empty(url)
      return work(...urls)
    },
    async stop() {
      await spare?.discard()
      await world.stop()
      for (const name of names) await onServer(serverUrl, (sql) => sql.unsafe(`drop database ${name} with (force)`))
    },
  }
}

async function createTemplate(serverUrl: string): Promise<string> {
  const name = TEMPLATE
  await onServer(serverUrl, (sql) => sql.unsafe(`create database ${name}`))
  await migrate(databaseUrl(serverUrl, name))
  return name
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}

/** Deletes, which costs a hundredth of making the database anew; constraints and triggers would only be in the way. */
async function empty(url: string): Promise<void> {
  await onServer(url, async (sql) => {
    const states = await sql<
      { name: string }[]
    >`select nspname as name from pg_namespace where nspname like 'processor\\_%'`
    for (const { name } of states) await sql`drop schema ${sql(name)} cascade`
    const tables = await sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'`
    const deletions = tables.map(({ name }) => `delete from "${name}"`).join('; ')
    await sql.unsafe(`begin; set local session_replication_role = replica; ${deletions}; commit`)
  })
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}
