// One source: its share, whose it is, under which licence, the row with the passages the output repeats, and what the
// chain claims and pays for it.

import type { Source } from '../../data/answers'
import { ForeignName, VisibleText } from '../../frame/visible-text'
import { countOf, formatCount, formatOpen, formatPpb } from '../../words/amounts'
import { absentRow } from '../../words/methods'
import type { Citation } from './citations'
import { MarkedText, type Note, Notes } from './marked-text'
import { ShareBar } from './share-bar'

export type SourceItemProps = {
  number: number
  source: Source
  citations: readonly Citation[]
  /** Whether the chain has posted a claim at all. */
  isClaimed: boolean
}

export function SourceItem({ number, source, citations, isClaimed }: SourceItemProps) {
  const { dataPoint, contributor } = source
  const { contribution, row } = dataPoint
  return (
    <li class="source" id={`row-${number}`}>
      <h3>
        <span class="number">{number}</span>
        <span class="share">{formatPpb(source.sharePpb)}</span>
      </h3>
      <ShareBar ppb={BigInt(source.sharePpb)} />
      <dl class="origin">
        <dt>Contributor</dt>
        <dd class="hex">{contributor?.address ?? 'unknown: the claim names a contribution that does not exist'}</dd>
        <dt>Datanet</dt>
        <dd>
          {contribution === null ? 'unknown' : <ForeignName text={contribution.datanet.name} />}, row {formatCount(row)}
        </dd>
        <dt>Licence</dt>
        <dd>{contribution?.license ? <ForeignName text={contribution.license} /> : 'none stated'}</dd>
        <dt>Claimed</dt>
        <dd>{claimWords(source, isClaimed)}</dd>
        <dt>Reward</dt>
        <dd>{rewardWords(source, isClaimed)}</dd>
      </dl>
      <RowText source={source} citations={citations} />
    </li>
  )
}

function claimWords({ claimedPpb, sharePpb }: Source, isClaimed: boolean): string {
  if (claimedPpb === null) return isClaimed ? 'not known: the claim’s leaves are withheld' : 'the chain claims nothing'
  const claimed = BigInt(claimedPpb)
  const difference = claimed - BigInt(sharePpb)
  if (difference === 0n) return `${formatPpb(claimed)}, the same`
  const direction = difference > 0n ? 'more' : 'less'
  return `${formatPpb(claimed)}, which is ${formatPpb(difference > 0n ? difference : -difference)} ${direction} than we find`
}

function rewardWords({ reward, claimedPpb }: Source, isClaimed: boolean) {
  if (reward !== null) return <span title={`${formatCount(reward)} wei`}>{formatOpen(reward)} accrued</span>
  if (claimedPpb === null && isClaimed) return 'not derivable: the claim’s leaves are withheld'
  return 'none recorded'
}

const limits = { wholeUpTo: 900, context: 160 }

function RowText({ source, citations }: Pick<SourceItemProps, 'source' | 'citations'>) {
  const { text, textStatus } = source.dataPoint
  const firsts = new Map<number, Citation>()
  for (const citation of citations) if (!firsts.has(citation.passage)) firsts.set(citation.passage, citation)
  const notesOf = (passage: number) =>
    [...firsts.values()].filter((citation) => citation.passage === passage).map(sourceNote)
  if (text === null) {
    return <QuotedPassages textStatus={textStatus} citations={[...firsts.values()]} withheld={source.withheld} />
  }
  const spans = citations.map(({ passage, sourceStart, sourceEnd, credited }) => ({
    passage,
    start: sourceStart,
    end: sourceEnd,
    credited,
  }))
  return (
    <>
      {citations.length === 0 && <p class="absent">This row shares no passage with the output.</p>}
      <MarkedText text={text} side="source" spans={spans} limits={limits} notesOf={notesOf} />
    </>
  )
}

type QuotedProps = { textStatus: string; citations: readonly Citation[]; withheld: number }

/** Of a private row only what the output repeats is shown; of a removed one nothing. */
function QuotedPassages({ textStatus, citations, withheld }: QuotedProps) {
  return (
    <>
      <p class="absent">{absentRow(textStatus)}</p>
      {citations.length > 0 && (
        <ul class="prose quotes" data-side="source">
          {citations.map((citation) => (
            <li key={citation.label} dir="auto">
              <mark data-passages={citation.passage} class={citation.credited ? undefined : 'uncredited'}>
                <VisibleText text={citation.text} />
              </mark>
              <Notes passage={citation.passage} notes={[sourceNote(citation)]} />
            </li>
          ))}
        </ul>
      )}
      {withheld > 0 && <p class="absent">{countOf(withheld, 'more passage')} not quoted.</p>}
    </>
  )
}

function sourceNote({ label }: Citation): Note {
  return { label, id: `source-${label}`, href: `#output-${label}`, title: `Passage ${label}: see it in the output` }
}
