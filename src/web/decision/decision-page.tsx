// One decision's page: what was said, where those words stand in the training data, who was credited and paid, whether
// the chain's claim survives recomputation, and what none of this can show.

import { useEffect, useState } from 'preact/hooks'
import { Frame } from '../frame/frame'
import { Notice, Skeleton, Unreachable } from '../frame/notices'
import { useTitle } from '../frame/title'
import { ForeignName } from '../frame/visible-text'
import { chainName, type DecisionAddress, shorten } from '../words/addresses'
import { formatCount, formatOpen } from '../words/amounts'
import { formatMoment } from '../words/moments'
import { Evidence } from './evidence/evidence'
import { type DecisionState, followDecision, type Told } from './follow-decision'
import { Limits } from './limits'
import { Money } from './money'
import { Provenance } from './provenance'

export type DecisionPageProps = DecisionAddress & { endpoint: string }

export function DecisionPage({ chain, inferenceId, endpoint }: DecisionPageProps) {
  useTitle(`Decision ${shorten(inferenceId)}`)
  const [told, setTold] = useState<Told | null>(null)
  const [state, setState] = useState<DecisionState>({ kind: 'loading' })
  useEffect(() => {
    const ending = new AbortController()
    void followDecision({ chain, inferenceId }, { endpoint, signal: ending.signal }, (next) => {
      setState(next)
      // What was told stays readable while the API is away; when a fork took the decision away, it goes.
      if (next.kind === 'told') setTold(next.told)
      if (next.kind === 'missing') setTold(null)
    })
    return () => ending.abort()
  }, [chain, inferenceId, endpoint])
  return (
    <Frame meta={told?.evidence._meta ?? null}>
      <nav class="trail">
        <a href="/">All decisions</a>
      </nav>
      {state.kind === 'unreachable' && <Unreachable message={state.message} hasContent={told !== null} />}
      {told === null ? (
        <Waiting state={state} chain={chain} inferenceId={inferenceId} />
      ) : (
        <Story told={told} chain={chain} endpoint={endpoint} />
      )}
    </Frame>
  )
}

function Waiting({ state, chain, inferenceId }: { state: DecisionState } & DecisionAddress) {
  if (state.kind === 'loading') return <Skeleton lines={12} label="The decision is on its way." />
  if (state.kind === 'missing') {
    return (
      <Notice title="No such decision">
        <p>
          The chain {chainName(chain)} has recorded no inference with the id <code class="hex">{inferenceId}</code> up
          to the block this page knows. A very new one may be on its way; one that a fork of the chain took away is
          gone.
        </p>
        <p>This page asks again every five seconds.</p>
      </Notice>
    )
  }
  if (state.kind === 'refused') {
    return (
      <Notice title="This decision can’t be shown">
        <p>{state.message}</p>
      </Notice>
    )
  }
  return null
}

function Story({ told, chain, endpoint }: { told: Told; chain: number; endpoint: string }) {
  const { decision, evidence } = told
  const { model, modelVersion, block, fee } = decision
  return (
    <article>
      <header class="headline">
        <h1>
          A decision of {model === null ? 'an unknown model' : <ForeignName text={model.name} />}
          {modelVersion !== null && `, version ${modelVersion.version}`}
        </h1>
        <p class="byline">
          <time dateTime={block.timestamp}>{formatMoment(block.timestamp)}</time>
          <span>
            Fee <span title={`${formatCount(fee)} wei`}>{formatOpen(fee)}</span>
          </span>
          <span>
            Decision{' '}
            <code class="hex" title={decision.inferenceId}>
              {shorten(decision.inferenceId)}
            </code>{' '}
            on {chainName(chain)}
          </span>
        </p>
      </header>
      <Evidence told={told} endpoint={endpoint} />
      <Limits parameters={evidence.trace?.run?.parameters} />
      <Money audit={evidence.audit} fee={fee} />
      <Provenance told={told} chain={chain} />
    </article>
  )
}
