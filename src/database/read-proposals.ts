// Reads what a proposal's state hangs on besides its own row: the quorum as of its snapshot, from events alone, and what its timelock
// operation has come to.
import { sql } from 'drizzle-orm'
import { type Database, select } from './snapshot'

export type ProposalFacts = { quorum: string | null; operation: string | null }

/** OpenZeppelin's denominator, in none of its contracts another. */
const DENOMINATOR = 100

/**
 * By proposal id. The quorum is the numerator in force at the snapshot, of the votes token's supply at that moment; null while the
 * snapshot lies ahead, and where the governor's numerator was never heard of.
 */
export async function readProposalFacts(database: Database, ids: string[]): Promise<Map<string, ProposalFacts>> {
  const rows = await select<ProposalFacts & { id: string }>(
    database,
    sql`
    select p.id, o.status as operation,
      case when extract(epoch from h.timestamp) >= p.vote_start
        then trunc(n.value::numeric * coalesce(s.supply, 0) / ${DENOMINATOR})::text end as quorum
    from proposal p
    join head h on h.chain_id = p.chain_id
    left join timelock_operation o on o.id = p.operation
    left join lateral (select value from governance_parameter g where g.chain_id = p.chain_id and g.contract = p.governor
      and g.parameter = 'QUORUM_NUMERATOR' and extract(epoch from g.timestamp) <= p.vote_start
      order by g.block_number desc, g.log_index desc limit 1) n on true
    left join lateral (select sum(case when t.movement in ('MINT', 'WRAP') then t.amount when t.movement in ('BURN', 'UNWRAP') then -t.amount else 0 end) as supply
      from token_transfer t join token k on k.id = t.token_id
      where k.chain_id = p.chain_id and k.symbol = 'GOPEN' and extract(epoch from t.timestamp) <= p.vote_start) s on true
    where p.id = any(${sql.param(ids)}::text[])`,
  )
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}
