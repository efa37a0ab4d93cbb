// Keeps a page of the list current: the newest page follows the chain, by subscription where it works and by polling
// where it doesn't; an older page is asked once.

import type { DecisionsAnswer, ListedDecision, VerdictsAnswer } from '../data/answers'
import { type Answer, type Asker, ask } from '../data/ask'
import { createBell } from '../data/bell'
import { decisionsDocument, verdictsDocument } from '../data/documents'
import { watchDecisions } from '../data/watch'
import type { ListAddress } from '../words/addresses'

export type Listed = DecisionsAnswer<ListedDecision>

export type DecisionsListener = {
  onAnswer(answer: Answer<Listed>): void
  onStreaming(isStreaming: boolean): void
  /** Whether something shown can still change without a new decision. */
  isPending(): boolean
}

// One request asks the verdicts of a whole page, each under an alias: the API takes 30 of them.
export const pageSize = 25
const pollMs = 2_000
// With a stream open, news arrive by it; this is only the heartbeat that notices a dead one.
const idleMs = 20_000
// The most often that news may ask again: the eye follows two changes a second.
const burstMs = 500

export async function followDecisions(address: ListAddress, asker: Asker, listener: DecisionsListener): Promise<void> {
  const { status, after } = address
  const variables = { first: pageSize, after, where: status === null ? null : { status } }
  const bell = createBell(asker.signal)
  let isStreaming = false
  if (after === null) {
    void watchDecisions(asker, {
      onNews: bell.ring,
      onStreaming(value) {
        isStreaming = value
        listener.onStreaming(value)
      },
    })
  }
  while (!asker.signal.aborted) {
    const answer = await readDecisions(variables, asker)
    if (asker.signal.aborted) return
    listener.onAnswer(answer)
    if (after !== null && answer.kind === 'data') return
    const isCalm = answer.kind === 'data' && isStreaming && !listener.isPending()
    await bell.wait(burstMs, isCalm ? idleMs : pollMs)
  }
}

async function readDecisions(variables: Record<string, unknown>, asker: Asker): Promise<Answer<Listed>> {
  const page = await ask<DecisionsAnswer>({ document: decisionsDocument, variables }, asker)
  if (page.kind !== 'data') return page
  const { inferences, _meta } = page.data
  const verdicts = await readVerdicts(inferences.nodes, asker)
  if (verdicts.kind !== 'data') return verdicts
  const nodes = inferences.nodes.map((decision, number) => ({
    ...decision,
    verdicts: verdicts.data[`audit${number}`]?.verdicts ?? [],
  }))
  return { kind: 'data', data: { _meta, inferences: { ...inferences, nodes } } }
}

function readVerdicts(decisions: readonly { id: string }[], asker: Asker): Promise<Answer<VerdictsAnswer>> {
  if (decisions.length === 0) return Promise.resolve({ kind: 'data', data: {} })
  const variables = Object.fromEntries(decisions.map(({ id }, number) => [`id${number}`, id]))
  return ask({ document: verdictsDocument(decisions.length), variables }, asker)
}
