// Lists of retrieved rows against an index: every share and every status equal to those of big integers and of another Keccak.
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildIndex, type Index, openIndex } from '../../src/attribution/engine'
import type { RetrievalStatus, RetrievedRow } from '../../src/attribution/retrieval'
import { hashText } from '../../src/content/keccak'

const TEXTS = [
  '',
  'a',
  'Counted gulls.',
  ' Counted gulls.',
  'Zählte 🦜 möwen\n',
  '<|endoftext|>',
  '\u{feff}日本語',
  'gull '.repeat(2000),
]

let home: string
let index: Index

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-retrieval-'))
  const rows = TEXTS.map((text, at) => ({ id: `row ${at}`, text }))
  // Segments of a row or a few.
  await buildIndex(join(home, 'index'), { rows }, { segmentTokens: 8 })
  index = await openIndex(join(home, 'index'))
})

afterAll(async () => {
  index.close()
  await rm(home, { recursive: true, force: true })
})

const WHOLE = 1_000_000_000n

/** The method as it reads: shares of the exact scores, what is rounded off to the largest remainders, the unattributed part last. */
function oracle(listed: readonly RetrievedRow[]) {
  const statuses = listed.map(({ id, hash }): RetrievalStatus => {
    const text = TEXTS.find((_, at) => id === `row ${at}`)
    if (text === undefined) return 'UNKNOWN_ROW'
    return hashText(text) === `0x${hash.replace(/^0x/, '').toLowerCase()}` ? 'VERIFIED' : 'HASH_MISMATCH'
  })
  const scores = listed.map(({ score }) => {
    const [whole = '', fraction = ''] = score.split('.')
    return BigInt(whole + fraction.padEnd(18, '0'))
  })
  const sum = scores.reduce((total, score) => total + score, 0n)
  const paid = scores.map((score, at) => (statuses[at] === 'VERIFIED' ? score : 0n))
  const parts = [...paid, sum - paid.reduce((total, score) => total + score, 0n)]
  if (sum === 0n) return { statuses, sharesPpb: paid.map(Number), unattributedPpb: Number(WHOLE) }
  const quotas = parts.map((part, at) => ({ at, share: (part * WHOLE) / sum, rest: (part * WHOLE) % sum }))
  const missing = WHOLE - quotas.reduce((total, { share }) => total + share, 0n)
  const order = [...quotas].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1))
  for (const quota of order.slice(0, Number(missing))) quota.share += 1n
  const shares = quotas.map(({ share }) => Number(share))
  return { statuses, sharesPpb: shares.slice(0, -1), unattributedPpb: shares.at(-1) }
}

const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most })

const score = fc.oneof(
  fc.constantFrom('0', '1', '0.5', '99999999.999999999999999999', '0.000000000000000001'),
  fc.tuple(digits(8), digits(18)).map((parts) => parts.join('.')),
)

/** Rows that exist and two that don't; the hash of its text, that of another, SHA-256 of its text. */
const list = fc
  .shuffledSubarray([...TEXTS.keys(), TEXTS.length, TEXTS.length + 1])
  .chain((rows) =>
    fc.tuple(
      ...rows.map((row) =>
        fc.tuple(fc.constant(row), fc.constantFrom('own', 'own', 'own', 'upper', 'other', 'sha-256'), score),
      ),
    ),
  )
  .map((rows) =>
    rows.map(([row, kind, score]): RetrievedRow => {
      const text = TEXTS[row] ?? 'a'
      const own = hashText(text)
      const hashes = {
        own,
        upper: own.slice(2).toUpperCase(),
        other: hashText(`${text}.`),
        'sha-256': createHash('sha256').update(text).digest('hex'),
      }
      return { id: `row ${row}`, hash: hashes[kind as keyof typeof hashes], score }
    }),
  )

describe('retrieval/1', () => {
  it('pays as big integers do', async () => {
    await fc.assert(
      fc.asyncProperty(list, async (listed) => {
        const { method, unattributedPpb, shares } = await index.retrievalShares(listed)
        expect(method).toBe('retrieval/1')
        expect(shares.map(({ id }) => id)).toEqual(listed.map(({ id }) => id))
        const found = {
          statuses: shares.map(({ status }) => status),
          sharesPpb: shares.map(({ sharePpb }) => sharePpb),
          unattributedPpb,
        }
        expect(found).toEqual(oracle(listed))
      }),
      { numRuns: 300 },
    )
  })

  it('finds a row and its text, another text, and no row', async () => {
    const hash = hashText('Counted gulls.')
    const listed = [
      { id: 'row 2', hash, score: '0.5' },
      { id: 'row 3', hash, score: '0.25' },
      { id: 'row 99', hash, score: '0.25' },
    ]
    expect(await index.retrievalShares(listed)).toEqual({
      method: 'retrieval/1',
      engine: expect.any(String),
      unattributedPpb: 500_000_000,
      shares: [
        { id: 'row 2', sharePpb: 500_000_000, status: 'VERIFIED' },
        { id: 'row 3', sharePpb: 0, status: 'HASH_MISMATCH' },
        { id: 'row 99', sharePpb: 0, status: 'UNKNOWN_ROW' },
      ],
    })
  })

  it('refuses what is no list of scores', async () => {
    const row = { id: 'row 2', hash: hashText('Counted gulls.'), score: '1' }
    const rejects = async (listed: RetrievedRow[], code: string, text: string) =>
      await expect(index.retrievalShares(listed)).rejects.toMatchObject({
        name: 'EngineError',
        code,
        message: expect.stringContaining(text),
      })
    await rejects([{ ...row, score: '-1' }], 'HW531', 'row 0 of the list')
    await rejects([{ ...row, score: 'NaN' }], 'HW531', 'decimal number')
    await rejects([row, row], 'HW531', 'listed before')
    await rejects([{ ...row, id: '' }], 'HW531', 'empty')
    await rejects([{ ...row, hash: '12' }], 'HW510', '64 hex digits')
    await rejects([{ ...row, id: '\ud800' }], 'HW509', 'surrogate')
    await rejects([{ ...row, weight: '1' } as RetrievedRow], 'HW510', 'row 0 of the list: "weight" is unknown')
    await rejects([row, { ...row, score: 1 } as never], 'HW510', 'the score of row 1 of the list is 1')
    await rejects('row 2' as never, 'HW510', 'the list is "row 2"')
    const tooMany = Array.from({ length: 1001 }, () => row)
    await rejects(tooMany, 'HW510', 'at most 1000')
    expect(await index.retrievalShares([])).toMatchObject({ unattributedPpb: 1_000_000_000, shares: [] })
    const closed = await openIndex(join(home, 'index'))
    closed.close()
    await expect(closed.retrievalShares([])).rejects.toMatchObject({ code: 'HW512' })
  })
})
