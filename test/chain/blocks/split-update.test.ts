// An update in pieces: every block once and in order, each piece on the one before, and nothing final that is not there yet.
import { expect, test } from 'vitest'
import { splitUpdate } from '../../../src/chain/blocks/split-update'

const placeAt = (height: number) => ({ height, hash: `0x${height}` })
const updateOf = (blocks: number, final: number) => ({
  baseHead: placeAt(10),
  finalizedHead: placeAt(final),
  blocks: Array.from({ length: blocks }, (_, index) => ({ header: placeAt(11 + index) })),
})

test.each([
  // blocks, final: [base, final, length] of each piece
  [0, 10, [[10, 10, 0]]],
  [1, 3, [[10, 3, 1]]],
  [100, 60, [[10, 60, 100]]],
  [
    101,
    3,
    [
      [10, 3, 100],
      [110, 3, 1],
    ],
  ],
  [
    200,
    110,
    [
      [10, 110, 100],
      [110, 110, 100],
    ],
  ],
  [
    250,
    215,
    [
      [10, 110, 100],
      [110, 210, 100],
      [210, 215, 50],
    ],
  ],
  [
    250,
    10,
    [
      [10, 10, 100],
      [110, 10, 100],
      [210, 10, 50],
    ],
  ],
] as const)('%i blocks, final up to %i', (blocks, final, expected) => {
  const update = updateOf(blocks, final)
  const pieces = splitUpdate(update)
  expect(pieces.map((piece) => [piece.baseHead.height, piece.finalizedHead.height, piece.blocks.length])).toEqual(
    expected,
  )
  expect(pieces.flatMap((piece) => piece.blocks)).toEqual(update.blocks)
  for (const piece of pieces) expect(piece.baseHead).toEqual(placeAt(piece.baseHead.height))
})
