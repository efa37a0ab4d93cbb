// Promise 1 as a property, without a database: however the same blocks are cut into batches, the same rows result.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WRITE_ORDER } from '../../src/database/store/entities'
import { blocksOf } from '../support/blocks/blocks'
import { cut, randomBlocks } from '../support/blocks/random-chain'
import { withFacts } from '../support/facts'
import { createMemory, processInMemory } from '../support/memory'

function rowsAfter(parts: ReturnType<typeof blocksOf>[]) {
  const memory = createMemory()
  for (const part of parts) processInMemory(memory, part)
  return memory.rows
}

test('any partition of the same blocks gives the same rows', () => {
  const kinds = new Set<string>()
  fc.assert(
    fc.property(randomBlocks(25), fc.array(fc.nat(), { maxLength: 10 }), (drafts, cuts) => {
      const blocks = withFacts(blocksOf(drafts))
      const whole = rowsAfter([blocks])
      expect(rowsAfter(cut(blocks, cuts))).toEqual(whole)
      expect(rowsAfter(blocks.map((block) => [block]))).toEqual(whole)
      for (const change of whole.values()) kinds.add(change.kind)
    }),
    { numRuns: 300 },
  )
  // Chance reached everything that there is: otherwise the property would hold for too little.
  expect([...kinds].sort()).toEqual([...WRITE_ORDER].sort())
})

test('every log of ours is an effect or a skipped log with its reason', () => {
  fc.assert(
    fc.property(randomBlocks(10), (drafts) => {
      const rows = [...rowsAfter([blocksOf(drafts)]).values()]
      for (const change of rows) if (change.kind === 'skippedLog') expect(change.row.reason).not.toBe('')
      const accounts = rows.flatMap((change) => (change.kind === 'account' ? [change.row] : []))
      const rewards = rows.flatMap((change) => (change.kind === 'reward' ? [change.row] : []))
      for (const { id, rewardsAccrued } of accounts) {
        const own = rewards.filter((reward) => reward.recipient === id)
        expect(rewardsAccrued).toBe(own.reduce((sum, reward) => sum + reward.amount, 0n))
      }
    }),
    { numRuns: 200 },
  )
})
