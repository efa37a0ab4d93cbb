// Puts a snapshot at an earlier block: from then on every table reads as it was there (db/migrations, AsOf). Refuses a block that is
// not indexed, and one for which it is no longer known what rows were.
import type { PoolClient } from 'pg'
import { AsOfRefusedError } from './errors'
import type { Head } from './snapshot'

/** A block of the L2. */
export type BlockChoice = { kind: 'number'; number: number } | { kind: 'hash'; hash: string }

/** False where the block is the newest there is: then everything stands there already. */
export async function standAt(client: PoolClient, heads: readonly Head[], choice: BlockChoice): Promise<boolean> {
  const [head] = heads
  const number = choice.kind === 'number' ? choice.number : await numberOf(client, choice.hash, head)
  if (head === undefined || number > head.number) {
    throw new AsOfRefusedError({ kind: 'notIndexed', number, head: head?.number ?? null })
  }
  if (number === head.number) return false
  await client.query('select history.stand_at($1, $2)', [head.chainId, number])
  const { rows } = await client.query<{ chainId: number; from: number }>(
    'select chain_id as "chainId", from_block as "from" from history.beyond_record order by chain_id',
  )
  const [beyond] = rows
  if (beyond !== undefined) throw new AsOfRefusedError({ kind: 'forgotten', number, ...beyond })
  return true
}

async function numberOf(client: PoolClient, hash: string, head: Head | undefined): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    'select number from history.known_block where chain_id = $1 and hash = $2 limit 1',
    [head?.chainId ?? null, hash],
  )
  const [found] = rows
  if (found === undefined) throw new AsOfRefusedError({ kind: 'unknown', hash })
  return found.number
}
