// As of any block that is kept, every table says what an index that stopped there says, however this one came to its rows.
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChainBlock } from '../../src/chain/block'
import { openReader, type Reader } from '../../src/database/snapshot'
import { rewind } from '../../src/database/store/rewind'
import { blockId } from '../../src/events/ids'
import { address, blocksOf, CHAIN_ID, type LogDraft, logOf } from '../support/blocks/blocks'
import { cut, ORDERLY, randomBlocks } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { GENESIS, openProcessed } from '../support/processed'

let whole: TestDatabase
let stopped: TestDatabase
let sql: postgres.Sql
let calm: postgres.Sql
let reader: Reader
/** Of each table its rows as JSON, one statement for all of them. */
let everyRow: (schema: 'public' | 'asof') => string

beforeAll(async () => {
  whole = await createTestDatabase()
  stopped = await createTestDatabase()
  sql = postgres(whole.url, { max: 1, onnotice: () => {} })
  calm = postgres(stopped.url, { max: 1, onnotice: () => {} })
  reader = openReader(whole.url, { max: 1, statementTimeoutMs: 20_000 })
  const views = await sql<{ name: string }[]>`
    select viewname as name from pg_views where schemaname = 'asof' and viewname not in ('head', 'run', 'verdict') order by 1`
  everyRow = (schema) =>
    views
      .map(({ name }) => `select '${name} ' || to_jsonb(t)::text as row from ${schema}."${name}" t`)
      .join(' union all ')
})

afterAll(async () => {
  await reader?.close()
  await Promise.all([sql?.end(), calm?.end()])
  await whole?.drop()
  await stopped?.drop()
})

beforeEach(() => emptyDatabase(whole.url))

const wrapped = (wad: bigint) => logOf('WOPEN', 'Deposit', { dst: address(0xa2), wad })

const refOf = (block: ChainBlock | undefined) => (block ? { height: block.number, hash: block.hash } : GENESIS)

function after(chain: readonly ChainBlock[], drafts: readonly LogDraft[][], fork: string): ChainBlock[] {
  const base = refOf(chain.at(-1))
  const blocks = blocksOf(drafts, base.height + 1, fork)
  return blocks.map((block, index) => (index === 0 ? { ...block, parentHash: base.hash } : block))
}

/** What an index says that stopped at each of these blocks. */
async function rowsByBlock(chain: readonly ChainBlock[]): Promise<Map<number, string[]>> {
  await emptyDatabase(stopped.url)
  const rows = new Map<number, string[]>()
  const processed = await openProcessed(stopped.url)
  for (const block of chain) {
    await processed.final([block])
    rows.set(block.number, sorted(await calm.unsafe<{ row: string }[]>(everyRow('public'))))
  }
  await processed.close()
  return rows
}

async function rowsAt(number: number): Promise<string[]> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`select history.stand_at(${CHAIN_ID}, ${number})`
    return sorted(await tx.unsafe<{ row: string }[]>(everyRow('asof')))
  })
}

const sorted = (rows: { row: string }[]) => rows.map(({ row }) => row).sort()

async function expectEveryBlock(
  expected: ReadonlyMap<number, string[]>,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const [number, rows] of expected) {
    if (number < from || number > to) continue
    const read = await rowsAt(number)
    const strange = [read.filter((row) => !rows.includes(row)), rows.filter((row) => !read.includes(row))]
    expect(strange, `as of block ${number}: too much, too little`).toEqual([[], []])
  }
}

const plan = fc.record({
  history: randomBlocks(6),
  cuts: fc.array(fc.nat(), { maxLength: 3 }),
  hot: randomBlocks(3),
  forked: randomBlocks(4),
  to: fc.nat(),
  anew: randomBlocks(3),
})

