// What one request sees: a read-only REPEATABLE READ transaction, and the state of the database it stands for (the heads of
// the chains and the revision, a number that every commit of any process raises).
// Over node-postgres, not postgres.js: that one (3.4.9) throws past every handler when the server goes away inside a transaction,
// and keeps connections that never send again. A reader has to outlive its database.
import type { SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool, type PoolClient } from 'pg'
import { type BlockChoice, standAt } from './as-of'
import { listenTo } from './notifications'
import { oneAtATime } from './one-at-a-time'
import { relations } from './relations'

export type Head = { chainId: number; number: number; hash: string; parentHash: string; timestamp: Date }

export type DatabaseState = {
  revision: bigint
  /** One a chain, the L2 first: its head is the block an answer is of. */
  heads: readonly Head[]
}

export type Database = ReturnType<typeof openDatabase>

export type Reader = {
  /** The state as of now, in one round trip and without a transaction. */
  readState(): Promise<DatabaseState>
  /**
   * Runs the work in one snapshot, as of a block where one is given. Nothing it reads can be newer or older than the state it is given.
   * An earlier block is that state's head, or the newest that is known before it: then nothing happened from there on.
   */
  inSnapshot<T>(work: (database: Database, state: DatabaseState) => Promise<T>, at?: BlockChoice | null): Promise<T>
  /** Tells of every commit that raised the revision, and of every new beginning: what came between may have been missed. */
  listen(onRevision: () => void): void
  close(): Promise<void>
}

export type ReaderOptions = {
  max: number
  statementTimeoutMs: number
  onQuery?: (sql: string, params: unknown[]) => void
}

const CONNECT_LIMIT_MS = 5_000
const APPLICATION = 'headwater api'

// Chains 1 and 56 are the L1s (Ethereum, BSC), whose rows join at L2 blocks.
const STATE = `
  select r.revision::text as revision, h.chain_id as "chainId", h.number, h.hash, h.parent_hash as "parentHash", h.timestamp
  from (select coalesce(sum(number), 0) as revision from revision) r left join head h on true
  order by h.chain_id in (1, 56), h.chain_id`
const BEGIN = 'begin isolation level repeatable read read only'

export function openReader(url: string, options: ReaderOptions): Reader {
  const pool = new Pool({
    connectionString: url,
    max: options.max,
    application_name: APPLICATION,
    statement_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    options: '-c default_transaction_read_only=on',
  })
  // Who waits for an answer is told by it; nobody else has to be.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const ending: (() => Promise<void>)[] = [() => pool.end()]
  return {
    readState: async () => stateOf((await pool.query<StateRow>(STATE)).rows),
    async inSnapshot(work, at = null) {
      const client = await pool.connect()
      const line = oneAtATime(client)
      try {
        // The first statement fixes the snapshot, so the state belongs to everything read after it. Both go in one message.
        const [, state] = (await client.query(`${BEGIN};${STATE}`)) as unknown as { rows: StateRow[] }[]
        const now = stateOf(state?.rows ?? [])
        const isEarlier = at !== null && (await standAt(client, now.heads, at))
        const then = isEarlier ? stateOf((await client.query<StateRow>(STATE)).rows) : now
        return await work(openDatabase(line.client, options.onQuery), then)
      } finally {
        // Nothing was written: how it ends concerns only whether the connection can be used again, and nobody waits for that.
        line
          .close()
          .then(() => client.query('rollback'))
          .then(
            () => client.release(),
            (error: Error) => client.release(error),
          )
      }
    },
    listen: (onRevision) => {
      ending.push(listenTo({ url, channel: 'headwater_revision', application: APPLICATION }, onRevision))
    },
    close: async () => {
      await Promise.all(ending.map((end) => end()))
    },
  }
}

/** Rows of a statement written by hand. */
export async function select<Row extends Record<string, unknown>>(database: Database, query: SQL): Promise<Row[]> {
  return (await database.execute(query)).rows as Row[]
}

function openDatabase(client: PoolClient, onQuery?: ReaderOptions['onQuery']) {
  return drizzle({ client, relations, ...(onQuery ? { logger: { logQuery: onQuery } } : {}) })
}

type StateRow = { revision: string } & (Head | { chainId: null })

function stateOf(rows: StateRow[]): DatabaseState {
  const heads = rows.flatMap(({ revision: _, ...head }) => (head.chainId === null ? [] : [head]))
  return { revision: BigInt(rows[0]?.revision ?? 0), heads }
}
