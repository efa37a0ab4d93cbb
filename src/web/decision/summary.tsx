// The finding in one sentence that can be quoted, and the checks this page made by itself on what it was sent.

import type { Source } from '../data/answers'
import { countOf, formatPpb } from '../words/amounts'
import type { Citations } from './evidence/citations'
import type { Reckoning } from './reckoning'

export function Summary({ reckoning, sources }: { reckoning: Reckoning; sources: readonly Source[] }) {
  const credited = sources.filter(({ sharePpb }) => BigInt(sharePpb) > 0n)
  if (credited.length === 0) {
    return <p class="summary">No part of this output is credited to the data its model was trained on.</p>
  }
  const contributors = new Set(credited.map(({ contributor }) => contributor?.address)).size
  const rows = credited.length + reckoning.rest.count
  return (
    <p class="summary">
      <strong>{formatPpb(reckoning.creditedPpb)}</strong> of this output is credited to {countOf(rows, 'row')} of
      training data
      {reckoning.rest.count === 0 && `, brought by ${countOf(contributors, 'contributor')}`};{' '}
      <strong>{formatPpb(reckoning.unattributedPpb)}</strong> is credited to nobody.
    </p>
  )
}

type ChecksProps = { reckoning: Reckoning; cited: Citations; hasOutput: boolean }

export function Checks({ reckoning, cited, hasOutput }: ChecksProps) {
  const { refusedCount, passageCount } = cited
  const passages = `${countOf(passageCount, 'passage')} ${passageCount === 1 ? 'stands' : 'stand'} word for word in the output`
  return (
    <p class="checks">
      Checked by this page itself: the shares and the unattributed part{' '}
      {reckoning.isWhole ? 'add up to one whole, to the part per billion' : <strong>do not add up to one whole</strong>}
      {hasOutput && passageCount > 0 && `; ${passages} and in every source shown`}.
      {refusedCount > 0 && (
        <strong>
          {' '}
          {countOf(refusedCount, 'passage')} could not be confirmed and {refusedCount === 1 ? 'is' : 'are'} not marked.
        </strong>
      )}
    </p>
  )
}