test('any chain, in any batches, forked and taken back: every table as of every block', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ history, cuts, hot, forked, to, anew }) => {
      await emptyDatabase(whole.url)
      const chain = blocksOf(history)
      const processed = await openProcessed(whole.url)
      const parts = cut(chain, cuts)
      for (const part of parts) await processed.final(part)
      const base = refOf(chain.at(-1))
      await processed.hot(base, after(chain, hot, 'a'))
      // In place of those.
      const other = after(chain, forked, 'b')
      await processed.hot(base, other, refOf(other[to % other.length]))
      await processed.close()
      chain.push(...other)
      // The end of the first batch is the first place to which there is a way back.
      const least = parts[0]?.length ?? 0
      const { to: place } = await rewind(whole.url, CHAIN_ID, Math.max(least, chain.length - (to % 3)))
      chain.length = place.number
      const again = await openProcessed(whole.url)
      const newest = after(chain, anew, 'c')
      await again.hot(refOf(chain.at(-1)), newest)
      await again.close()
      await expectEveryBlock(await rowsByBlock([...chain, ...newest]))
    }),
    { numRuns: 2, endOnFailure: true },
  )
}, 120_000)

describe('ten blocks, of which three are kept below the head', () => {
  const chain = blocksOf([ORDERLY, ...Array.from({ length: 9 }, () => [wrapped(9n)])])
  const supplyAt = (number: number) =>
    reader.inSnapshot(
      async (database, state) => ({
        head: state.heads[0]?.number,
        hash: state.heads[0]?.hash,
        supply: (await database.query.token.findFirst({ where: { symbol: 'WOPEN' } }))?.supply,
      }),
      { kind: 'number', number },
    )

  beforeEach(async () => {
    const processed = await openProcessed(whole.url, { retainedBlocks: 3 })
    for (const block of chain) await processed.final([block])
    await processed.close()
  })

  test('the head and the rows are those of the block', async () => {
    for (const number of [7, 8, 9, 10]) {
      expect(await supplyAt(number)).toEqual({ head: number, hash: chain[number - 1]?.hash, supply: `${9 * number}` })
    }
    const byHash = { kind: 'hash', hash: chain[7]?.hash ?? '' } as const
    expect(await reader.inSnapshot(async (_, { heads }) => heads[0]?.number, byHash)).toBe(8)
    expect(await reader.inSnapshot(async (_, { heads }) => heads[0]?.number)).toBe(10)
  })

  test('what is not indexed, not kept or not known is refused', async () => {
    await expect(supplyAt(11)).rejects.toMatchObject({ code: 'HW311', message: expect.stringContaining('block 10') })
    await expect(supplyAt(6)).rejects.toMatchObject({
      code: 'HW312',
      message: expect.stringMatching(/block 7 on.*retainedBlocks/),
    })
    const unknown = reader.inSnapshot(async () => null, { kind: 'hash', hash: '0x00' })
    await expect(unknown).rejects.toMatchObject({ code: 'HW313' })
  })
})

describe('of a history that is known to lead to block 10, with three blocks kept below that', () => {
  const chain = blocksOf([ORDERLY, ...Array.from({ length: 9 }, () => [wrapped(9n)])])

  let calmRows: Map<number, string[]>

  beforeAll(async () => {
    calmRows = await rowsByBlock(chain)
  })

  test.each([
    { name: 'a batch ends at the least block that is kept', ends: [3, 6, 7, 10], least: 7 },
    { name: 'a batch leads over it', ends: [4, 8, 10], least: 4 },
    { name: 'a batch ends one block behind it', ends: [1, 8, 9, 10], least: 1 },
  ])('nothing is recorded that would be forgotten at once: $name', async ({ ends, least }) => {
    const processed = await openProcessed(whole.url, { retainedBlocks: 3 })
    let from = 0
    for (const end of ends) {
      await processed.final(chain.slice(from, end), 10)
      from = end
      if (end <= least) expect(await imagesAndPlaces(), `at block ${end}`).toEqual([0, [end]])
      await processed.reconnect()
    }
    await processed.close()
    await expectEveryBlock(calmRows, least)
    const below = reader.inSnapshot(async () => null, { kind: 'number', number: least - 1 })
    await expect(below).rejects.toMatchObject({ code: 'HW312', message: expect.stringContaining(`block ${least} on`) })
    expect((await rewind(whole.url, CHAIN_ID, least)).to.number).toBe(least)
    await expectEveryBlock(calmRows, least, least)
  })
})

