// How much of a private or paid Datanet's row one answer quotes. What goes beyond is counted, never shown.

export const QUOTED_PASSAGES_LIMIT = 5
export const QUOTED_UNITS_LIMIT = 600

type Span = { start: number; end: number }

/** The passages that may be shown, in their order, and how many may not. Lengths are UTF-16 code units. */
export function capQuotes<Passage extends Span>(passages: readonly Passage[]): { shown: Passage[]; withheld: number } {
  const shown: Passage[] = []
  let units = 0
  for (const passage of passages) {
    const length = passage.end - passage.start
    if (shown.length === QUOTED_PASSAGES_LIMIT || units + length > QUOTED_UNITS_LIMIT) continue
    units += length
    shown.push(passage)
  }
  return { shown, withheld: passages.length - shown.length }
}
