// Reads what an inference paid its contributors, the leaves by which that was shared out, and what was left over.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'
import { leafContributionId, type TraceRow } from './read-trace'

/** One contributor's accrual in one Datanet. */
export type AccrualRow = { contributor: string; datanetNumber: string; amount: string }

export type LeafRow = {
  index: number
  contributor: string
  datanetNumber: string
  contributionId: string
  row: number
  sharePpb: number
}

export type Accruals = Readonly<{ contributors: bigint; accruals: AccrualRow[] }>

/** Null where the fee was not split, or not by the weights of this method. */
export async function readAccruals(database: Database, trace: TraceRow): Promise<Accruals | null> {
  const rows = await select<{ method: string; contributors: string; accruals: AccrualRow[] | null }>(
    database,
    sql`
    select f.method, f.contributors::text as contributors, (
      select json_agg(a) from (
        select ac.address as contributor, r.datanet_number::text as "datanetNumber", sum(r.amount)::text as amount
        from reward r join account ac on ac.id = r.recipient_id
        where r.inference_id = ${trace.inferenceId} and r.role = 'CONTRIBUTOR' group by 1, 2) a) as accruals
    from fee_split f where f.inference_id = ${trace.inferenceId} order by f.block_number desc, f.log_index desc limit 1`,
  )
  const [split] = rows
  if (split?.method !== trace.method) return null
  return { contributors: BigInt(split.contributors), accruals: split.accruals ?? [] }
}

/** Every leaf of those contributors in those Datanets, in the claim's order. */
export async function readLeavesOf(
  database: Database,
  trace: TraceRow,
  groups: { contributor: string; datanetNumber: string }[],
): Promise<LeafRow[]> {
  const contributors = groups.map((group) => group.contributor)
  const datanets = groups.map((group) => group.datanetNumber)
  const rows = await select<LeafRow>(
    database,
    sql`
    select index, lower(contributor) as contributor, datanet_number::text as "datanetNumber", ${leafContributionId(trace.chainId)} as "contributionId",
      row::float8 as row, share_ppb::float8 as "sharePpb"
    from content_leaf where root = ${trace.claimRoot} and (lower(contributor), datanet_number) in (
      select c, d::numeric from unnest(${sql.param(contributors)}::text[], ${sql.param(datanets)}::text[]) wanted(c, d))
    order by index`,
  )
  return rows
}

export type RemainderRow = {
  contributors: string
  /** Of the claim that it was split by, in its order; null where they are not known. */
  sharesPpb: string[] | null
  accrued: string
  /** Who was to get it then; null where nobody was ever named. */
  recipientId: string | null
}

/** Of one split. */
export async function readRemainder(database: Database, splitId: string): Promise<RemainderRow | null> {
  const [row] = await select<RemainderRow>(
    database,
    sql`
    select f.contributors::text as contributors, case when c.count = 0 then '{}'::text[] else l.shares end as "sharesPpb",
      (select coalesce(sum(amount), 0) from reward r where r.inference_id = f.inference_id and r.role = 'REMAINDER')::text as accrued,
      (select m.recipient_id from remainder_recipient m
        where m.chain_id = f.chain_id and (m.block_number, m.log_index) < (f.block_number, f.log_index)
        order by m.block_number desc, m.log_index desc limit 1) as "recipientId"
    from fee_split f
    left join lateral (select root, count from attribution_claim a where a.inference_id = f.inference_id and a.method = f.method
      order by a.block_number desc, a.log_index desc limit 1) c on true
    left join lateral (select array_agg(share_ppb::text order by index) as shares from content_leaf where root = c.root) l on true
    where f.id = ${splitId}`,
  )
  return row ?? null
}
