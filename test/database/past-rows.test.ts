// What a batch tells of its rows is cut by what it weighs: neither a string of JavaScript nor a value of jsonb holds any amount.
import { expect, test } from 'vitest'
import { messagesOf } from '../../src/database/store/past-rows'
import type { PastRow } from '../../src/entities/world'
import { blocksOf } from '../support/blocks/blocks'
import { ORDERLY } from '../support/blocks/random-chain'
import { createMemory, processInMemory } from '../support/memory'

const memory = createMemory()
processInMemory(memory, blocksOf([ORDERLY]))

function pastOf(metadataUri: string, count: number): PastRow[] {
  const [row] = memory.all('agent')
  if (row === undefined) throw new Error('there is no agent')
  const change = { kind: 'agent', row: { ...row, metadataUri } } as const
  return Array.from({ length: count }, (_, index) => ({ change, untilBlock: index + 2 }))
}

const lengthOf = (rows: readonly PastRow[]): number =>
  rows.reduce((sum, { change }) => sum + (change.kind === 'agent' ? change.row.metadataUri.length : 0), 0)

test.each([
  ['nothing', 0, 0, 1],
  ['many small rows', 10, 20_000, 2],
  ['a large text in a thousand blocks', 100_000, 1_000, 13],
  ['texts that are each longer than a message', 9_000_000, 3, 3],
])('%s', (_, length, count, least) => {
  const past = pastOf('\u0001'.repeat(length), count)
  const messages = messagesOf(past)
  expect(messages.length).toBeGreaterThanOrEqual(least)
  expect(messages.flatMap(({ rows }) => rows)).toEqual(past)
  expect(messages.map(({ first }) => first)).toEqual(
    messages.map(({ rows }) => past.indexOf(rows[0] as PastRow)).map((at) => Math.max(at, 0)),
  )
  expect(Math.max(...messages.map(({ rows }) => lengthOf(rows)))).toBeLessThanOrEqual(Math.max(8_000_000, length))
})