async function imagesAndPlaces(): Promise<[number, number[]]> {
  const [row] = await sql<{ images: number }[]>`select count(*)::int as images from history.row_image`
  const places = await sql<{ number: number }[]>`select number from history.checkpoint order by number`
  return [row?.images ?? -1, places.map(({ number }) => number)]
}

test('a large text whose row every block of a batch changes is told in several messages', async () => {
  const metadataUri = 'm'.repeat(1_000_000)
  const agent = { agentId: 7n, owner: address(0xa7), modelId: 0n, metadataUri, stake: 0n }
  const staked = (stake: number) => logOf('AgentRegistry', 'AgentStakeChanged', { agentId: 7n, stake: BigInt(stake) })
  const first = [logOf('AgentRegistry', 'AgentDeployed', agent), staked(1)]
  const chain = blocksOf([first, ...Array.from({ length: 10 }, (_, index) => [staked(index + 2)])])
  const processed = await openProcessed(whole.url)
  await processed.final(chain)
  await processed.close()
  const places = [1, 7, 10, 11]
  const stakes = places.map((number) =>
    sql.begin('isolation level repeatable read read only', async (tx) => {
      await tx`select history.stand_at(${CHAIN_ID}, ${number})`
      const [row] = await tx<{ stake: string; length: number }[]>`
        select stake::text, length(metadata_uri) as length from asof.agent where agent_id = 7`
      return row
    }),
  )
  expect(await Promise.all(stakes)).toEqual(places.map((number) => ({ stake: `${number}`, length: 1_000_000 })))
})

test('the L1 stands at its newest block that is not later', async () => {
  await sql`insert into head select chain_id::text, chain_id, 0, '0x', '0x', to_timestamp(0), '{}' from unnest(array[1, ${CHAIN_ID}]::int[]) chain_id`
  await sql`insert into history.retention select chain_id, 100 from head on conflict (chain_id) do update set blocks = excluded.blocks`
  const time = (number: number) => new Date(1_790_000_000_000 + 1_000 * number)
  // A block of the L1 every twelve seconds, one of the L2 every two.
  for (const [chainId, number, seconds] of [
    ...Array.from({ length: 5 }, (_, at) => [1, at + 1, 12 * (at + 1)] as const),
    ...Array.from({ length: 30 }, (_, at) => [CHAIN_ID, at + 1, 2 * (at + 1)] as const),
  ]) {
    const block = { number, hash: `0x${chainId}-${number}`, timestamp: time(seconds) }
    await sql`update head set ${sql({ ...block, parent_hash: '0x' })} where chain_id = ${chainId}`
  }
  const heads = (number: number) =>
    reader.inSnapshot(async (_, state) => state.heads.map((head) => head.number), { kind: 'number', number })
  expect(await heads(29)).toEqual([29, 4])
  expect(await heads(24)).toEqual([24, 4])
  expect(await heads(23)).toEqual([23, 3])
  expect(await heads(5)).toEqual([5, 0])
  // Where the origin of a block is known, it decides.
  const place = { block_number: 20, block_hash: '0x', timestamp: time(40), transaction_hash: '0x' }
  const id = blockId(CHAIN_ID, 20)
  await sql`insert into block ${sql({ id, chain_id: CHAIN_ID, number: 20, hash: `0x${CHAIN_ID}-20`, timestamp: time(40) })}`
  await sql`insert into l1_origin ${sql({ id, chain_id: CHAIN_ID, l1_number: 2, l1_timestamp: time(24), ...place })}`
  expect(await heads(19)).toEqual([19, 3])
  expect(await heads(20)).toEqual([20, 2])
})

test('the blocks of a chain are found without passing by those of another', async () => {
  const lines = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    return tx`explain select number from block where chain_id = 1 and number >= 5 order by number limit 1`
  })
  const plan = lines.map((line) => line['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Cond: \(\(chain_id = 1\) AND \(number >= 5\)\)/)
})
