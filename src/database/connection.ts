// One way to the database for everything but the processor's own store: postgres.js, with drizzle over it for reads.
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { DatabaseRefusedError, DatabaseUnreachableError, DatabaseVersionError } from './errors'

export type Sql = postgres.Sql

export type ConnectionOptions = {
  applicationName: string
  max?: number
  /** Every transaction of the connection is read-only, by the server's own rule. */
  readOnly?: boolean
  statementTimeoutMs?: number
}

const LEAST_MAJOR = 14
// PostgreSQL's codes for a wrong user, password or database: waiting does not help.
const REFUSALS = ['28P01', '28000', '3D000']

/** Lazy: opens its first connection with its first query. */
export function connectDatabase(url: string, options: ConnectionOptions): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: `headwater ${options.applicationName}`,
      ...(options.readOnly ? { default_transaction_read_only: true } : {}),
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  })
}

export function openDrizzle(sql: Sql) {
  return drizzle({ client: sql })
}

/** Waits until the server takes queries. Refusals fail at once, silence after the limit. */
export async function untilReachable(url: string, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs
  const address = addressOf(url)
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
    try {
      await assertVersion(sql)
      return
    } catch (cause) {
      if (cause instanceof DatabaseVersionError) throw cause
      if (REFUSALS.includes(String((cause as { code?: unknown }).code)))
        throw new DatabaseRefusedError({ address }, cause)
      if (Date.now() > deadline) throw new DatabaseUnreachableError({ address }, cause)
    } finally {
      await sql.end({ timeout: 1 })
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function assertVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: string; text: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as text`
  if (Number(row?.number) < LEAST_MAJOR * 10_000) {
    throw new DatabaseVersionError({ found: row?.text ?? 'of an unknown version', least: LEAST_MAJOR })
  }
}

/** The URL without user and password, fit for messages. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
