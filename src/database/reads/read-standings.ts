// Reads what decides how contributions stand in versions of their Datanets: the place of each version, when the contribution was
// approved and withdrawn, and every removal of its rows.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type StandingFacts = {
  contribution: {
    status: string
    rowCount: bigint
    approvedBlockNumber: number | null
    approvedLogIndex: number | null
    withdrawnBlockNumber: number | null
    withdrawnLogIndex: number | null
  }
  removals: { rows: number[]; blockNumber: number; logIndex: number }[]
  version: { blockNumber: number; logIndex: number }
}

/** Keys are `<contribution id> <version id>`; one whose version is not of its Datanet, or not there, is left out. */
export async function readStandingFacts(database: Database, keys: string[]): Promise<Map<string, StandingFacts>> {
  const rows = await select<StandingFacts & { key: string; rowCount: string }>(
    database,
    sql`
    select k.key, c.row_count::text as "rowCount", json_build_object('blockNumber', v.block_number, 'logIndex', v.log_index) as version,
      json_build_object('status', c.status, 'approvedBlockNumber', c.approved_block_number, 'approvedLogIndex', c.approved_log_index,
        'withdrawnBlockNumber', c.withdrawn_block_number, 'withdrawnLogIndex', c.withdrawn_log_index) as contribution,
      coalesce(r.removals, '[]') as removals
    from (select key, split_part(key, ' ', 1) as contribution, split_part(key, ' ', 2) as version
      from unnest(${sql.param(keys)}::text[]) asked(key)) k
    join contribution c on c.id = k.contribution
    join datanet_version v on v.id = k.version and v.datanet_id = c.datanet_id
    left join lateral (
      select json_agg(json_build_object('rows', rows, 'blockNumber', block_number, 'logIndex', log_index)) as removals
      from row_removal where contribution_id = c.id) r on true`,
  )
  return new Map(
    rows.map(({ key, rowCount, contribution, removals, version }) => {
      return [key, { contribution: { ...contribution, rowCount: BigInt(rowCount) }, removals, version }]
    }),
  )
}
