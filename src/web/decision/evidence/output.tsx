// The output with every credited passage marked, each mark footnoted with the sources that hold it.

import type { Source } from '../../data/answers'
import { uncreditedWords } from '../../words/methods'
import type { Citation, Citations } from './citations'
import { MarkedText, type Note } from './marked-text'

type OutputProps = { text: string; sources: readonly Source[]; cited: Citations }

// An ordinary output is shown whole; one of a megabyte would bury its passages.
const limits = { wholeUpTo: 20_000, context: 1_000 }

export function Output({ text, sources, cited }: OutputProps) {
  if (text.trim() === '') return <p class="absent">This output is empty.</p>
  const byPassage = new Map<number, Citation[]>()
  for (const citation of cited.citations) {
    const known = byPassage.get(citation.passage) ?? []
    // A source may hold a passage twice; one footnote to it is enough.
    if (!known.some(({ source }) => source === citation.source)) byPassage.set(citation.passage, [...known, citation])
  }
  const spans = [...byPassage.values()].flatMap(([first]) =>
    first === undefined
      ? []
      : [{ passage: first.passage, start: first.start, end: first.end, credited: first.credited }],
  )
  const notesOf = (passage: number) =>
    (byPassage.get(passage) ?? []).map((citation) => outputNote(citation, sources[citation.source]))
  return <MarkedText text={text} side="output" spans={spans} limits={limits} notesOf={notesOf} />
}

function outputNote({ label, source, credited, reason }: Citation, cited: Source | undefined): Note {
  const datanet = cited?.dataPoint.contribution?.datanet.name
  const place = datanet === undefined ? '' : `, ${datanet}, row ${cited?.dataPoint.row}`
  return {
    label,
    id: `output-${label}`,
    href: `#source-${label}`,
    title: `Passage ${label}: see it in source ${source + 1}${place}${credited ? '' : ` (${uncreditedWords(reason)})`}`,
  }
}
