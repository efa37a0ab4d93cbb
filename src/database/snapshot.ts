// What one request sees: a read-only REPEATABLE READ transaction, and the state of the database it stands for (the heads of
// the chains and the revision, a number that every commit of any process raises).
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { connectDatabase, type Sql } from './connection'
import { relations } from './relations'

export type Head = { chainId: number; number: number; hash: string; parentHash: string; timestamp: Date }

export type DatabaseState = {
  revision: bigint
  /** One a chain, the L2 first: its head is the block an answer is of. */
  heads: readonly Head[]
}

type Drizzle = ReturnType<typeof openReadDrizzle>
export type Database = Parameters<Parameters<Drizzle['transaction']>[0]>[0]

export type Reader = {
  /** The state as of now, in one round trip and without a transaction. */
  readState(): Promise<DatabaseState>
  /** Runs the work in one snapshot. Nothing it reads can be newer or older than the state it is given. */
  inSnapshot<T>(work: (database: Database, state: DatabaseState) => Promise<T>): Promise<T>
  /** Tells of every commit that raised the revision; resolves when listening began. */
  listen(onRevision: () => void): Promise<void>
  close(): Promise<void>
}

export type ReaderOptions = {
  max: number
  statementTimeoutMs: number
  onQuery?: (sql: string, params: unknown[]) => void
}

const CLOSE_LIMIT_SECONDS = 3

export function openReader(url: string, options: ReaderOptions): Reader {
  const connection = connectDatabase(snapshotUrl(url), {
    applicationName: 'api',
    max: options.max,
    readOnly: true,
    statementTimeoutMs: options.statementTimeoutMs,
  })
  const database = openReadDrizzle(connection, options.onQuery)
  return {
    readState: () => selectState(database),
    // The first statement fixes the snapshot, so the state belongs to everything read after it.
    inSnapshot: (work) =>
      database.transaction(async (transaction) => work(transaction, await selectState(transaction))),
    listen: async (onRevision) => {
      await connection.listen('headwater_revision', onRevision, onRevision)
    },
    close: () => connection.end({ timeout: CLOSE_LIMIT_SECONDS }),
  }
}

/** A statement `set transaction isolation level` in each request would cost a round trip; a session's default costs none. */
function snapshotUrl(url: string): string {
  const wanted = new URL(url)
  wanted.searchParams.set('default_transaction_isolation', 'repeatable read')
  return wanted.toString()
}

function openReadDrizzle(connection: Sql, onQuery?: ReaderOptions['onQuery']) {
  return drizzle({ client: connection, relations, ...(onQuery ? { logger: { logQuery: onQuery } } : {}) })
}

type StateRow = {
  revision: string
  chainId: number | null
  number: number
  hash: string
  parentHash: string
  timestamp: string
}

async function selectState(database: Drizzle | Database): Promise<DatabaseState> {
  const rows = await database.execute<StateRow>(sql`
    select r.revision::text as revision, h.chain_id as "chainId", h.number, h.hash, h.parent_hash as "parentHash", h.timestamp::text as timestamp
    from (select coalesce(sum(number), 0) as revision from revision) r left join head h on true
    order by h.chain_id in (1, 56), h.chain_id`)
  const heads = rows.flatMap(({ revision: _, chainId, ...head }) =>
    chainId === null ? [] : [{ ...head, chainId, timestamp: new Date(head.timestamp) }],
  )
  // Chains 1 and 56 are the L1s (Ethereum, BSC), whose rows join at L2 blocks.
  return { revision: BigInt(rows[0]?.revision ?? 0), heads }
}
