// Tells when new decisions arrive: a GraphQL subscription over SSE that is opened again whenever it ends. Between two
// streams it says so, and whoever listens polls.

import type { Asker } from './ask'
import { pause } from './bell'
import { newDecisionsDocument } from './documents'
import { readEvents } from './event-stream'

export type Watcher = { onNews(): void; onStreaming(isStreaming: boolean): void }

const reopenAfterMs = 10_000

export async function watchDecisions(asker: Asker, watcher: Watcher): Promise<void> {
  while (!asker.signal.aborted) {
    try {
      await readStream(asker, watcher)
    } catch {
      // A stream that breaks is ordinary: laptops sleep and servers restart. Polling goes on meanwhile.
    }
    watcher.onStreaming(false)
    await pause(reopenAfterMs, asker.signal)
  }
}

async function readStream({ endpoint, signal }: Asker, watcher: Watcher): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: newDecisionsDocument }),
    signal,
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (!response.ok || !isStream || response.body === null) {
    await response.body?.cancel()
    return
  }
  watcher.onStreaming(true)
  // What came between the last answer and this stream was told to nobody.
  watcher.onNews()
  for await (const event of readEvents(response.body)) {
    if (event.name === 'complete') return
    if (event.name === 'next') watcher.onNews()
  }
}
