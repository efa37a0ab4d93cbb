// The verdicts as a table: facts in, statuses, reasons and distances out.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JudgedClaim, type JudgedLeaf, judge, type RunFact, type Verdict } from '../../src/attribution/judge'

const ALICE = `0x${'a'.repeat(40)}`
const BOB = `0x${'b'.repeat(40)}`
const ANCHORED = { status: 'ANCHORED', reason: null } as const

const run: RunFact = {
  kind: 'COMPUTED',
  unattributedPpb: 400_000_000,
  shares: [
    { contributionId: 'c1', row: 0, sharePpb: 350_000_000 },
    { contributionId: 'c2', row: 7, sharePpb: 250_000_000 },
    { contributionId: 'c3', row: 1, sharePpb: 0 },
  ],
}

const leaf = (contributionId: string, row: number, sharePpb: number, more: Partial<JudgedLeaf> = {}): JudgedLeaf => ({
  contributionId,
  row,
  sharePpb,
  contributor: ALICE,
  dataPoint: { contributor: ALICE },
  ...more,
})

const honest = [leaf('c1', 0, 350_000_000), leaf('c2', 7, 250_000_000)]

const claim = (more: Partial<JudgedClaim> = {}): JudgedClaim => ({
  id: 'claim',
  count: BigInt((more.leaves ?? honest).length),
  method: 'SUFFIX_ARRAY',
  methodVersion: 'suffix-array/1',
  unattributedPpb: 400_000_000,
  evidence: ANCHORED,
  leaves: honest,
  ...more,
})

const only = (verdicts: Verdict[]): Verdict => {
  expect(verdicts).toHaveLength(1)
  return verdicts[0] as Verdict
}

describe('a claim that can be checked', () => {
  test('is RECOMPUTED when every share is equal, rows that got nothing named or not', () => {
    for (const leaves of [honest, [...honest].reverse(), [...honest, leaf('c3', 1, 0)]]) {
      expect(only(judge({ run, claims: [claim({ leaves })] }))).toEqual({
        method: 'SUFFIX_ARRAY',
        claimId: 'claim',
        status: 'RECOMPUTED',
        reason: null,
        distancePpb: 0,
        detail: null,
        worst: null,
      })
    }
  })

  test('is a MISMATCH with its distance when one part per billion moved', () => {
    const leaves = [leaf('c1', 0, 350_000_001), leaf('c2', 7, 249_999_999)]
    expect(only(judge({ run, claims: [claim({ leaves })] }))).toMatchObject({
      status: 'MISMATCH',
      reason: null,
      distancePpb: 1,
      worst: [
        { contributionId: 'c1', row: 0, claimedPpb: 350_000_001, computedPpb: 350_000_000 },
        { contributionId: 'c2', row: 7, claimedPpb: 249_999_999, computedPpb: 250_000_000 },
      ],
    })
  })

  test('is a MISMATCH when a share was taken from the unattributed part for a friend', () => {
    const leaves = [...honest, leaf('c9', 4, 100_000_000, { contributor: BOB, dataPoint: { contributor: BOB } })]
    const verdict = only(judge({ run, claims: [claim({ leaves, unattributedPpb: 300_000_000 })] }))
    expect(verdict).toMatchObject({
      status: 'MISMATCH',
      reason: null,
      distancePpb: 100_000_000,
      worst: [{ contributionId: 'c9', row: 4, claimedPpb: 100_000_000, computedPpb: 0 }],
    })
  })

  test('is a MISMATCH when the shares are right and a contributor is not', () => {
    const leaves = [leaf('c1', 0, 350_000_000, { contributor: BOB }), leaf('c2', 7, 250_000_000)]
    expect(only(judge({ run, claims: [claim({ leaves })] }))).toMatchObject({
      status: 'MISMATCH',
      reason: 'CONTRIBUTOR_WRONG',
      distancePpb: 0,
      detail: `Row 0 of c1 is claimed for ${BOB}, who did not contribute it.`,
    })
  })

  test.each<[string, Partial<JudgedClaim>, number, string]>([
    ['sum to less', { leaves: [leaf('c1', 0, 350_000_000)] }, 125_000_000, 'sum to 750000000 parts'],
    ['sum to more', { unattributedPpb: 400_000_003 }, 1, 'sum to 1000000003 parts'],
    ['are none', { leaves: [] }, 300_000_000, 'sum to 400000000 parts'],
    [
      'name an unknown row',
      { leaves: [...honest, leaf('c8', 0, 0, { dataPoint: null })] },
      0,
      'row 0 of c8, which does not exist',
    ],
    [
      'name a row twice',
      { leaves: [leaf('c1', 0, 175_000_000), leaf('c1', 0, 175_000_000), leaf('c2', 7, 250_000_000)] },
      0,
      'Two leaves name row 0 of c1',
    ],
  ])('is a MISMATCH with LEAVES_INVALID when its leaves %s', (_name, more, distancePpb, detail) => {
    const verdict = only(judge({ run, claims: [claim(more)] }))
    expect(verdict).toMatchObject({ status: 'MISMATCH', reason: 'LEAVES_INVALID', distancePpb })
    expect(verdict.detail).toContain(detail)
  })

  test('shows five rows of many, the worst first', () => {
    const leaves = Array.from({ length: 9 }, (_, row) => leaf('c5', row, row * 1000))
    const { worst } = only(judge({ run, claims: [claim({ leaves })] }))
    expect(worst?.map(({ contributionId, row }) => `${contributionId}:${row}`)).toEqual([
      'c1:0',
      'c2:7',
      'c5:8',
      'c5:7',
      'c5:6',
    ])
  })
})

