import { expect, test } from 'vitest'
import { createRangeSize } from '../../../src/chain/history/range-size'

test('never above the cap', () => {
  const size = createRangeSize(700)
  for (let answer = 0; answer < 10; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(700)
})

test('doubles while answers are small, halves when they are large', () => {
  const size = createRangeSize(100_000)
  size.answered(1_000, 3)
  expect(size.blocks).toBe(2_000)
  size.answered(2_000, 6_000)
  expect(size.blocks).toBe(1_000)
})

test('halves on a refusal and stays below it, until it tries again much later', () => {
  const size = createRangeSize(1_000)
  size.refused(1_000)
  expect(size.blocks).toBe(500)
  for (let answer = 0; answer < 40; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(999)
  for (let answer = 0; answer < 40; answer++) size.answered(size.blocks, 0)
  expect(size.blocks).toBe(1_000)
})

test('never below one block', () => {
  const size = createRangeSize(1_000)
  for (let refusal = 0; refusal < 20; refusal++) size.refused(size.blocks)
  expect(size.blocks).toBe(1)
})
