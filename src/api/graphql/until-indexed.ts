// Waits until the index has come to a block, for those who want to read what they just wrote.
import type { Reader } from '../../database/snapshot'
import type { Feed } from '../../graph/feed'
import { BlockAheadError } from '../errors'

export type Waiting = { reader: Reader; feed: Feed; limitMs: number; signal: AbortSignal }

/** Throws where the block has not come within the limit. */
export async function untilIndexed(number: number, { reader, feed, limitMs, signal }: Waiting): Promise<void> {
  let head: number | null = null
  const isReached = async () => {
    head = (await reader.readState()).heads[0]?.number ?? null
    return head !== null && head >= number
  }
  if (await isReached()) return
  // Listening begins before the next look, so that nothing comes unheard in between.
  const news = feed.subscribe('head', AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))[Symbol.asyncIterator]()
  try {
    do {
      if (await isReached()) return
    } while (!(await news.next()).done)
  } finally {
    await news.return?.()
  }
  throw new BlockAheadError({ number, head, limitMs })
}
