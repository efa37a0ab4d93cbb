// Promises 1 and 2 in a real database: however blocks are cut into batches, whatever forks come and go, whenever the process
// starts anew, the rows are those of a calm index of the chain that stayed.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChainBlock } from '../../src/chain/block'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { blocksOf, type LogDraft } from '../support/blocks/blocks'
import { cut, randomBlocks } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { emptyDatabase } from '../support/empty-database'
import { withFacts } from '../support/facts'
import { GENESIS, openProcessed } from '../support/processed'

let databases: TestDatabase[] = []

beforeAll(async () => {
  databases = [await createTestDatabase(), await createTestDatabase()]
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

async function withDatabases(work: (first: TestDatabase, second: TestDatabase) => Promise<void>): Promise<void> {
  const [first, second] = databases as [TestDatabase, TestDatabase]
  for (const database of [first, second]) await emptyDatabase(database.url)
  await work(first, second)
}

async function indexCalmly(url: string, blocks: readonly ChainBlock[]): Promise<void> {
  const processed = await openProcessed(url)
  await processed.final(blocks)
  await processed.close()
}

async function expectSameRows(first: TestDatabase, second: TestDatabase): Promise<void> {
  expect(differences(compareRows(await readRows(first.url), await readRows(second.url)))).toEqual([])
}

test('any partition of the same blocks gives the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(randomBlocks(25), fc.array(fc.nat(), { maxLength: 8 }), async (drafts, cuts) => {
      await withDatabases(async (calm, cutUp) => {
        const blocks = withFacts(blocksOf(drafts))
        await indexCalmly(calm.url, blocks)
        const processed = await openProcessed(cutUp.url)
        for (const part of cut(blocks, cuts)) {
          await processed.final(part)
          await processed.reconnect()
        }
        await processed.close()
        await expectSameRows(calm, cutUp)
      })
    }),
    { numRuns: 8 },
  )
}, 120_000)

/** A step back by some blocks, then blocks anew; `restart` says whether the process ends in between. */
type Step = { back: number; drafts: LogDraft[][]; restart: boolean; finalize: boolean }

const step: fc.Arbitrary<Step> = fc.record({
  back: fc.nat(4),
  drafts: randomBlocks(5),
  restart: fc.boolean(),
  finalize: fc.boolean(),
})

test('any forks leave the rows of the chain that stayed', async () => {
  await fc.assert(
    fc.asyncProperty(randomBlocks(6), fc.array(step, { minLength: 1, maxLength: 6 }), async (history, steps) => {
      await withDatabases(async (calm, forked) => {
        const chain: ChainBlock[] = withFacts(blocksOf(history))
        const processed = await openProcessed(forked.url)
        await processed.final(chain)
        let finalCount = chain.length
        for (const [index, { back, drafts, restart, finalize }] of steps.entries()) {
          chain.length = Math.max(finalCount, chain.length - back)
          const base = refOf(chain.at(-1))
          const blocks = relinked(withFacts(blocksOf(drafts, base.height + 1, `fork ${index}`)), base.hash)
          chain.push(...blocks)
          if (finalize) finalCount += Math.floor((chain.length - finalCount) / 2)
          await processed.hot(base, blocks, refOf(chain[finalCount - 1]))
          if (restart) await processed.reconnect()
        }
        await processed.close()
        await indexCalmly(calm.url, chain)
        await expectSameRows(calm, forked)
      })
    }),
    { numRuns: 8 },
  )
}, 120_000)

describe('forks of note', () => {
  const [one, other, third] = fc.sample(randomBlocks(4), { seed: 7, numRuns: 3 }) as LogDraft[][][]

  test('a fork that takes everything away, head included', async () => {
    await withDatabases(async (calm, forked) => {
      const processed = await openProcessed(forked.url)
      await processed.final(blocksOf([[]]))
      await processed.hot(refOf(blocksOf([[]])[0]), blocksOf(one ?? [], 2, 'a'))
      await processed.hot(refOf(blocksOf([[]])[0]), [])
      await processed.close()
      await indexCalmly(calm.url, blocksOf([[]]))
      await expectSameRows(calm, forked)
    })
  })

  test('the same logs again in another block', async () => {
    await withDatabases(async (calm, forked) => {
      const processed = await openProcessed(forked.url)
      await processed.hot(GENESIS, blocksOf(one ?? [], 1, 'a'))
      await processed.hot(GENESIS, blocksOf(one ?? [], 1, 'b'))
      await processed.close()
      await indexCalmly(calm.url, blocksOf(one ?? [], 1, 'b'))
      await expectSameRows(calm, forked)
    })
  })

  test('fork upon fork, and back to the first', async () => {
    await withDatabases(async (calm, forked) => {
      const processed = await openProcessed(forked.url)
      for (const [drafts, name] of [
        [one, 'a'],
        [other, 'b'],
        [third, 'c'],
        [one, 'a'],
      ] as const) {
        await processed.hot(GENESIS, blocksOf(drafts ?? [], 1, name))
      }
      await processed.close()
      await indexCalmly(calm.url, blocksOf(one ?? [], 1, 'a'))
      await expectSameRows(calm, forked)
    })
  })
})

function refOf(block: ChainBlock | undefined): { height: number; hash: string } {
  return block === undefined ? GENESIS : { height: block.number, hash: block.hash }
}

function relinked(blocks: ChainBlock[], parentHash: string): ChainBlock[] {
  return blocks.map((block, index) => (index === 0 ? { ...block, parentHash } : block))
}
