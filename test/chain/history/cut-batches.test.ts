// However ranges fill batches: every log once, in the batch of its block, and batches that end one above the other, the last where the ranges end.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutBatches, type Part } from '../../../src/chain/history/cut-batches'

type Log = { blockNumber: number }

/** How many logs each block of each range holds. */
async function batchesOf(ranges: readonly (readonly number[])[], logsPerBatch: number): Promise<Part<Log>[]> {
  let block = 0
  const parts = ranges.map((counts) => {
    const logs = counts.flatMap((count) => {
      block++
      return Array.from({ length: count }, () => ({ blockNumber: block }))
    })
    return { logs, end: block }
  })
  const batches: Part<Log>[] = []
  for await (const batch of cutBatches(each(parts), logsPerBatch)) batches.push(batch)
  return batches
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

const ends = (batches: Part<Log>[]) => batches.map(({ end }) => end)

test.each<[string, number[][], number[]]>([
  ['a range whose last block fills a batch ends once', [[0, 8], [1]], [2, 3]],
  ['and so does the last range', [[8]], [1]],
  ['each block fills one', [[8, 9], [8]], [1, 2, 3]],
  ['few logs wait for the next range', [[1], [0], [0, 0]], [4]],
  ['half as many do not wait', [[3], [1], [1]], [2, 3]],
  ['what is left after a full batch ends with its range', [[8, 3]], [1, 2]],
  ['without a log there is an end all the same', [[0], [0]], [2]],
])('%s', async (_, ranges, expected) => {
  expect(ends(await batchesOf(ranges, 8))).toEqual(expected)
})

test('any ranges', async () => {
  const range = fc.array(fc.nat(9), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(range, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (ranges, most) => {
        const batches = await batchesOf(ranges, most)
        const logs = batches.flatMap((batch) => batch.logs.map(({ blockNumber }) => blockNumber))
        expect(logs).toEqual(ranges.flat().flatMap((count, index) => Array.from({ length: count }, () => index + 1)))
        let before = 0
        for (const { logs: own, end } of batches) {
          expect(end).toBeGreaterThan(before)
          for (const { blockNumber } of own) expect(blockNumber > before && blockNumber <= end).toBe(true)
          before = end
        }
        expect(before).toBe(ranges.flat().length)
      },
    ),
  )
})
