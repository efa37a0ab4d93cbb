// When was a block? Only blocks that left rows are kept, and the head: of one between two of them the time lies between theirs, as each
// block is at least a second later than the one before.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

/** Seconds since 1970; the same twice where the block is kept. */
export type BlockTime = { earliest: bigint; latest: bigint }

/** Keys are `<chain id> <block number>`; a block above the head is left out. Before the first that is kept, nothing bounds it below. */
export async function readBlockTimes(database: Database, keys: string[]): Promise<Map<string, BlockTime>> {
  const rows = await select<{ key: string; earliest: string | null; latest: string }>(
    database,
    sql`
    select k.key, (b.seconds + k.number - b.number)::text as earliest, (a.seconds - a.number + k.number)::text as latest
    from (select key, split_part(key, ' ', 1)::int as chain, split_part(key, ' ', 2)::int as number
      from unnest(${sql.param(keys)}::text[]) asked(key)) k
    left join lateral (select number, extract(epoch from timestamp)::bigint as seconds from block
      where chain_id = k.chain and number <= k.number order by number desc limit 1) b on true
    join lateral (select number, seconds from (
      (select number, extract(epoch from timestamp)::bigint as seconds from block
        where chain_id = k.chain and number >= k.number order by number limit 1)
      union all select number, extract(epoch from timestamp)::bigint from head where chain_id = k.chain and number >= k.number
      ) later order by number limit 1) a on true`,
  )
  return new Map(
    rows.map(({ key, earliest, latest }) => [key, { earliest: BigInt(earliest ?? 0), latest: BigInt(latest) }]),
  )
}
