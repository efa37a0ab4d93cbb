// A list of decisions that fills live without moving under its reader: while it is held, what is new waits and is
// counted; what is shown already is only brought up to date.

import type { ListedDecision } from '../data/answers'

export type Feed = {
  shown: readonly ListedDecision[]
  waiting: readonly ListedDecision[]
  waitingCount: number
  /** The ids that the last change brought in, for a gentle announcement. */
  arrived: readonly string[]
}

export const emptyFeed: Feed = { shown: [], waiting: [], waitingCount: 0, arrived: [] }

/** Takes the newest page, newest first. */
export function receivePage(feed: Feed, page: readonly ListedDecision[], isHeld: boolean): Feed {
  const known = new Set(feed.shown.map(({ id }) => id))
  const fresh = page.filter(({ id }) => !known.has(id))
  if (feed.shown.length === 0) return { shown: page, waiting: [], waitingCount: 0, arrived: [] }
  if (!isHeld) return { shown: page, waiting: [], waitingCount: 0, arrived: fresh.map(({ id }) => id) }
  const current = new Map(page.map((decision) => [decision.id, decision]))
  return {
    shown: feed.shown.map((decision) => current.get(decision.id) ?? decision),
    waiting: fresh.length === 0 ? [] : page,
    waitingCount: fresh.length,
    arrived: [],
  }
}

/** The reader asked for what waits. */
export function showWaiting(feed: Feed): Feed {
  if (feed.waiting.length === 0) return feed
  return receivePage({ ...feed, waiting: [], waitingCount: 0 }, feed.waiting, false)
}

/** Whether a page of this size holds everything that waits, or more came than fits. */
export function hasOverflowed(feed: Feed): boolean {
  return feed.waitingCount > 0 && feed.waitingCount === feed.waiting.length
}

export function hasPending(feed: Feed): boolean {
  return feed.shown.some(({ verdicts }) => verdicts.length === 0 || verdicts.some(({ status }) => status === 'PENDING'))
}
