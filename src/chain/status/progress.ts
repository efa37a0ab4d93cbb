// How far has history come, and how long will it take? One line every few seconds while it is read, none at the head.
import type { ChainNews } from '../news'

export type Progress = Readonly<{
  height: number
  of: number
  percent: number
  blocksPerSecond: number
  /** null before there is a rate. */
  secondsLeft: number | null
}>

export type ProgressWatch = {
  /** How far it is; null before history is read and after. */
  readonly current: Progress | null
  /** Something to say, or null. */
  note(news: ChainNews): Progress | null
}

const EVERY_MS = 5_000

/** `startBlock`: where the index begins, which is 0 %. */
export function createProgressWatch(startBlock: number, now: () => number = Date.now): ProgressWatch {
  let of: number | null = null
  let first: { height: number; at: number } | null = null
  let saidAt = Number.NEGATIVE_INFINITY
  let current: Progress | null = null
  return {
    get current() {
      return current
    },
    note(news) {
      if (news.kind === 'heads') of = news.finalized
      if (news.kind !== 'written') return null
      current = null
      if (!news.isHistory || of === null) return null
      const at = now()
      first ??= { height: news.height, at }
      current = progressOf({ height: news.height, at }, first, { startBlock, of })
      if (at - saidAt < EVERY_MS) return null
      saidAt = at
      return current
    },
  }
}

type Mark = Readonly<{ height: number; at: number }>

function progressOf(
  { height, at }: Mark,
  first: Mark,
  { startBlock, of }: { startBlock: number; of: number },
): Progress {
  const rate = at > first.at ? ((height - first.height) * 1_000) / (at - first.at) : 0
  return {
    height,
    of,
    percent: Math.floor((1_000 * (height - startBlock)) / Math.max(1, of - startBlock)) / 10,
    blocksPerSecond: Math.round(rate),
    secondsLeft: rate > 0 ? Math.ceil(Math.max(0, of - height) / rate) : null,
  }
}

/** "History 42.1 %, 3 min left" */
export function progressWords({ percent, secondsLeft }: Progress): string {
  const left = secondsLeft === null ? '' : `, ${durationWords(secondsLeft)} left`
  return `history ${percent} %${left}`
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return seconds < 48 * 3_600 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`
}
