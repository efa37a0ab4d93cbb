// Rings when a chain has a new head: an endpoint with a WebSocket says so at once. Only a bell: what the head is, the endpoint that is followed is
// asked for. Where none rings, is lost or fell silent, the wait ends by time, as without it; a lost connection is made again in the background.
import { describeError } from '../../errors'
import type { Log } from '../../log'
import { backoffMs } from './backoff'
import { endpointName } from './endpoint'
import type { RpcRequest } from './transport'
import { createWebSocketTransport } from './web-socket-transport'

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
    missed: () => alive.clear(),
    close() {
      for (const line of lines) line.close()
    },
  }
}

type Listener = { onHead(): void; onLost(): void }

function subscribe(url: string, log: Log, { onHead, onLost }: Listener): { close(): void } {
  const endpoint = endpointName(url)
  let failures = 0
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
      if (method === 'eth_subscription') onHead()
    },
    onLost: () => again('the connection is lost'),
  })
  async function begin(): Promise<void> {
    try {
      const { answer } = await transport.send([SUBSCRIBE], ANSWER_LIMIT_MS)
      if (typeof (answer as { result?: unknown }).result !== 'string') throw new Error(JSON.stringify(answer))
      failures = 0
      // What was made before is asked for, and whatever comes rings.
      onHead()
    } catch (cause) {
      again(describeError(cause))
    }
  }
  void begin()
  return {
    close() {
      isClosed = true
      clearTimeout(timer)
      transport.close()
    },
  }
}
