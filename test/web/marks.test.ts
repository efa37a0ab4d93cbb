// How passages are marked: overlapping spans cut into pieces, footnotes that match on both sides, long texts shortened.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { citePassages } from '../../src/web/decision/evidence/citations'
import { type Span, segmentRange } from '../../src/web/decision/evidence/segments'
import { excerptRanges, opening } from '../../src/web/words/excerpts'
import { passageOf, sourceOf } from './source'

describe('segments', () => {
  test('overlapping spans share a piece, and each ends where it ends', () => {
    const spans: Span[] = [
      { start: 2, end: 6, passage: 0, credited: true },
      { start: 4, end: 8, passage: 1, credited: false },
    ]
    expect(segmentRange({ start: 0, end: 10 }, spans)).toEqual([
      { start: 0, end: 2, passages: [], ending: [], credited: false },
      { start: 2, end: 4, passages: [0], ending: [], credited: true },
      { start: 4, end: 6, passages: [0, 1], ending: [0], credited: true },
      { start: 6, end: 8, passages: [1], ending: [1], credited: false },
      { start: 8, end: 10, passages: [], ending: [], credited: false },
    ])
  })

  test('an empty range has no pieces, an empty span no mark', () => {
    expect(segmentRange({ start: 3, end: 3 }, [])).toEqual([])
    const [whole, ...more] = segmentRange({ start: 0, end: 5 }, [{ start: 2, end: 2, passage: 0, credited: true }])
    expect(whole?.passages).toEqual([])
    expect(more).toEqual([])
  })

  const spans = fc.array(
    fc
      .tuple(fc.nat(30), fc.nat(30), fc.nat(5), fc.boolean())
      .map(([start, length, passage, credited]) => ({ start, end: start + length, passage, credited })),
    { maxLength: 12 },
  )
  const range = fc.tuple(fc.nat(20), fc.nat(30)).map(([start, length]) => ({ start, end: start + length }))

  test('every character is covered by exactly the spans that cover it, without gaps', () => {
    fc.assert(
      fc.property(range, spans, (shown, marked) => {
        const segments = segmentRange(shown, marked)
        let expected = shown.start
        for (const segment of segments) {
          expect(segment.start).toBe(expected)
          expected = segment.end
          for (let at = segment.start; at < segment.end; at++) {
            const covering = marked.filter(({ start, end }) => start <= at && at < end)
            expect(segment.passages).toEqual([...new Set(covering.map(({ passage }) => passage))].sort((a, b) => a - b))
            expect(segment.credited).toBe(covering.some(({ credited }) => credited))
          }
        }
        expect(expected).toBe(shown.end)
      }),
    )
  })
})

describe('citations', () => {
  const output = 'alpha beta gamma delta'

  test('sources are numbered, their passages lettered in the order of the output', () => {
    const first = sourceOf({
      text: 'gamma. alpha beta',
      passages: [passageOf(output, 'gamma', 0), passageOf(output, 'alpha beta', 7)],
    })
    const second = sourceOf({ text: 'beta gamma', passages: [passageOf(output, 'beta gamma', 0)] })
    const { citations, passageCount, refusedCount } = citePassages(output, [first, second])
    expect(citations.map(({ label, passage }) => [label, passage])).toEqual([
      ['1a', 0],
      ['1b', 2],
      ['2', 1],
    ])
    expect([passageCount, refusedCount]).toEqual([3, 0])
  })

  test('the same passage in two sources is one place; twice in one source it keeps its letter', () => {
    const twice = sourceOf({
      text: 'beta, beta',
      passages: [passageOf(output, 'beta', 0), passageOf(output, 'beta', 6)],
    })
    const once = sourceOf({ text: 'beta', passages: [passageOf(output, 'beta', 0)] })
    const { citations, passageCount } = citePassages(output, [twice, once])
    expect(citations.map(({ label }) => label)).toEqual(['1', '1', '2'])
    expect(passageCount).toBe(1)
  })

  test('after the 26th passage come two letters', () => {
    const long = Array.from({ length: 28 }, (_, word) => `w${word}`).join(' ')
    const passages = long.split(' ').map((word) => passageOf(long, word, long.indexOf(word)))
    const labels = citePassages(long, [sourceOf({ text: long, passages })]).citations.map(({ label }) => label)
    expect(labels.slice(25)).toEqual(['1z', '1aa', '1ab'])
  })

  test('a passage that does not stand where it says is refused and counted', () => {
    const wrongThere = { ...passageOf(output, 'beta', 0), start: 0, end: 4 }
    const wrongHere = passageOf(output, 'gamma', 1)
    const { citations, refusedCount } = citePassages(output, [
      sourceOf({ text: 'beta gamma', passages: [wrongThere, wrongHere] }),
    ])
    expect(citations).toEqual([])
    expect(refusedCount).toBe(2)
  })

  test('a private row is quoted, a removed one is not, and neither counts as wrong', () => {
    const quoted = sourceOf({ text: null, passages: [passageOf(output, 'beta', 40)] })
    const removed = sourceOf({ text: null, passages: [{ ...passageOf(output, 'gamma', 0), text: null }] })
    const { citations, refusedCount } = citePassages(output, [quoted, removed])
    expect(citations.map(({ text }) => text)).toEqual(['beta'])
    expect(refusedCount).toBe(0)
  })
})

describe('excerpts', () => {
  const limits = { wholeUpTo: 50, context: 10 }
  const long = Array.from({ length: 60 }, (_, word) => `word${word}`).join(' ')

  test('a short text is shown whole', () => {
    expect(excerptRanges('short', [], limits)).toEqual([{ start: 0, end: 5 }])
    expect(excerptRanges('', [], limits)).toEqual([{ start: 0, end: 0 }])
  })

  test('a long text is shown around its passages, and near ones share an excerpt', () => {
    const spans = [100, 110, 300].map((start) => ({ start, end: start + 5 }))
    const ranges = excerptRanges(long, spans, limits)
    expect(ranges).toHaveLength(2)
    for (const { start, end } of spans) {
      expect(ranges.some((range) => range.start <= start && end <= range.end)).toBe(true)
    }
  })

  test('without passages the beginning is shown', () => {
    expect(excerptRanges(long, [], limits)[0]?.start).toBe(0)
  })

  test('excerpts are in order, disjoint, and hold every passage whole', () => {
    const span = fc
      .tuple(fc.nat(300), fc.nat(60))
      .map(([start, length]) => ({ start, end: Math.min(long.length, start + length) }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        const ranges = excerptRanges(long, spans, limits)
        ranges.forEach((range, index) => {
          expect(range.start).toBeLessThanOrEqual(range.end)
          expect(range.start).toBeGreaterThan(ranges[index - 1]?.end ?? -1)
        })
        for (const { start, end } of spans) {
          expect(ranges.some((range) => range.start <= start && end <= range.end)).toBe(true)
        }
      }),
    )
  })

  test('no cut goes through a character', () => {
    const faces = '😀'.repeat(200)
    for (const { start, end } of excerptRanges(faces, [{ start: 101, end: 103 }], limits)) {
      expect(faces.slice(start, end).isWellFormed()).toBe(true)
    }
    expect(opening(faces, 31).isWellFormed()).toBe(true)
  })

  test('an opening is one line, cut at a word', () => {
    expect(opening('one\n\n two   three', 40)).toBe('one two three')
    expect(opening('one two three four', 12)).toBe('one two…')
  })
})
