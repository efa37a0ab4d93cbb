// Rings when a chain has a new head: an endpoint with a WebSocket says so at once. Only a bell: what the head is, the endpoint that is followed is
// asked for. Where none rings, is lost or fell silent, the wait ends by time, as without it; a lost connection is made again in the background.
import { describeError } from '../../errors'
import type { Log } from '../../log'
import { backoffMs } from './backoff'
import { endpointName } from './endpoint'
import type { RpcRequest } from './transport/transport'
import { createWebSocketTransport } from './transport/web-socket-transport'

export type HeadBell = {
  /** Whether waiting may take longer, because somebody will ring. */
  readonly isAlive: boolean
  /** Until it rings, the time is over, or the signal is given; at once when it rang since the last wait. */
  wait(limitMs: number, signal: AbortSignal): Promise<'rung' | 'over'>
  /** A head was found that nobody rang for. */
  missed(): void
  close(): void
}

export type HeadBellOptions = Readonly<{ urls: readonly string[]; log: Log }>

const SUBSCRIBE: RpcRequest = { jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] }
const ANSWER_LIMIT_MS = 10_000
const RETRY = { firstMs: 500, limitMs: 30_000 }
// One may only have been late; a line that let so many heads pass in a row without a word is dead, whatever its connection says.
const MISSED_HEADS = 3

export function createHeadBell({ urls, log }: HeadBellOptions): HeadBell {
  const alive = new Set<string>()
  let hasRung = false
  let wake = () => {}
  const ring = () => {
    hasRung = true
    wake()
  }
  const lines = urls
    .filter((url) => /^wss?:/.test(url))
    .map((url) =>
      subscribe(url, log, {
        onHead() {
          alive.add(url)
          ring()
        },
        onReady: ring,
        onLost: () => alive.delete(url),
      }),
    )
  return {
    get isAlive() {
      return alive.size > 0
    },
    wait: (limitMs, signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          wake = () => {}
          const how = hasRung ? 'rung' : 'over'
          hasRung = false
          resolve(how)
        }
        const timer = setTimeout(end, limitMs)
        signal.addEventListener('abort', end)
        wake = end
        if (hasRung || signal.aborted) end()
      }),
    missed() {
      alive.clear()
      for (const line of lines) line.missed()
    },
    close() {
      for (const line of lines) line.close()
    },
  }
}

type Listener = { onHead(): void; onReady(): void; onLost(): void }
type BellLine = { missed(): void; close(): void }

function subscribe(url: string, log: Log, { onHead, onReady, onLost }: Listener): BellLine {
  const endpoint = endpointName(url)
  let failures = 0
  let missed = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const again = (reason: string) => {
    onLost()
    if (isClosed || timer !== undefined) return
    failures++
    log.debug({ endpoint, reason }, 'no news of heads over the WebSocket: polling')
    timer = setTimeout(
      () => {
        timer = undefined
        void begin()
      },
      backoffMs(RETRY, failures),
    )
  }
  const transport = createWebSocketTransport({
    url,
    onNotification: ({ method }) => {
      if (method !== 'eth_subscription') return
      failures = 0
      missed = 0
      onHead()
    },
    onLost: () => again('the connection is lost'),
  })
  async function begin(): Promise<void> {
    try {
      const { answer } = await transport.send([SUBSCRIBE], ANSWER_LIMIT_MS)
      if (typeof (answer as { result?: unknown }).result !== 'string') throw new Error(JSON.stringify(answer))
      missed = 0
      // What was made before is asked for, and whatever comes rings; that it does is believed once it did.
      onReady()
    } catch (cause) {
      again(describeError(cause))
    }
  }
  void begin()
  return {
    missed() {
      if (timer === undefined && ++missed >= MISSED_HEADS) transport.close()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      transport.close()
    },
  }
}
