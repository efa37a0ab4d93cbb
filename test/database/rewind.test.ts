// Back below finality: whatever was indexed, however it was cut and forked, going back leaves the rows of a calm index of the chain up
// to there, and going on from there those of the chain that came instead.
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChainBlock } from '../../src/chain/block'
import { ChainDatabase, stateSchema } from '../../src/database/store/chain-database'
import { openHistory, rewind } from '../../src/database/store/rewind'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { address, blocksOf, CHAIN_ID, type LogDraft, logOf } from '../support/blocks/blocks'
import { cut, ORDERLY, randomBlocks } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { GENESIS, openProcessed, type Processed } from '../support/processed'

let rewound: TestDatabase
let calm: TestDatabase

beforeAll(async () => {
  rewound = await createTestDatabase()
  calm = await createTestDatabase()
})

afterAll(async () => {
  await rewound?.drop()
  await calm?.drop()
})

beforeEach(() => emptyDatabase(rewound.url))

async function withProcessed(work: (processed: Processed) => Promise<void>, retainedBlocks?: number): Promise<void> {
  const options = retainedBlocks === undefined ? {} : { retainedBlocks }
  const processed = await openProcessed(rewound.url, options)
  await work(processed).finally(() => processed.close())
}

async function expectRowsOf(chain: readonly ChainBlock[]): Promise<void> {
  await emptyDatabase(calm.url)
  const processed = await openProcessed(calm.url)
  await processed.final(chain)
  await processed.close()
  expect(differences(compareRows(await readRows(rewound.url), await readRows(calm.url)))).toEqual([])
}

/** Oldest first. */
async function readCheckpoints() {
  const sql = postgres(rewound.url, { max: 1 })
  const checkpoints = await sql<{ number: number; hash: string }[]>`
    select number, hash from history.checkpoint order by number`
  await sql.end()
  return checkpoints
}

const refOf = (block: ChainBlock | undefined) => (block ? { height: block.number, hash: block.hash } : GENESIS)

/** Blocks on top of a chain, linked to it. */
function after(chain: readonly ChainBlock[], drafts: readonly LogDraft[][], fork: string): ChainBlock[] {
  const base = refOf(chain.at(-1))
  const blocks = blocksOf(drafts, base.height + 1, fork)
  return blocks.map((block, index) => (index === 0 ? { ...block, parentHash: base.hash } : block))
}

type Plan = {
  history: LogDraft[][]
  cuts: number[]
  hot: LogDraft[][]
  forked: LogDraft[][]
  to: number
  anew: LogDraft[][]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  history: randomBlocks(8),
  cuts: fc.array(fc.nat(), { maxLength: 8 }),
  hot: randomBlocks(4),
  forked: randomBlocks(4),
  to: fc.nat(),
  anew: randomBlocks(4),
})

const parentOf = ({ number, parentHash }: ChainBlock) => ({ height: number - 1, hash: parentHash ?? '' })

/** Batches of history, hot blocks, and others instead of these. Returns the chain that stayed. */
async function indexDisturbed(processed: Processed, { history, cuts, hot, forked }: Plan): Promise<ChainBlock[]> {
  const chain = blocksOf(history)
  for (const part of cut(chain, cuts)) await processed.final(part)
  const base = refOf(chain.at(-1))
  for (const block of after(chain, hot, 'a')) await processed.hot(parentOf(block), [block])
  const other = after(chain, forked, 'b')
  await processed.hot(base, other.slice(0, 1))
  for (const block of other.slice(1)) {
    // Half of what stays becomes final on the way.
    const final = other[(block.number - base.height) >> 1]
    await processed.hot(parentOf(block), [block], final && final.number < block.number ? refOf(final) : base)
  }
  return [...chain, ...other]
}

test('any chain, taken back to any block and continued otherwise, has the rows of the chain that stayed', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      await emptyDatabase(rewound.url)
      let chain: ChainBlock[] = []
      await withProcessed(async (processed) => {
        chain = await indexDisturbed(processed, given)
      })
      const checkpoints = await readCheckpoints()
      const oldest = checkpoints[0]?.number ?? 0
      const to = oldest + (given.to % (chain.length - oldest + 1))
      const result = await rewind(rewound.url, CHAIN_ID, to)
      expect(result.to).toEqual(checkpoints.findLast(({ number }) => number <= to))
      chain.length = result.to.number
      await expectRowsOf(chain)
      const anew = after(chain, given.anew, 'c')
      await withProcessed((processed) => processed.hot(refOf(chain.at(-1)), anew))
      await expectRowsOf([...chain, ...anew])
    }),
    { numRuns: 3 },
  )
}, 120_000)

