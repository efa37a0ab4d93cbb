// What the explorer's words say: exact numbers, times, addresses, verdicts, and characters that could deceive.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainName, decisionHref, listHref, readRoute, shorten } from '../../src/web/words/addresses'
import { countOf, formatCount, formatOpen, formatPpb } from '../../src/web/words/amounts'
import { visiblePieces } from '../../src/web/words/characters'
import { absentOutput, absentRow, uncreditedWords } from '../../src/web/words/methods'
import { formatMoment } from '../../src/web/words/moments'
import { verdictSentence, verdictWord } from '../../src/web/words/verdicts'

const plain = (text: string) => text.replaceAll('\u00A0', ' ')

describe('amounts', () => {
  test.each([
    ['0', '0 OPEN'],
    ['1', '0.000000000000000001 OPEN'],
    ['1000000000000000000', '1 OPEN'],
    ['1234500000000000000000', '1,234.5 OPEN'],
    ['-2', '−0.000000000000000002 OPEN'],
    [
      '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      '115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457.584007913129639935 OPEN',
    ],
  ])('%s wei', (wei, written) => {
    expect(plain(formatOpen(wei))).toBe(written)
  })

  test.each([
    [0, '0 %'],
    [1, '0.0000001 %'],
    [390_625_000, '39.0625 %'],
    [1_000_000_000, '100 %'],
    ['999999999', '99.9999999 %'],
  ])('%s parts per billion', (ppb, written) => {
    expect(plain(formatPpb(ppb))).toBe(written)
  })

  test('no part per billion is lost in writing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000_000_000n }), (ppb) => {
        const [whole = '', fraction = ''] = plain(formatPpb(ppb)).replace(' %', '').split('.')
        return BigInt(whole + fraction.padEnd(7, '0')) === ppb
      }),
    )
  })

  test('counts', () => {
    expect(formatCount(22_000_000)).toBe('22,000,000')
    expect(formatCount('-1234')).toBe('−1,234')
    expect(countOf(1, 'row')).toBe('1 row')
    expect(countOf(1000, 'row')).toBe('1,000 rows')
  })
})

test('moments are in UTC whoever reads them', () => {
  expect(formatMoment('2026-11-21T03:48:12.000Z')).toBe('21 Nov 2026, 03:48:12 UTC')
  expect(formatMoment('2026-01-01T00:30:00+02:00')).toBe('31 Dec 2025, 22:30:00 UTC')
  expect(formatMoment('soon')).toBe('soon')
})

describe('addresses', () => {
  const inferenceId = `0x${'ab'.repeat(32)}`

  test('a decision has one address, read and written', () => {
    const href = decisionHref({ chain: 1612, inferenceId })
    expect(href).toBe(`/decision/1612-${inferenceId}`)
    expect(readRoute(href, '')).toEqual({ kind: 'decision', chain: 1612, inferenceId })
    expect(readRoute(href.toUpperCase().replace('/DECISION', '/decision'), '')).toMatchObject({ inferenceId })
  })

  test('a list has one address, read and written', () => {
    for (const address of [
      { status: null, after: null },
      { status: 'MISMATCH', after: null },
      { status: null, after: 'a+b/c=&d' },
      { status: 'PENDING', after: 'x' },
    ]) {
      const { pathname, search } = new URL(listHref(address), 'http://localhost')
      expect(readRoute(pathname, search)).toEqual({ kind: 'decisions', ...address })
    }
    expect(readRoute('/', '?status=GUESSED')).toEqual({ kind: 'decisions', status: null, after: null })
  })

  test.each(['/decision', '/decision/1', '/decision/1-0x12', `/decision/x-${inferenceId}`, '/models'])(
    '%s is nowhere',
    (path) => {
      expect(readRoute(path, '')).toEqual({ kind: 'nowhere' })
    },
  )

  test('short and named', () => {
    expect(shorten(inferenceId)).toBe('0xabab…abab')
    expect(shorten('0x1234')).toBe('0x1234')
    expect(chainName(1612)).toBe('OpenLedger (chain 1612)')
    expect(chainName(31337)).toBe('chain 31337')
  })
})

