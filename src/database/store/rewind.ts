// Takes a chain's rows back to what they were at an earlier block, below finality too: from the images that triggers keep of every
// row before it changes. Rows that others derived go with the rows they hang on, and are due again where those stay.
import type { TransactionSql } from 'postgres'
import { connectDatabase, type Sql, untilReachable } from '../connection'
import { RewindRefusedError } from '../errors'
import { chainLock, stateSchema } from './chain-database'
import { tableOf, WRITE_ORDER } from './entities'

/** A block whose rows can be had back. */
export type Checkpoint = { number: number; hash: string }

export type Rewound = {
  from: Checkpoint
  to: Checkpoint
  /** Rows that had been changed and are what they were. */
  restored: number
  /** Rows that had been made and are gone. */
  removed: number
}

// A deadlock with the attributor takes one of both back; it holds its locks for milliseconds.
const TRIES = 5
const PASSING_CLASS = '40'
// Numbers of blocks are int4.
const HIGHEST = 2 ** 31 - 1

/** To the newest checkpoint at or below the block. */
export async function rewind(url: string, chainId: number, to: number): Promise<Rewound> {
  await untilReachable(url, 0)
  const sql = connectDatabase(url, { applicationName: 'rewind', max: 1 })
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await sql.begin((tx) => rewindIn(tx, chainId, to))
      } catch (error) {
        const code = String((error as { code?: unknown }).code)
        if (!code.startsWith(PASSING_CLASS) || attempt === TRIES) throw error
      }
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** What the processor goes back by when the chain replaced blocks that were final. */
export function openHistory(url: string, chainId: number) {
  return {
    async lookUp<T>(look: (checkpoints: ReturnType<typeof checkpointsOf>) => Promise<T>): Promise<T> {
      const sql = connectDatabase(url, { applicationName: 'processor start', max: 1 })
      try {
        return await look(checkpointsOf(sql, chainId))
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    rewind: (to: number) => rewind(url, chainId, to),
  }
}

export function describeRewound({ from, to, restored, removed }: Rewound): string {
  const places = `from block ${from.number} (${from.hash}) to block ${to.number} (${to.hash})`
  return `the index went back ${places}: ${restored} rows are what they were, ${removed} are gone`
}

/** Each answer is one step in the index of the primary key. */
function checkpointsOf(sql: Sql, chainId: number) {
  const first = async (found: Promise<Checkpoint[]>) => (await found)[0] ?? null
  return {
    oldest: () =>
      first(sql<Checkpoint[]>`
        select number, hash from history.checkpoint where chain_id = ${chainId} order by number limit 1`),
    newest: (upTo = HIGHEST) =>
      first(sql<Checkpoint[]>`
        select number, hash from history.checkpoint where chain_id = ${chainId} and number <= ${upTo}
        order by number desc limit 1`),
  }
}

async function rewindIn(tx: TransactionSql, chainId: number, to: number): Promise<Rewound> {
  const [lock] = await tx<{ isFree: boolean }[]>`
    select pg_try_advisory_xact_lock(${tx.unsafe(chainLock(chainId))}) as "isFree"`
  if (lock?.isFree !== true) throw new RewindRefusedError({ kind: 'processorRuns', chainId })
  const { head, checkpoint } = await readPlaces(tx, chainId, to)
  const change = { chainId, number: checkpoint.number }
  // What is restored leaves no images of its own.
  await tx`select set_config('headwater.told', ${`${chainId} ${head.number}`}, true)`
  let restored = 0
  let removed = 0
  // What others name first, so that no row ever names one that is not there.
  for (const kind of WRITE_ORDER) restored += await restoreRows(tx, tableOf(kind), change)
  for (const kind of WRITE_ORDER.toReversed()) removed += await removeRows(tx, tableOf(kind), change)
  await moveHead(tx, change)
  await moveCursor(tx, chainId, checkpoint)
  return { from: head, to: { number: checkpoint.number, hash: checkpoint.hash }, restored, removed }
}

type Change = { chainId: number; number: number }

async function readPlaces(
  tx: TransactionSql,
  chainId: number,
  to: number,
): Promise<{ head: Checkpoint; checkpoint: Checkpoint }> {
  const [head] = await tx<Checkpoint[]>`select number, hash from head where chain_id = ${chainId}`
  const [oldest] = await tx<{ number: number | null }[]>`
    select min(number) as number from history.checkpoint where chain_id = ${chainId}`
  if (head === undefined || oldest?.number == null) throw new RewindRefusedError({ kind: 'nothingIndexed', chainId })
  if (to > head.number) throw new RewindRefusedError({ kind: 'aboveHead', to, head: head.number })
  const [checkpoint] = await tx<Checkpoint[]>`
    select number, hash from history.checkpoint where chain_id = ${chainId} and number <= ${to}
    order by number desc limit 1`
  if (checkpoint === undefined) throw new RewindRefusedError({ kind: 'belowHistory', to, oldest: oldest.number })
  return { head, checkpoint }
}

/** The first image that ends after the checkpoint is the row as it was then, unless the row was born later. */
async function restoreRows(tx: TransactionSql, table: string, { chainId, number }: Change): Promise<number> {
  const columns = await tx<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and column_name <> 'id'`
  const assignments = columns.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
  const result = await tx`
    insert into ${tx(table)}
    select old.* from (
      select distinct on (row_id) image from history.row_image
      where chain_id = ${chainId} and until_block > ${number} and table_name = ${table} order by row_id, until_block
    ) first, jsonb_populate_record(null::${tx(table)}, first.image) old
    where old.${tx(bornColumn(table))} <= ${number}
    on conflict (id) do update set ${tx.unsafe(assignments)}`
  return result.count
}

async function removeRows(tx: TransactionSql, table: string, { chainId, number }: Change): Promise<number> {
  const result = await tx`
    delete from ${tx(table)} where chain_id = ${chainId} and ${tx(bornColumn(table))} > ${number}`
  return result.count
}

/** Its trigger forgets the checkpoints and the images above. */
async function moveHead(tx: TransactionSql, { chainId, number }: Change): Promise<void> {
  await tx`
    update head set number = c.number, hash = c.hash, parent_hash = c.parent_hash, timestamp = c.timestamp
    from history.checkpoint c where c.chain_id = ${chainId} and c.number = ${number} and head.chain_id = c.chain_id`
}

/** Hot blocks up to the checkpoint stay hot, with the store's own log of their changes. A processor that missed this fails at the nonce. */
async function moveCursor(tx: TransactionSql, chainId: number, to: Checkpoint): Promise<void> {
  const schema = tx(stateSchema(chainId))
  await tx`delete from ${schema}.template_registry where height > ${to.number}`
  await tx`delete from ${schema}.hot_block where height > ${to.number}`
  await tx`
    update ${schema}.status set nonce = nonce + 1, height = least(height, ${to.number}),
      hash = case when height > ${to.number} then ${to.hash} else hash end where id = 0`
}

/** Where a row says in which block it was made. */
const bornColumn = (table: string) => (table === 'block' ? 'number' : 'block_number')