describe('what can not be checked', () => {
  test.each<[string, Partial<JudgedClaim>, string]>([
    ['another version of the method', { methodVersion: 'suffix-array/2' }, 'METHOD_UNKNOWN'],
    ['evidence nobody fetched yet', { evidence: null, leaves: null }, 'EVIDENCE_MISSING'],
    [
      'evidence that is missing',
      { evidence: { status: 'MISSING', reason: 'UNREACHABLE' }, leaves: null },
      'EVIDENCE_MISSING',
    ],
    [
      'evidence that was altered',
      { evidence: { status: 'MISMATCH', reason: 'HASH' }, leaves: null },
      'EVIDENCE_MISMATCH',
    ],
    [
      'evidence that was taken down',
      { evidence: { status: 'REMOVED', reason: null }, leaves: null },
      'CONTENT_REMOVED',
    ],
  ])('%s', (_name, more, reason) => {
    expect(only(judge({ run, claims: [claim(more)] }))).toMatchObject({
      status: 'UNVERIFIABLE',
      reason,
      claimId: 'claim',
      distancePpb: null,
      worst: null,
    })
  })

  test('an inference without a run, claimed or not', () => {
    const refused: RunFact = { kind: 'REFUSED', reason: 'CONTENT_MISSING', detail: 'why' }
    for (const claims of [[], [claim()], [claim({ methodVersion: 'x' })]]) {
      expect(only(judge({ run: refused, claims }))).toMatchObject({
        status: 'UNVERIFIABLE',
        reason: 'CONTENT_MISSING',
        detail: 'why',
        claimId: claims[0]?.id ?? null,
      })
    }
  })
})

describe('several claims and none', () => {
  test('none is UNCLAIMED', () => {
    expect(only(judge({ run, claims: [] }))).toMatchObject({ status: 'UNCLAIMED', claimId: null, reason: null })
  })

  test('the last of a method counts', () => {
    const claims = [claim({ id: 'first', leaves: [] }), claim({ id: 'second' })]
    expect(only(judge({ run, claims }))).toMatchObject({ status: 'RECOMPUTED', claimId: 'second' })
    expect(only(judge({ run, claims: claims.reverse() }))).toMatchObject({ status: 'MISMATCH', claimId: 'first' })
  })

  test('methods that we do not recompute stand beside ours', () => {
    const claims = [
      claim({ id: 'i', method: 'INFLUENCE', methodVersion: 'influence/1' }),
      claim({ id: 'x', method: '9' }),
    ]
    expect(judge({ run, claims }).map(({ method, status, reason }) => [method, status, reason])).toEqual([
      ['9', 'UNVERIFIABLE', 'METHOD_UNKNOWN'],
      ['INFLUENCE', 'UNVERIFIABLE', 'METHOD_UNKNOWN'],
      ['SUFFIX_ARRAY', 'UNCLAIMED', null],
    ])
  })
})

test('the distance is that of a metric: symmetric in size, zero only for the same, never above the whole', () => {
  const division = fc.array(fc.nat({ max: 200_000_000 }), { minLength: 4, maxLength: 4 }).map((parts) => ({
    unattributedPpb: 1_000_000_000 - parts.reduce((sum, part) => sum + part, 0),
    parts,
  }))
  fc.assert(
    fc.property(division, division, (claimed, computed) => {
      const distance = (a: typeof claimed, b: typeof claimed) =>
        only(
          judge({
            run: {
              kind: 'COMPUTED',
              unattributedPpb: b.unattributedPpb,
              shares: b.parts.map((sharePpb, row) => ({ contributionId: 'c', row, sharePpb })),
            },
            claims: [
              claim({
                unattributedPpb: a.unattributedPpb,
                leaves: a.parts.map((sharePpb, row) => leaf('c', row, sharePpb)),
              }),
            ],
          }),
        )
      const there = distance(claimed, computed)
      expect(there.distancePpb).toBe(distance(computed, claimed).distancePpb)
      expect(there.distancePpb).toBeLessThanOrEqual(1_000_000_000)
      expect(there.status === 'RECOMPUTED').toBe(JSON.stringify(claimed) === JSON.stringify(computed))
    }),
  )
})
