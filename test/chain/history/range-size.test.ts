import { expect, test } from 'vitest'
import { createRangeSize, type RangeSize } from '../../../src/chain/history/range-size'

test('never above the cap', () => {
  const size = createRangeSize(700)
  for (let answer = 0; answer < 10; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(700)
  expect(createRangeSize(4).blocks).toBe(4)
})

test('begins small, and is at a thousand blocks with the third answer where there is next to nothing', () => {
  const size = createRangeSize(1_000)
  expect(courseOf(size, [0, 3, 0])).toEqual([50, 400, 1_000])
})

test('grows less where answers are small and not next to nothing, and shrinks to what would not be large', () => {
  const size = createRangeSize(100_000)
  expect(courseOf(size, [100, 499, 500, 2_000, 2_001, 30_000])).toEqual([50, 100, 200, 200, 200, 100])
  expect(size.blocks).toBe(6)
})

test('an answer of fewer blocks than are asked for by now says nothing of so many', () => {
  const size = createRangeSize(1_000)
  size.answered(1, 0)
  expect(size.blocks).toBe(50)
  expect(size.isTried).toBe(false)
  size.answered(50, 0)
  expect([size.blocks, size.isTried]).toEqual([400, false])
  size.answered(400, 3_000)
  expect([size.blocks, size.isTried]).toEqual([200, false])
  size.answered(200, 1_500)
  expect([size.blocks, size.isTried]).toEqual([200, true])
})

test('of several that were asked for at once, one that is large counts, whatever the others bring, and the next size is untried', () => {
  const size = createRangeSize(1_000)
  courseOf(size, [0, 0, 0])
  expect([size.blocks, size.isTried]).toEqual([1_000, true])
  for (const logs of [100_000, 0, 100_000, 30]) size.answered(1_000, logs)
  expect([size.blocks, size.isTried]).toEqual([20, false])
})

test('halves on a refusal and stays below it, until it tries again much later', () => {
  const size = createRangeSize(1_000)
  size.refused(1_000)
  expect(size.blocks).toBe(50)
  for (let answer = 0; answer < 40; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(999)
  for (let answer = 0; answer < 40; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(1_000)
  size.refused(1_000)
  expect(size.blocks).toBe(500)
})

test('never below one block', () => {
  const size = createRangeSize(1_000)
  for (let refusal = 0; refusal < 20; refusal++) size.refused(size.blocks)
  expect(size.blocks).toBe(1)
})

/** What is asked for, one after another, when the answers have so many logs. */
function courseOf(size: RangeSize, logs: readonly number[]): number[] {
  return logs.map((count) => {
    const { blocks } = size
    size.answered(blocks, count)
    return blocks
  })
}
