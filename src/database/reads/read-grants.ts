// Reads grants in sum by tier and area: a program has hundreds at most.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type GrantGroupRow = {
  tier: string
  area: string
  grants: number
  awardedUsd: string
  committedUsd: string
  reachedUsd: string
  disbursed: string
}

export async function readGrantGroups(database: Database, chainId: number): Promise<GrantGroupRow[]> {
  return select<GrantGroupRow>(
    database,
    sql`
    select tier, area, count(*)::int as grants, sum(amount_usd)::text as "awardedUsd", sum(amount_usd - released_usd)::text as "committedUsd",
      sum(reached_usd)::text as "reachedUsd", sum(disbursed)::text as disbursed
    from "grant" where chain_id = ${chainId} group by tier, area order by tier, area`,
  )
}
