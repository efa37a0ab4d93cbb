// Reads what a proposal's state hangs on as of given blocks: what the governor had said of it, the votes cast, the quorum as of its
// snapshot, from events alone, and what its timelock operation had come to.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type ProposalFacts = {
  status: string
  voteStart: string
  voteEnd: string
  votesFor: string
  votesAgainst: string
  votesAbstain: string
  /** As the events that stand in the index have it: what it is once the snapshot is over. */
  quorum: string | null
  operation: string | null
}

/** OpenZeppelin's denominator, in none of its contracts another. */
const DENOMINATOR = 100

/**
 * Keys are `<proposal id> <block number>`; a proposal that was not made by then is left out. The quorum is the numerator in force at the
 * snapshot, of the votes token's supply at that moment; null where the governor's numerator was never heard of. What a timelock operation
 * was before it was cancelled and scheduled again nobody kept: it reads as FORGOTTEN. What was ever made and destroyed of the token is gone through once for
 * all proposals: sorted into the times between their snapshots, and summed from there.
 */
export async function readProposalFacts(database: Database, keys: string[]): Promise<Map<string, ProposalFacts>> {
  const rows = await select<ProposalFacts & { key: string }>(
    database,
    sql`
    with asked as (select key, split_part(key, ' ', 1) as proposal, split_part(key, ' ', 2)::int as block
      from unnest(${sql.param(keys)}::text[]) asked(key)),
    snapshots as (select p.chain_id, array_agg(distinct p.vote_start order by p.vote_start) as starts
      from proposal p where p.id in (select proposal from asked) group by 1),
    made as (select s.chain_id, width_bucket(ceil(extract(epoch from t.timestamp)) - 1, s.starts) as snapshot,
        sum(case when t.movement in ('MINT', 'WRAP') then t.amount else -t.amount end) as amount
      from snapshots s join token k on k.chain_id = s.chain_id and k.symbol = 'GOPEN' join token_transfer t on t.token_id = k.id
      where t.movement in ('MINT', 'WRAP', 'BURN', 'UNWRAP') group by 1, 2)
    select k.key, p.vote_start::text as "voteStart", p.vote_end::text as "voteEnd",
      case when p.ended_block_number <= k.block then p.status when p.queued_block_number <= k.block then 'QUEUED' else 'CREATED' end as status,
      coalesce(v.votes_for, 0)::text as "votesFor", coalesce(v.votes_against, 0)::text as "votesAgainst", coalesce(v.votes_abstain, 0)::text as "votesAbstain",
      case when o.ended_block_number <= k.block then o.status when o.block_number <= k.block then 'SCHEDULED'
        when p.queued_block_number <= k.block and o.id is not null then 'FORGOTTEN' end as operation,
      trunc(n.value::numeric * coalesce(m.supply, 0) / ${DENOMINATOR})::text as quorum
    from asked k
    join proposal p on p.id = k.proposal and p.block_number <= k.block
    join snapshots s on s.chain_id = p.chain_id
    left join timelock_operation o on o.id = p.operation
    left join lateral (select sum(weight) filter (where support = 'FOR') as votes_for,
      sum(weight) filter (where support = 'AGAINST') as votes_against, sum(weight) filter (where support = 'ABSTAIN') as votes_abstain
      from vote where proposal_id = p.id and block_number <= k.block) v on true
    left join lateral (select value from governance_parameter g where g.chain_id = p.chain_id and g.contract = p.governor
      and g.parameter = 'QUORUM_NUMERATOR' and extract(epoch from g.timestamp) <= p.vote_start
      order by g.block_number desc, g.log_index desc limit 1) n on true
    left join lateral (select sum(amount) as supply from made
      where made.chain_id = p.chain_id and made.snapshot < array_position(s.starts, p.vote_start)) m on true`,
  )
  return new Map(rows.map(({ key, ...facts }) => [key, facts]))
}
