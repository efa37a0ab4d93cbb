// Which part of a long text is shown first: an opening for a list, or the surroundings of its marked passages.

export type Range = { start: number; end: number }
export type ExcerptLimits = { wholeUpTo: number; context: number }

/** The opening of a text on one line, cut at a word and never inside a character. */
export function opening(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= length) return line
  return `${line.slice(0, wordBorderBefore(line, length)).trimEnd()}…`
}

/** The ranges to show of a text: all of it when it is short, else every span with some context around it. */
export function excerptRanges(text: string, spans: readonly Range[], limits: ExcerptLimits): Range[] {
  if (text.length <= limits.wholeUpTo) return [{ start: 0, end: text.length }]
  const wanted = spans.length === 0 ? [{ start: 0, end: limits.context }] : spans
  const ranges: Range[] = []
  for (const span of [...wanted].sort((a, b) => a.start - b.start)) {
    const start = span.start <= limits.context ? 0 : wordBorderBefore(text, span.start - limits.context)
    const end = wordBorderAfter(text, Math.min(text.length, span.end + limits.context))
    const last = ranges.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else ranges.push({ start, end })
  }
  return ranges
}

// A word longer than this is cut inside, but never between the two halves of a surrogate pair.
const longestWord = 40

function wordBorderBefore(text: string, position: number): number {
  for (let at = position; at > position - longestWord && at > 0; at--) if (isSpace(text, at)) return at
  return isInsidePair(text, position) ? position - 1 : position
}

function wordBorderAfter(text: string, position: number): number {
  for (let at = position; at < position + longestWord && at < text.length; at++) if (isSpace(text, at)) return at
  return isInsidePair(text, position) ? position + 1 : position
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at))
}

function isInsidePair(text: string, at: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1))
}
