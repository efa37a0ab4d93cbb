// Keeps one decision's page current until its verdict is final: first the decision by its address, then trace and
// audit by its id.

import type { Decision, DecisionAnswer, EvidenceAnswer } from '../data/answers'
import { type Answer, type Asker, ask } from '../data/ask'
import { pause } from '../data/bell'
import { decisionDocument, evidenceDocument } from '../data/documents'
import type { DecisionAddress } from '../words/addresses'

export type Told = { decision: Decision; evidence: EvidenceAnswer }
export type DecisionState =
  | { kind: 'loading' }
  | { kind: 'missing' }
  | { kind: 'refused'; message: string }
  | { kind: 'unreachable'; message: string }
  | { kind: 'told'; told: Told }

export const sourcesPerPage = 50

export async function followDecision(
  address: DecisionAddress,
  asker: Asker,
  onState: (state: DecisionState) => void,
): Promise<void> {
  while (!asker.signal.aborted) {
    const state = await readDecision(address, asker)
    if (asker.signal.aborted) return
    onState(state)
    const waitMs = askAgainAfterMs(state)
    if (waitMs === null) return
    await pause(waitMs, asker.signal)
  }
}

export async function readDecision(address: DecisionAddress, asker: Asker): Promise<DecisionState> {
  const first = await ask<DecisionAnswer>({ document: decisionDocument, variables: { ...address } }, asker)
  if (first.kind !== 'data') return troubleOf(first)
  const decision = first.data.inference
  if (decision === null) return { kind: 'missing' }
  const second = await readEvidence(decision.id, null, asker)
  return second.kind === 'data' ? { kind: 'told', told: { decision, evidence: second.data } } : troubleOf(second)
}

export function readEvidence(id: string, after: string | null, asker: Asker): Promise<Answer<EvidenceAnswer>> {
  return ask({ document: evidenceDocument, variables: { id, first: sourcesPerPage, after } }, asker)
}

// A pending decision is judged within seconds; one without a claim may get one later; a missing one may be on its way.
function askAgainAfterMs(state: DecisionState): number | null {
  if (state.kind === 'unreachable') return 2_000
  if (state.kind === 'missing') return 5_000
  if (state.kind !== 'told') return null
  const status = state.told.evidence.trace?.status ?? 'PENDING'
  if (status === 'PENDING') return 2_000
  return status === 'UNCLAIMED' ? 10_000 : null
}

function troubleOf(answer: Exclude<Answer<unknown>, { kind: 'data' }>): DecisionState {
  return { kind: answer.kind, message: answer.message }
}
