// The evidence itself: the verdict, the output with its passages marked, and beside it every source with the same
// passages marked.

import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Source, Trace } from '../../data/answers'
import { VerdictMark } from '../../frame/verdict-mark'
import { absentOutput, methodWords } from '../../words/methods'
import { reasonWords, verdictSentence } from '../../words/verdicts'
import { readEvidence, type Told } from '../follow-decision'
import { gainsOf, reckon } from '../reckoning'
import { Checks, Summary } from '../summary'
import { citePassages } from './citations'
import { Output } from './output'
import { Sources } from './sources'
import { useSpotlight } from './spotlight'

export function Evidence({ told, endpoint }: { told: Told; endpoint: string }) {
  const { decision, evidence } = told
  const { trace } = evidence
  const { sources, hasMore, showMore } = useSources(decision.id, trace, endpoint)
  const output = trace?.inference?.output?.text ?? null
  const cited = useMemo(() => citePassages(output, sources), [output, sources])
  if (trace === null) return <Verdict trace={null} sources={[]} />
  const reckoning = reckon(trace, sources)
  return (
    <>
      <Verdict trace={trace} sources={sources} />
      {reckoning !== null && <Summary reckoning={reckoning} sources={sources} />}
      <SideBySide>
        <section class="output" aria-labelledby="output-title">
          <h2 id="output-title">The output</h2>
          {output === null ? (
            <p class="absent">{absentOutput(decision.output?.status ?? null, trace.status)}</p>
          ) : (
            <Output text={output} sources={sources} cited={cited} />
          )}
        </section>
        <section class="sources" aria-labelledby="sources-title">
          <h2 id="sources-title">Where its words stand in the training data</h2>
          {reckoning === null ? (
            <p class="absent">{absentRun(trace)}</p>
          ) : (
            <Sources
              sources={sources}
              cited={cited}
              reckoning={reckoning}
              claim={trace.claim}
              onMore={hasMore ? showMore : null}
            />
          )}
        </section>
      </SideBySide>
      {reckoning !== null && <Checks reckoning={reckoning} cited={cited} hasOutput={output !== null} />}
    </>
  )
}

function SideBySide({ children }: { children: ComponentChildren }) {
  const scope = useRef<HTMLDivElement>(null)
  useSpotlight(scope)
  return (
    <div class="evidence" ref={scope}>
      {children}
    </div>
  )
}

function Verdict({ trace, sources }: { trace: Trace | null; sources: readonly Source[] }) {
  const status = trace?.status ?? 'PENDING'
  const facts = {
    status,
    reason: trace?.reason ?? null,
    distancePpb: trace?.distancePpb == null ? null : BigInt(trace.distancePpb),
    gains: gainsOf(sources),
  }
  return (
    <section class="finding" aria-label="Verdict" aria-live="polite">
      <p class="finding-word">
        <VerdictMark status={status} />
      </p>
      <p class="finding-sentence">{verdictSentence(facts)}</p>
      {trace !== null && (
        <p class="finding-method">
          By {trace.methodVersion ?? trace.method}: {methodWords(trace.method)}.
        </p>
      )}
    </section>
  )
}

function absentRun({ status, reason }: Trace): string {
  if (status === 'UNVERIFIABLE') return `Nothing could be computed, because ${reasonWords(reason)}.`
  return 'The sources of this output are being computed. They appear here by themselves.'
}

type SourceList = { sources: readonly Source[]; hasMore: boolean; showMore(): void }

/** The first page comes with the trace; further ones are asked by the reader and kept while the run stays the same. */
function useSources(id: string, trace: Trace | null, endpoint: string): SourceList {
  const first = trace?.sources ?? null
  const dataSet = trace?.run?.dataSet
  const [later, setLater] = useState<{ nodes: Source[]; endCursor: string | null } | null>(null)
  // A new run makes later pages of the old one worthless.
  useEffect(() => setLater(null), [id, dataSet])
  const sources = useMemo(() => [...(first?.nodes ?? []), ...(later?.nodes ?? [])], [first, later])
  const cursor = later === null ? (first?.pageInfo.hasNextPage ? first.pageInfo.endCursor : null) : later.endCursor
  const showMore = async () => {
    const answer = await readEvidence(id, cursor, { endpoint, signal: new AbortController().signal })
    const page = answer.kind === 'data' ? answer.data.trace?.sources : undefined
    if (page === undefined || page === null) return
    const endCursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    setLater({ nodes: [...(later?.nodes ?? []), ...page.nodes], endCursor })
  }
  return { sources, hasMore: cursor !== null, showMore: () => void showMore() }
}
