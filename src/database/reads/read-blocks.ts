// What is known of blocks, of transactions and of what moved in them, in bulk, by the hashes under which answers meet them.
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { block, coinMovement, l1Origin, transaction } from '../generated/tables'
import { type Database, select } from '../snapshot'

export type L1OriginRow = typeof l1Origin.$inferSelect
export type BlockRow = typeof block.$inferSelect & { origin: L1OriginRow | null }
export type TransactionRow = typeof transaction.$inferSelect
export type CoinMovementRow = typeof coinMovement.$inferSelect

export async function readBlocks(database: Database, hashes: string[]): Promise<Map<string, BlockRow>> {
  const rows = await database
    .select({ row: block, origin: l1Origin })
    .from(block)
    .leftJoin(l1Origin, eq(l1Origin.id, block.id))
    .where(inArray(block.hash, hashes))
  return new Map(rows.map(({ row, origin }) => [row.hash, { ...row, origin }]))
}

export async function readTransactions(database: Database, hashes: string[]): Promise<Map<string, TransactionRow>> {
  const rows = await database.select().from(transaction).where(inArray(transaction.transactionHash, hashes))
  return new Map(rows.map((row) => [row.transactionHash, row]))
}

/** The first so many of each transaction, in their order. */
export const MOST_MOVEMENTS = 100

export async function readMovements(database: Database, hashes: string[]): Promise<Map<string, CoinMovementRow[]>> {
  const rows = await database
    .select()
    .from(coinMovement)
    .where(and(inArray(coinMovement.transactionHash, hashes), lte(coinMovement.ordinal, MOST_MOVEMENTS - 1)))
    .orderBy(asc(coinMovement.id))
  return Map.groupBy(rows, (row) => row.transactionHash)
}

export type ArrivalRow = {
  id: string
  /** Of the L2 transaction that it became, where that one was read. */
  transactionHash: string | null
  isSuccess: boolean | null
  timestamp: Date | null
  /** Whether an L2 block is indexed that follows from the deposit's L1 block, or from a later one. */
  isPassed: boolean
  /** Whether any origin is known. */
  isFollowed: boolean
}

/** By the deposit's id. */
export async function readArrivals(database: Database, ids: string[]): Promise<Map<string, ArrivalRow>> {
  const rows = await select<ArrivalRow>(
    database,
    sql`select d.id, t.transaction_hash as "transactionHash", t.is_success as "isSuccess", t.timestamp,
      exists (select from l1_origin o where o.l1_number > d.block_number)
        or exists (select from l1_origin o where o.l1_number = d.block_number and o.l1_hash = d.block_hash) as "isPassed",
      exists (select from l1_origin where l1_number is not null) as "isFollowed"
    from bridge_deposit d left join transaction t on t.source_hash = d.source_hash and t.transaction_hash = d.l2_transaction_hash
    where d.id = any(${sql.param(ids)}::text[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export type CoinFlowRow = {
  minted: string
  received: string
  sent: string
  fees: string
  /** A fee of which L1's part is not known, or a transaction whose inside was not read. */
  hasUnseen: boolean
}

/** What is known of the native coin of one address, on one chain. */
export async function readCoinFlow(
  database: Database,
  { chainId, address }: { chainId: number; address: string },
): Promise<CoinFlowRow> {
  const [row] = await select<CoinFlowRow>(
    database,
    sql`select coalesce(sum(amount) filter (where kind = 'MINT'), 0)::text as minted,
      coalesce(sum(amount) filter (where kind not in ('MINT', 'FEE') and "to" = ${address}), 0)::text as received,
      coalesce(sum(amount) filter (where kind not in ('MINT', 'FEE') and "from" = ${address}), 0)::text as sent,
      coalesce(sum(amount) filter (where kind = 'FEE'), 0)::text as fees,
      coalesce(bool_or(not is_whole), false) or exists (select from transaction where chain_id = ${chainId} and not traces_available) as "hasUnseen"
    from coin_movement where chain_id = ${chainId} and ("from" = ${address} or "to" = ${address})`,
  )
  if (row === undefined) throw new Error('an aggregate without a row')
  return row
}

export type SignerRow = { signers: number; transactions: number }
export type SignerDayRow = SignerRow & { day: string }

/**
 * Who signed what on the newest days of UTC that have any, newest first: deposits are signed on L1, and no activity here. Each day is found
 * by a step of the (chain, timestamp) index from the one before; what is older than the last of them is not looked at.
 */
export async function readSignerDays(
  database: Database,
  { chainId, days }: { chainId: number; days: number },
): Promise<SignerDayRow[]> {
  const signed = sql`transaction t where t.chain_id = ${chainId} and t.kind = 'SIGNED'`
  const dayOf = sql`select date_trunc('day', t.timestamp, 'UTC') from ${signed}`
  return select<SignerDayRow>(
    database,
    sql`with recursive day(start, number) as (
      select (${dayOf} order by t.timestamp desc limit 1), 1
      union all
      select (${dayOf} and t.timestamp < day.start order by t.timestamp desc limit 1), number + 1
        from day where day.start is not null and number < ${days})
    select to_char(day.start at time zone 'UTC', 'YYYY-MM-DD') as day, s.signers, s.transactions
    from day cross join lateral (select count(distinct t."from")::int as signers, count(*)::int as transactions
      from ${signed} and t.timestamp >= day.start and t.timestamp < day.start + interval '24 hours') s
    where day.start is not null and number <= ${days} order by day.start desc`,
  )
}

/** Over all time: every transaction is counted. */
export async function readSignerTotal(database: Database, chainId: number): Promise<SignerRow> {
  const [row] = await select<SignerRow>(
    database,
    sql`select count(distinct "from")::int as signers, count(*)::int as transactions
      from transaction where chain_id = ${chainId} and kind = 'SIGNED'`,
  )
  if (row === undefined) throw new Error('an aggregate without a row')
  return row
}