describe('a chain of ten blocks', () => {
  const wrap = logOf('WOPEN', 'Deposit', { dst: address(0xa2), wad: 9n })
  const chain = blocksOf([ORDERLY, ...Array.from({ length: 9 }, () => [wrap])])

  const indexTen = (retainedBlocks?: number) =>
    withProcessed(async (processed) => {
      for (const block of chain) await processed.final([block])
    }, retainedBlocks)

  test('goes back twice, and no further than it has come', async () => {
    await indexTen()
    expect(await rewind(rewound.url, CHAIN_ID, 7)).toMatchObject({
      from: { number: 10 },
      to: { number: 7 },
      removed: 6,
    })
    await expectRowsOf(chain.slice(0, 7))
    await expect(rewind(rewound.url, CHAIN_ID, 8)).rejects.toMatchObject({ code: 'HW307' })
    expect(await rewind(rewound.url, CHAIN_ID, 7)).toMatchObject({ restored: 0, removed: 0 })
    await rewind(rewound.url, CHAIN_ID, 2)
    await expectRowsOf(chain.slice(0, 2))
  })

  test('keeps what it is told to, and refuses what lies below', async () => {
    await indexTen(3)
    expect((await readCheckpoints()).map(({ number }) => number)).toEqual([7, 8, 9, 10])
    const found = await openHistory(rewound.url, CHAIN_ID).lookUp(async ({ oldest, newest }) => [
      await oldest(),
      ...[await newest(), await newest(8), await newest(6)],
    ])
    expect(found.map((place) => place && { ...place })).toEqual(
      [7, 10, 8, null].map((number) => number && { number, hash: chain[number - 1]?.hash }),
    )
    expect(await oldImages()).toEqual({ beforeOldest: 0, whole: 6 })
    await expect(rewind(rewound.url, CHAIN_ID, 6)).rejects.toMatchObject({
      code: 'HW308',
      message: expect.stringContaining('back to block 7'),
    })
    await rewind(rewound.url, CHAIN_ID, 7)
    await expectRowsOf(chain.slice(0, 7))
  })

  test('is not taken back under a processor', async () => {
    await indexTen()
    await withProcessed(async () => {
      await expect(rewind(rewound.url, CHAIN_ID, 7)).rejects.toMatchObject({ code: 'HW310' })
    })
    await expectRowsOf(chain)
  })

  test('and no processor that was stopped while it connected is in the way', async () => {
    await indexTen()
    const database = new ChainDatabase(rewound.url, CHAIN_ID)
    const connecting = database.connect()
    await database.disconnect()
    await connecting
    expect(await rewind(rewound.url, CHAIN_ID, 7)).toMatchObject({ to: { number: 7 } })
  })

  test('a processor that was not seen writes nothing on top of what it does not know', async () => {
    await indexTen()
    const [next] = after(chain, [ORDERLY], 'd') as [ChainBlock]
    await withProcessed(async (processed) => {
      // As if its connection had been lost and nobody had noticed yet.
      await onDatabase(
        (sql) => sql`
        select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and pid <> pg_backend_pid()
          and database = (select oid from pg_database where datname = current_database())`,
      )
      await rewind(rewound.url, CHAIN_ID, 7)
      await expect(processed.final([next])).rejects.toThrow(/foreign process/)
    })
    await expectRowsOf(chain.slice(0, 7))
  })

  test('every table that the chain fills keeps what its rows were', async () => {
    const tables = await onDatabase(
      (sql) => sql<{ name: string; triggers: number }[]>`
      select c.table_name as name, (select count(*)::int from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = quote_ident(c.table_name)::regclass and p.proname = 'keep_image') as triggers
      from information_schema.columns c where c.table_schema = 'public' and c.column_name = 'chain_id' and c.table_name <> 'head'`,
    )
    expect(tables.length).toBeGreaterThan(25)
    expect(tables.filter(({ triggers }) => triggers !== 2)).toEqual([])
  })
})

test("what was never indexed can't be taken back", async () => {
  await expect(rewind(rewound.url, CHAIN_ID, 0)).rejects.toMatchObject({ code: 'HW309' })
  await onDatabase((sql) => sql`create schema if not exists ${sql(stateSchema(CHAIN_ID))}`)
  await expect(rewind(rewound.url, CHAIN_ID, 0)).rejects.toMatchObject({ code: 'HW309' })
})

function oldImages() {
  return onDatabase(async (sql) => {
    const [row] = await sql<{ beforeOldest: number; whole: number }[]>`
      select count(*)::int as whole,
        count(*) filter (where until_block <= (select min(number) from history.checkpoint))::int as "beforeOldest" from history.row_image`
    return row
  })
}

async function onDatabase<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(rewound.url, { max: 1, onnotice: () => {} })
  return work(sql).finally(() => sql.end())
}
