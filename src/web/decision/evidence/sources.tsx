// The sources of an output, the largest share first, then what is left: the sources not listed, and the part that
// nobody brought. Nothing is dropped silently.

import type { Source, Trace } from '../../data/answers'
import { countOf, formatPpb } from '../../words/amounts'
import type { Reckoning } from '../reckoning'
import type { Citations } from './citations'
import { ShareBar } from './share-bar'
import { SourceItem } from './source-item'

type SourcesProps = {
  sources: readonly Source[]
  cited: Citations
  reckoning: Reckoning
  claim: Trace['claim']
  /** Asks for the next page of sources; null where there is none. */
  onMore: (() => void) | null
}

export function Sources({ sources, cited, reckoning, claim, onMore }: SourcesProps) {
  return (
    <ol class="source-list">
      {sources.map((source, index) => (
        <SourceItem
          key={source.dataPoint.id}
          number={index + 1}
          source={source}
          citations={cited.citations.filter((citation) => citation.source === index)}
          isClaimed={claim !== null}
        />
      ))}
      {reckoning.rest.count > 0 && (
        <li class="source remainder">
          <p class="share">{formatPpb(reckoning.rest.ppb)}</p>
          <ShareBar ppb={reckoning.rest.ppb} />
          <p>Shared by {countOf(reckoning.rest.count, 'other source')} not listed on this page.</p>
          {onMore !== null && (
            <button type="button" onClick={onMore}>
              Show more of them
            </button>
          )}
        </li>
      )}
      <li class="source remainder">
        <p class="share">{formatPpb(reckoning.unattributedPpb)}</p>
        <ShareBar ppb={reckoning.unattributedPpb} />
        <p>
          <strong>Unattributed.</strong> No passage of the training data, long and rare enough to rule out chance,
          accounts for this part. Nobody is credited for it.
          {claim !== null && ` By the chain’s claim it is ${formatPpb(claim.unattributedPpb)}.`}
        </p>
      </li>
    </ol>
  )
}
