// One embedded PostgreSQL for the whole run, with a migrated template that every test's database is copied from.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/database/migrate'
import { startPostgres } from '../../src/dev/postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
    postgresPid: number
  }
}

export const TEMPLATE = 'headwater_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'headwater-test-'))
  const server = await startPostgres(join(dir, 'postgres'))
  const sql = postgres(server.url, { max: 1 })
  await sql.unsafe(`create database ${TEMPLATE}`)
  await sql.end()
  await migrate(databaseUrl(server.url, TEMPLATE))
  project.provide('postgresUrl', server.url)
  project.provide('postgresPid', server.pid)
  return async () => {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.toString()
}
