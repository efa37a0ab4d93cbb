// The list of decisions, newest first. The first page fills live; it holds still while its reader reads.

import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { Answer } from '../data/ask'
import { Frame } from '../frame/frame'
import { Notice, Skeleton, Unreachable } from '../frame/notices'
import { useTitle } from '../frame/title'
import { type ListAddress, listHref } from '../words/addresses'
import { countOf, formatCount } from '../words/amounts'
import { DecisionRow } from './decision-row'
import { emptyFeed, type Feed, hasOverflowed, hasPending, receivePage, showWaiting } from './feed'
import { followDecisions, type Listed } from './follow-decisions'
import { createHold } from './hold'
import { VerdictFilter } from './verdict-filter'

type Listing = { feed: Feed; latest: Listed | null; trouble: Exclude<Answer<never>, { kind: 'data' }> | null }
type Change = { kind: 'answered'; answer: Answer<Listed>; isHeld: boolean } | { kind: 'released' }

const nothing: Listing = { feed: emptyFeed, latest: null, trouble: null }

export type DecisionsPageProps = ListAddress & { endpoint: string }

export function DecisionsPage({ status, after, endpoint }: DecisionsPageProps) {
  useTitle(after === null ? 'Decisions' : 'Older decisions')
  const list = useRef<HTMLOListElement>(null)
  const [isPaused, setPaused] = useState(false)
  const paused = useRef(false)
  paused.current = isPaused
  const [listing, change] = useReducer(changeListing, nothing)
  const [isStreaming, setStreaming] = useState(false)
  const current = useRef(listing)
  current.current = listing

  useEffect(() => {
    const ending = new AbortController()
    const isHeld = createHold(list, ending.signal)
    void followDecisions(
      { status, after },
      { endpoint, signal: ending.signal },
      {
        onAnswer: (answer) => change({ kind: 'answered', answer, isHeld: paused.current || isHeld() }),
        onStreaming: setStreaming,
        isPending: () => hasPending(current.current.feed),
      },
    )
    return () => ending.abort()
  }, [status, after, endpoint])

  const { feed, latest, trouble } = listing
  const release = () => {
    change({ kind: 'released' })
    scrollTo({ top: 0 })
    list.current?.focus({ preventScroll: true })
  }
  return (
    <Frame meta={latest?._meta ?? null} isNarrow>
      <div class="list-head">
        <h1>{after === null ? 'Decisions' : 'Older decisions'}</h1>
        {latest !== null && (
          <p class="total">
            {countOf(latest.inferences.totalCount, 'decision')}
            {status === null ? ' recorded on the chain' : ` of this verdict`}
          </p>
        )}
        {after === null && latest !== null && (
          <LiveSwitch isPaused={isPaused} isStreaming={isStreaming} onChange={setPaused} />
        )}
      </div>
      <VerdictFilter status={status} />
      {trouble?.kind === 'unreachable' && <Unreachable message={trouble.message} hasContent={latest !== null} />}
      {trouble?.kind === 'refused' && <Refused message={trouble.message} />}
      <NewDecisions feed={feed} onShow={release} />
      {latest === null && trouble === null && <Skeleton lines={9} label="The list is on its way." />}
      {latest !== null && feed.shown.length === 0 && <Empty isOlder={after !== null} status={status} />}
      <ol class="decisions" ref={list} tabIndex={-1} aria-label="Decisions, newest first">
        {feed.shown.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} isNew={feed.arrived.includes(decision.id)} />
        ))}
      </ol>
      <Pages status={status} after={after} latest={latest} />
    </Frame>
  )
}

function changeListing(listing: Listing, change: Change): Listing {
  if (change.kind === 'released') return { ...listing, feed: showWaiting(listing.feed) }
  const { answer, isHeld } = change
  if (answer.kind !== 'data') return { ...listing, trouble: answer }
  return { feed: receivePage(listing.feed, answer.data.inferences.nodes, isHeld), latest: answer.data, trouble: null }
}

type LiveSwitchProps = { isPaused: boolean; isStreaming: boolean; onChange(isPaused: boolean): void }

function LiveSwitch({ isPaused, isStreaming, onChange }: LiveSwitchProps) {
  const how = isStreaming ? 'New decisions appear as they arrive.' : 'Asks for new decisions every two seconds.'
  return (
    <button type="button" class="live" aria-pressed={isPaused} title={how} onClick={() => onChange(!isPaused)}>
      <span class={isPaused ? 'dot' : 'dot on'} aria-hidden="true" />
      {isPaused ? 'Paused: go on' : 'Live: pause'}
    </button>
  )
}

function NewDecisions({ feed, onShow }: { feed: Feed; onShow(): void }) {
  const count = `${formatCount(feed.waitingCount)}${hasOverflowed(feed) ? ' or more' : ''}`
  return (
    <div class="waiting" aria-live="polite">
      {feed.waitingCount > 0 && (
        <button type="button" onClick={onShow}>
          {feed.waitingCount === 1 ? '1 new decision' : `${count} new decisions`}
        </button>
      )}
      {feed.arrived.length > 0 && <span class="unseen">{countOf(feed.arrived.length, 'new decision')}</span>}
    </div>
  )
}

function Empty({ isOlder, status }: { isOlder: boolean; status: string | null }) {
  if (isOlder) {
    return (
      <Notice title="Nothing older">
        <p>This is the end of the list: the chain recorded nothing before it.</p>
      </Notice>
    )
  }
  return (
    <Notice title={status === null ? 'No decisions yet' : 'None with this verdict'}>
      <p>As soon as there is one it appears here, by itself.</p>
    </Notice>
  )
}

function Refused({ message }: { message: string }) {
  return (
    <Notice title="The list can’t be shown">
      <p>{message}</p>
      <p>
        <a href="/">The newest decisions</a>
      </p>
    </Notice>
  )
}

function Pages({ status, after, latest }: ListAddress & { latest: Listed | null }) {
  const { hasNextPage = false, endCursor = null } = latest?.inferences.pageInfo ?? {}
  return (
    <nav class="pages" aria-label="Pages of the list">
      {after !== null && <a href={listHref({ status, after: null })}>Newest decisions</a>}
      {hasNextPage && endCursor !== null && <a href={listHref({ status, after: endCursor })}>Older decisions</a>}
    </nav>
  )
}
