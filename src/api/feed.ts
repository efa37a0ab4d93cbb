// Feeds subscriptions: looks what is new whenever a commit raised the revision, and hands it to everyone who listens. Each
// client has a bounded queue; one that does not keep up is dropped.
import { readNewestInferences } from '../database/reads/read-rows'
import type { DatabaseState, Reader } from '../database/snapshot'
import { describeError } from '../errors'
import type { Feed, FeedEvent } from '../graph/feed'
import type { Log } from '../log'
import { TooManySubscribersError } from './errors'
import { createQueue, type Queue } from './queue'

export type OpenFeed = Feed & {
  /** Looks once, and from then on after every commit. Tries again by itself when the database is away. */
  start(): void
  close(): void
}

export type FeedOptions = {
  reader: Reader
  subscribers: number
  waitingEvents: number
  log: Log
  onCount(open: number): void
}

// More than this in one commit is history being caught up with, not news.
const NEWS_LIMIT = 100

type Seen = { inferences: Set<string>; heads: Map<number, string> }

export function createFeed(options: FeedOptions): OpenFeed {
  const { reader, log } = options
  const queues: Record<FeedEvent['kind'], Set<Queue<FeedEvent>>> = { inference: new Set(), head: new Set() }
  let seen: Seen | null = null
  let isLooking = false
  let isDue = false
  let isClosed = false

  const publish = (event: FeedEvent) => {
    for (const queue of queues[event.kind]) queue.push(event)
  }
  // Commits that come while one look is on its way are covered by the next one.
  const look = async () => {
    isDue = true
    if (isLooking || isClosed) return
    isLooking = true
    while (isDue && !isClosed) {
      isDue = false
      try {
        const found = await readNews(reader, seen)
        seen = found.seen
        for (const event of found.events) publish(event)
      } catch (error) {
        log.debug(`the feed could not look: ${describeError(error)}`)
      }
    }
    isLooking = false
  }
  return {
    start: () => reader.listen(() => void look()),
    subscribe(kind, signal) {
      const open = queues.inference.size + queues.head.size
      if (isClosed || open >= options.subscribers) throw new TooManySubscribersError({ limit: options.subscribers })
      const queue = createQueue<FeedEvent>(options.waitingEvents, () => {
        queues[kind].delete(queue)
        options.onCount(queues.inference.size + queues.head.size)
      })
      queues[kind].add(queue)
      options.onCount(open + 1)
      signal.addEventListener('abort', queue.end, { once: true })
      return queue
    },
    close() {
      isClosed = true
      for (const queue of [...queues.inference, ...queues.head]) queue.end()
    },
  }
}

async function readNews(reader: Reader, seen: Seen | null): Promise<{ seen: Seen; events: FeedEvent[] }> {
  return reader.inSnapshot(async (database, state) => {
    const heads = new Map(state.heads.map((head) => [head.chainId, head.hash]))
    const newest = (
      await Promise.all(state.heads.map(({ chainId }) => readNewestInferences(database, chainId, NEWS_LIMIT)))
    ).flat()
    const keyOf = (row: { id: string; blockHash: string }) => `${row.id}@${row.blockHash}`
    // The first look only learns where things stand.
    const fresh = seen === null ? [] : newest.filter((row) => !seen.inferences.has(keyOf(row))).reverse()
    const events: FeedEvent[] = [
      ...fresh.map((row): FeedEvent => ({ kind: 'inference', inferenceId: row.id })),
      ...movedHeads(state, seen),
    ]
    return { seen: { inferences: new Set(newest.map(keyOf)), heads }, events }
  })
}

function movedHeads(state: DatabaseState, seen: Seen | null): FeedEvent[] {
  if (seen === null) return []
  return state.heads
    .filter((head) => seen.heads.get(head.chainId) !== head.hash)
    .map((head): FeedEvent => ({ kind: 'head', head }))
}
