// Where each statement of the page comes from: the log on the chain, and the run of the engine with all it takes to
// repeat it.

import type { ComponentChildren } from 'preact'
import type { Verdict } from '../data/answers'
import { VerdictMark } from '../frame/verdict-mark'
import { chainName } from '../words/addresses'
import { formatCount, formatPpb } from '../words/amounts'
import { methodWords } from '../words/methods'
import { formatMoment } from '../words/moments'
import { reasonWords } from '../words/verdicts'
import type { Told } from './follow-decision'

export function Provenance({ told, chain }: { told: Told; chain: number }) {
  const { decision, evidence } = told
  const { trace, audit } = evidence
  const { block } = decision
  const others = (audit?.verdicts ?? []).filter(({ method }) => method !== trace?.method)
  return (
    <section class="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">Where this comes from</h2>
      <dl>
        <Fact name="Recorded on">{chainName(chain)}</Fact>
        <Fact name="Block">
          {formatCount(block.number)}, {formatMoment(block.timestamp)}
          <br />
          <code class="hex">{block.hash}</code>
        </Fact>
        <Fact name="Transaction">
          <code class="hex">{decision.transaction.hash}</code>, log {formatCount(decision.logIndex)}
        </Fact>
        <Fact name="Decision">
          <code class="hex">{decision.inferenceId}</code>
        </Fact>
        <Fact name="Asked by">
          <code class="hex">{decision.caller.address}</code>
        </Fact>
        {decision.output !== null && (
          <Fact name="Hash of the output">
            <code class="hex">{decision.output.hash}</code>
          </Fact>
        )}
        {trace?.run && (
          <>
            <Fact name="Method">
              {trace.methodVersion ?? trace.method}: {methodWords(trace.method)}
            </Fact>
            <Fact name="Engine">
              {trace.run.engine}, tokenizer {trace.run.tokenizer}
            </Fact>
            <Fact name="Parameters">{parameterWords(trace.run.parameters)}</Fact>
            <Fact name="Hash of the data set">
              <code class="hex">{trace.run.dataSet}</code>
            </Fact>
          </>
        )}
        {trace?.claim && (
          <Fact name="Claim">
            block {formatCount(trace.claim.block.number)}, {formatMoment(trace.claim.block.timestamp)}
            <br />
            <code class="hex">{trace.claim.transaction.hash}</code>, log {formatCount(trace.claim.logIndex)}
            <br />
            root <code class="hex">{trace.claim.root}</code>
          </Fact>
        )}
        {others.map((verdict) => (
          <Fact key={verdict.method} name={`Also by ${verdict.method}`}>
            <VerdictMark status={verdict.status} /> {verdictWords(verdict)}
          </Fact>
        ))}
        <Fact name="Address of this page">
          <span class="hex">{`${location.origin}${location.pathname}`}</span>
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function parameterWords(parameters: unknown): string {
  if (typeof parameters !== 'object' || parameters === null) return String(parameters)
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')
}

function verdictWords({ distancePpb, reason }: Verdict): string {
  if (distancePpb !== null) return `${formatPpb(distancePpb)} of the credit stands elsewhere`
  return reason === null ? '' : reasonWords(reason)
}
