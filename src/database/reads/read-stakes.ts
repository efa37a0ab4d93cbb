// Reads what the interest of stakes was reckoned from at given moments: principal and clock, and the terms in force.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type StakeValueRow = {
  status: string
  principal: string | null
  interestRate: string | null
  stakeDuration: string | null
  elapsedSeconds: string
}

/** Keys are `<stake id> <ISO moment>`; a stake that was not made by then is left out. */
export async function readStakeValues(database: Database, keys: string[]): Promise<Map<string, StakeValueRow>> {
  const rows = await select<StakeValueRow & { key: string }>(
    database,
    sql`
    select k.key, s.status, s.principal::text as principal, t.interest_rate::text as "interestRate", t.stake_duration::text as "stakeDuration",
      trunc(extract(epoch from least(k.moment, coalesce(s.accruing_until, k.moment)) - s.accruing_since))::text as "elapsedSeconds"
    from (select key, split_part(key, ' ', 1) as stake, split_part(key, ' ', 2)::timestamptz as moment
      from unnest(${sql.param(keys)}::text[]) asked(key)) k
    join stake st on st.id = k.stake
    join lateral (select * from stake_state where stake_id = k.stake and timestamp <= k.moment
      order by block_number desc, log_index desc limit 1) s on true
    left join staking_config c on c.chain_id = st.chain_id and c.config_id = st.config_id
    left join lateral (select * from staking_terms where config_id = c.id and timestamp <= k.moment
      order by block_number desc, log_index desc limit 1) t on true`,
  )
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}
