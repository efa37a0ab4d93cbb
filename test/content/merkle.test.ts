// The small tree gives the library's roots, on trees of every small size and on random ones.
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contributionRoot } from '../../src/content/contribution'
import { type EvidenceLeaf, evidenceRoot } from '../../src/content/evidence'
import { hashText } from '../../src/content/keccak'
import { EMPTY_ROOT } from '../../src/content/merkle'

describe('the root of a contribution', () => {
  test('equals the library for every size up to 40', async () => {
    for (let size = 1; size <= 40; size++) {
      const hashes = Array.from({ length: size }, (_, row) => hashText(`row ${row % 7}`))
      const tree = StandardMerkleTree.of(
        hashes.map((hash, row) => [row, hash]),
        ['uint32', 'bytes32'],
      )
      expect(await contributionRoot(hashes)).toBe(tree.root)
    }
  })

  test('equals the library for random texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 60 }), async (texts) => {
        const hashes = texts.map(hashText)
        const tree = StandardMerkleTree.of(
          hashes.map((hash, row) => [row, hash]),
          ['uint32', 'bytes32'],
        )
        expect(await contributionRoot(hashes)).toBe(tree.root)
      }),
      { numRuns: 50 },
    )
  })

  test('is zero for nothing', async () => {
    expect(await contributionRoot([])).toBe(EMPTY_ROOT)
  })
})

test('the root of an evidence equals the library', async () => {
  const address = fc.stringMatching(/^0x[0-9a-f]{40}$/)
  const leaf: fc.Arbitrary<EvidenceLeaf> = fc.record({
    datanetId: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    contributionId: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    row: fc.nat({ max: 2 ** 31 - 1 }),
    contributor: address,
    sharePpb: fc.nat({ max: 1_000_000_000 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(leaf, { minLength: 1, maxLength: 30 }), async (leaves) => {
      const tree = StandardMerkleTree.of(
        leaves.map((each) => [each.datanetId, each.contributionId, each.row, each.contributor, each.sharePpb]),
        ['uint256', 'uint256', 'uint32', 'address', 'uint32'],
      )
      expect(await evidenceRoot(leaves)).toBe(tree.root)
    }),
    { numRuns: 50 },
  )
})

test('hashing leaves the event loop free', async () => {
  const leaves = Array.from({ length: 10_000 }, (_, row) => hashText(String(row)))
  let turns = 0
  let isHashing = true
  const turn = () => {
    turns++
    if (isHashing) setImmediate(turn)
  }
  setImmediate(turn)
  await contributionRoot(leaves)
  isHashing = false
  // Others had their turn at least once every 500 of the 10,000 leaves.
  expect(turns).toBeGreaterThanOrEqual(20)
})
