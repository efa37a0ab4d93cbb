// A text with its passages marked and footnoted. Long texts show the surroundings of their passages first.

import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { VisibleText } from '../../frame/visible-text'
import { countOf } from '../../words/amounts'
import { type ExcerptLimits, excerptRanges, type Range } from '../../words/excerpts'
import { type Segment, type Span, segmentRange } from './segments'

export type Note = { label: string; id: string | undefined; href: string; title: string }

export type MarkedTextProps = {
  text: string
  side: 'output' | 'source'
  spans: readonly Span[]
  limits: ExcerptLimits
  notesOf(passage: number): readonly Note[]
}

export function MarkedText({ text, side, spans, limits, notesOf }: MarkedTextProps) {
  const [isWhole, setWhole] = useState(false)
  const ranges = isWhole ? [{ start: 0, end: text.length }] : excerptRanges(text, spans, limits)
  const gaps = gapsOf(text.length, ranges)
  return (
    <div class="prose" dir="auto" data-side={side}>
      {ranges.map((range, index) => (
        <Fragment key={range.start}>
          <Gap gap={gaps[index]} onShow={() => setWhole(true)} />
          {segmentRange(range, spans).map((segment) => (
            <Piece key={segment.start} text={text} segment={segment} notesOf={notesOf} />
          ))}
        </Fragment>
      ))}
      <Gap gap={gaps.at(-1)} onShow={() => setWhole(true)} />
    </div>
  )
}

type PieceProps = Pick<MarkedTextProps, 'text' | 'notesOf'> & { segment: Segment }

function Piece({ text, segment, notesOf }: PieceProps) {
  const piece = text.slice(segment.start, segment.end)
  if (segment.passages.length === 0) return <VisibleText text={piece} />
  // A footnote stands behind the last word, not behind the line breaks that a passage may end with.
  const words = segment.ending.length > 0 ? piece.trimEnd() : piece
  const kind = segment.credited ? (segment.passages.length > 1 ? 'overlap' : undefined) : 'uncredited'
  return (
    <>
      {words !== '' && (
        <mark data-passages={segment.passages.join(' ')} class={kind}>
          <VisibleText text={words} />
        </mark>
      )}
      {segment.ending.map((passage) => (
        <Notes key={passage} passage={passage} notes={notesOf(passage)} />
      ))}
      {piece.slice(words.length)}
    </>
  )
}

// A phrase that many sources hold would bury the text under its footnotes.
const notesShown = 4

export function Notes({ passage, notes }: { passage: number; notes: readonly Note[] }) {
  const more = notes.length - notesShown
  return (
    <sup class="notes">
      {notes.slice(0, notesShown).map(({ label, id, href, title }) => (
        <a key={id ?? label} class="note" id={id} href={href} title={title} aria-label={title} data-passages={passage}>
          {label}
        </a>
      ))}
      {more > 0 && <span title={`and in ${countOf(more, 'more source')}`}>+{more}</span>}
    </sup>
  )
}

function Gap({ gap, onShow }: { gap: Range | undefined; onShow(): void }) {
  if (gap === undefined || gap.start === gap.end) return null
  return (
    <button type="button" class="gap" onClick={onShow}>
      … {countOf(gap.end - gap.start, 'character')} not shown: show all …
    </button>
  )
}

/** What lies before each range, and after the last. */
function gapsOf(length: number, ranges: readonly Range[]): Range[] {
  const ends = [0, ...ranges.map(({ end }) => end)]
  const starts = [...ranges.map(({ start }) => start), length]
  return ends.map((start, index) => ({ start, end: starts[index] ?? length }))
}
