// Reads what an inference paid its contributors, and the leaves by which that was shared out.
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

/** Null where the fee was not split, or not by the weights of this method. */
export async function readAccruals(database: Database, trace: TraceRow): Promise<AccrualRow[] | null> {
  const rows = await select<{ method: string; accruals: AccrualRow[] | null }>(
    database,
    sql`
    select f.method, (
      select json_agg(a) from (
        select ac.address as contributor, r.datanet_number::text as "datanetNumber", sum(r.amount)::text as amount
        from reward r join account ac on ac.id = r.recipient_id
        where r.inference_id = ${trace.inferenceId} and r.role = 'CONTRIBUTOR' group by 1, 2) a) as accruals
    from fee_split f where f.inference_id = ${trace.inferenceId} order by f.block_number desc, f.log_index desc limit 1`,
  )
  const [split] = rows
  return split?.method === trace.method ? (split.accruals ?? []) : null
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
