// When is a content tried again, and how long may it take? First attempts are short, so that a silent server holds nobody up;
// what failed is given more time, later, and at last given up.

import { isRetryable } from '../../content/errors'
import type { Effort } from '../../database/derived/content-rows'

export type Patience = {
  firstLimitMs: number
  longestLimitMs: number
  firstPauseMs: number
  longestPauseMs: number
  mostAttempts: number
}

/** Sixteen attempts reach over a day and a half. */
export const PATIENCE: Patience = {
  firstLimitMs: 3_000,
  longestLimitMs: 30_000,
  firstPauseMs: 5_000,
  longestPauseMs: 6 * 60 * 60 * 1000,
  mostAttempts: 16,
}

/** NOW with the time it may take, LATER, or NEVER (again). */
export type Next = { kind: 'NOW'; limitMs: number } | { kind: 'LATER'; afterMs: number } | { kind: 'NEVER' }

export function nextAttempt(patience: Patience, uri: string, effort: Effort | null): Next {
  if (effort === null) return { kind: 'NOW', limitMs: patience.firstLimitMs }
  // The bytes of a data: URI stand on the chain: they will be the same tomorrow.
  const isFinal = uri.startsWith('data:') || (effort.lastCode !== null && !isRetryable(effort.lastCode))
  if (isFinal || effort.attempts >= patience.mostAttempts) return { kind: 'NEVER' }
  const pauseMs = Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** (effort.attempts - 1))
  if (effort.sinceMs < pauseMs) return { kind: 'LATER', afterMs: pauseMs - effort.sinceMs }
  return { kind: 'NOW', limitMs: Math.min(patience.longestLimitMs, patience.firstLimitMs * 2 ** effort.attempts) }
}