describe('verdicts', () => {
  const facts = { reason: null, distancePpb: null, gains: [] }
  const say = (status: string, more = {}) => plain(verdictSentence({ ...facts, status, ...more }))

  test('a claim is called equal only where it was recomputed', () => {
    for (const status of ['MISMATCH', 'UNVERIFIABLE', 'UNCLAIMED', 'PENDING', 'OTHER']) {
      expect(say(status)).not.toContain('same shares')
    }
    expect(say('RECOMPUTED')).toBe(
      'We recomputed the chain’s claim independently and got the same shares, to the part per billion.',
    )
  })

  test('a mismatch says how far and for whom', () => {
    const gains = [{ contributor: `0x${'12'.repeat(20)}`, ppb: 100_000_000n }]
    expect(say('MISMATCH', { distancePpb: 100_000_001n, gains })).toBe(
      'The chain’s claim is not what we get when we recompute it: 10.0000001 % of the credit stands elsewhere. ' +
        'It favours the contributor 0x1212…1212 most, with 10 % more than we find.',
    )
    expect(say('MISMATCH', { reason: 'LEAVES_INVALID' })).toContain('do not add up')
    expect(say('MISMATCH', { reason: 'CONTRIBUTOR_WRONG' })).toContain('names another contributor')
  })

  test.each([
    'CONTENT_MISSING',
    'CONTENT_REMOVED',
    'CONTENT_INVALID',
    'HASH_MISMATCH',
    'DATASET_UNKNOWN',
    'DATASET_INCOMPLETE',
    'METHOD_UNKNOWN',
    'EVIDENCE_MISSING',
    'EVIDENCE_MISMATCH',
    'OUTPUT_TOO_LARGE',
  ])('unverifiable because of %s has words of its own', (reason) => {
    expect(say('UNVERIFIABLE', { reason })).toMatch(
      /^(The chain’s claim|This decision) can’t be checked, because (?!of ).+\.$/,
    )
  })

  test('a reason or status of tomorrow is still told', () => {
    expect(say('UNVERIFIABLE', { reason: 'GRADIENTS_MISSING' })).toContain('because of gradients missing')
    expect(say('UNVERIFIABLE')).toContain('something it needs is missing')
    expect(verdictWord('DISPUTED')).toBe('DISPUTED')
    expect(verdictWord('UNCLAIMED')).toBe('Unclaimed')
  })

  test('what is absent says why', () => {
    const said = ['REMOVED', 'MISMATCH', 'MISSING', null].map((status) => absentOutput(status, 'UNVERIFIABLE'))
    expect(new Set(said).size).toBe(4)
    expect(absentOutput('MISSING', 'PENDING')).toContain('not been fetched yet')
    expect(new Set(['RESTRICTED', 'REMOVED', 'MISMATCH', 'MISSING'].map(absentRow)).size).toBe(4)
    expect(new Set(['CHANCE', 'BOILERPLATE', 'SHORT', 'EARLIER', null].map(uncreditedWords)).size).toBe(5)
  })
})

describe('characters that could deceive', () => {
  const labels = (text: string) =>
    visiblePieces(text).flatMap((piece) => (piece.kind === 'control' ? [piece.label] : []))

  test('controls, overrides and invisible marks are labelled', () => {
    expect(labels('a\u0000b\u202Ec\u2066\u200B\uFEFF\u{E0041}')).toEqual([
      'U+0000',
      'U+202E',
      'U+2066',
      'U+200B',
      'U+FEFF',
      'U+E0041',
    ])
  })

  test('what texts are spelled with stays', () => {
    for (const text of ['tab\tline\r\n', 'नमस्\u200Dते', '👩\u200D💻', 'می\u200Cخواهم', 'שלום', ''])
      expect(labels(text)).toEqual([])
  })

  test('nothing else changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const kept = visiblePieces(text).map((piece) =>
          piece.kind === 'text' ? piece.text : String.fromCodePoint(Number.parseInt(piece.label.slice(2), 16)),
        )
        return kept.join('') === text
      }),
    )
  })
})
