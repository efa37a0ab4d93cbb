// Where the processor stands, as the news tell it: read by figures, by health and by the line that shows progress.
import type { ChainNews } from '../news'
import type { Progress } from './progress'

export type Standing = {
  height: number | null
  best: number | null
  finalized: number | null
  endpoint: string | null
  /** What it waits for; null while it follows an endpoint. */
  waiting: string | null
  aside: Map<string, { code: string; untilMs: number }>
  /** How far history is; null while none is read. */
  history: Progress | null
  lagBlocks(): number | null
  lagSeconds(): number | null
  note(news: ChainNews): void
}

export function createStanding(now: () => number = Date.now): Standing {
  let timestampMs: number | null = null
  const standing: Standing = {
    height: null,
    best: null,
    finalized: null,
    endpoint: null,
    waiting: 'the first endpoint',
    aside: new Map(),
    history: null,
    lagBlocks: () => {
      const { height, best } = standing
      return height === null || best === null ? null : Math.max(0, best - height)
    },
    lagSeconds: () => (timestampMs === null ? null : Math.max(0, Math.round((now() - timestampMs) / 1_000))),
    note(news) {
      if (news.kind === 'written') {
        standing.height = news.height
        timestampMs = news.timestampMs
      }
      if (news.kind === 'heads') Object.assign(standing, { best: news.best, finalized: news.finalized })
      if (news.kind === 'following') Object.assign(standing, { endpoint: news.endpoint, waiting: null })
      if (news.kind === 'waiting') standing.waiting = `${news.code} ${news.words}`
      if (news.kind === 'aside') standing.aside.set(news.endpoint, { code: news.code, untilMs: news.untilMs })
    },
  }
  return standing
}
