// How the passages of a trace become footnotes: every source has its number, every passage of a source its letter, and
// the same "2b" stands in the output and in the source. A passage that does not stand where it says is left out and counted.

import type { Passage, Source } from '../../data/answers'

/** One passage in one source. `passage` counts the distinct places in the output, in reading order. */
export type Citation = {
  label: string
  passage: number
  source: number
  start: number
  end: number
  sourceStart: number
  sourceEnd: number
  text: string
  credited: boolean
  reason: string | null
}

export type Citations = { citations: readonly Citation[]; passageCount: number; refusedCount: number }

export function citePassages(output: string | null, sources: readonly Source[]): Citations {
  const kept = sources.map(({ passages, dataPoint }) =>
    passages.filter((passage) => standsVerbatim(passage, output, dataPoint.text)).sort(byPlace),
  )
  const places = [...new Map(kept.flat().map((passage) => [placeKey(passage), passage])).values()].sort(byPlace)
  const numbers = new Map(places.map((place, index) => [placeKey(place), index]))
  const citations = kept.flatMap((passages, source) => {
    const keys = [...new Set(passages.map(placeKey))]
    return passages.map((passage) => ({
      label: labelOf(source, keys.indexOf(placeKey(passage)), keys.length),
      passage: numbers.get(placeKey(passage)) ?? 0,
      source,
      start: passage.start,
      end: passage.end,
      sourceStart: passage.sourceStart,
      sourceEnd: passage.sourceEnd,
      text: passage.text ?? '',
      credited: passage.credited,
      reason: passage.reason,
    }))
  })
  // A passage without a text is withheld by right; one whose text stands elsewhere is wrong.
  const told = sources.flatMap(({ passages }) => passages.filter(({ text }) => text !== null))
  return { citations, passageCount: places.length, refusedCount: told.length - citations.length }
}

// Where a text is withheld, what is left is compared; a passage without any text can't be marked at all.
function standsVerbatim(place: Passage, output: string | null, row: string | null): boolean {
  if (place.text === null || place.text === '') return false
  if (output !== null && output.slice(place.start, place.end) !== place.text) return false
  return row === null || row.slice(place.sourceStart, place.sourceEnd) === place.text
}

function byPlace(a: Passage, b: Passage): number {
  return a.start - b.start || a.end - b.end || a.sourceStart - b.sourceStart
}

function placeKey({ start, end }: Passage): string {
  return `${start}-${end}`
}

function labelOf(source: number, letter: number, letters: number): string {
  return letters === 1 ? `${source + 1}` : `${source + 1}${lettersOf(letter)}`
}

/** 0 -> a, 25 -> z, 26 -> aa: as spreadsheets name their columns. */
function lettersOf(index: number): string {
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last
}
