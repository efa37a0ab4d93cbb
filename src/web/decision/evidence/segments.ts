// How a text with marked spans that may overlap is cut into pieces that don't: each piece knows which spans cover it,
// which end with it, and whether any of them is credited.

import type { Range } from '../../words/excerpts'

export type Span = Range & { passage: number; credited: boolean }
export type Segment = Range & { passages: readonly number[]; ending: readonly number[]; credited: boolean }

/** The segments of one range of a text, in order and without gaps. Spans reaching beyond the range are clipped. */
export function segmentRange(range: Range, spans: readonly Span[]): Segment[] {
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(span.start, range.start), end: Math.min(span.end, range.end) }))
    .filter(({ start, end }) => start < end)
  const borders = [...new Set([range.start, range.end, ...inside.flatMap(({ start, end }) => [start, end])])]
  borders.sort((a, b) => a - b)
  const opening = groupBy(inside, ({ start }) => start)
  const closing = groupBy(inside, ({ end }) => end)
  const open: Span[] = []
  return borders.slice(0, -1).map((start, index) => {
    const end = borders[index + 1] ?? start
    for (const span of closing.get(start) ?? []) open.splice(open.indexOf(span), 1)
    open.push(...(opening.get(start) ?? []))
    return {
      start,
      end,
      passages: distinct(open),
      ending: distinct(closing.get(end) ?? []),
      credited: open.some(({ credited }) => credited),
    }
  })
}

function groupBy(spans: readonly Span[], border: (span: Span) => number): Map<number, Span[]> {
  const groups = new Map<number, Span[]>()
  for (const span of spans) groups.set(border(span), [...(groups.get(border(span)) ?? []), span])
  return groups
}

function distinct(spans: readonly Span[]): number[] {
  return [...new Set(spans.map(({ passage }) => passage))].sort((a, b) => a - b)
}
