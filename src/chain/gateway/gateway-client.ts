// Asks an SQD gateway as Subsquid's own client does: how far it has blocks, which worker has those from a height on, and that worker for them. Unlike
// it, it gives up in good time, as there is always the RPC endpoint.
import { type Backoff, backoffMs } from '../endpoints/backoff'
import { AnswerRefused } from '../endpoints/refused'
import { RpcFailure } from '../endpoints/rpc-failure'
import type { Traffic } from '../endpoints/traffic'
import { fetchText } from '../endpoints/transport/fetch-text'
import { pause } from '../pause'

export type GatewayClient = {
  getHeight(): Promise<number>
  /** Blocks as they came, some of those asked for from the first on. */
  query(query: Readonly<{ fromBlock: number; toBlock?: number }>): Promise<unknown[]>
}

export type GatewayClientOptions = Readonly<{
  url: string
  name: string
  traffic: Traffic
  /** How long one that is busy or gone for a moment is left alone. */
  rest: Backoff
  signal: AbortSignal
}>

const ROUTER_LIMIT_MS = 10_000
// A worker reads files of many blocks for an answer.
const WORKER_LIMIT_MS = 60_000
// With half a second first, some ten seconds in all: workers are often busy for one.
const TRIES = 5
const LONGEST_WAIT_MS = 30_000

export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const { url } = options
  return {
    getHeight: () =>
      patiently(options, async () => {
        const height = await exchange(options, 'height', { url: routed(url, 'height') })
        if (!/^\d{1,15}$/.test(height.trim())) throw new AnswerRefused('its height is no number')
        return Number(height)
      }),
    query: (query) =>
      patiently(options, async () => {
        const worker = await exchange(options, 'worker', { url: routed(url, `${query.fromBlock}/worker`) })
        if (!/^https?:/.test(worker) || !URL.canParse(worker)) throw new AnswerRefused('it named no worker')
        return listOf(await exchange(options, 'query', { url: worker, body: JSON.stringify(query) }))
      }),
  }
}

function routed(url: string, path: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/${path}`
  return address.toString()
}

async function exchange(
  { name, traffic, signal }: GatewayClientOptions,
  what: 'height' | 'worker' | 'query',
  { url, body }: { url: string; body?: string },
): Promise<string> {
  try {
    const limitMs = what === 'query' ? WORKER_LIMIT_MS : ROUTER_LIMIT_MS
    const asked = body === undefined ? {} : { body }
    const { status, wait, text } = await fetchText(url, { ...asked, limitMs, signal })
    if (status === 429) throw new RpcFailure({ kind: 'busy', ...wait }, `HTTP status 429 for ${what}`)
    if (status >= 500)
      throw new RpcFailure({ kind: 'silent', isShort: true, ...wait }, `HTTP status ${status} for ${what}`)
    if (status !== 200) throw new RpcFailure({ kind: 'nonsense' }, `HTTP status ${status} for ${what}`)
    traffic.note(name, [what], { sentBytes: body?.length ?? 0, receivedBytes: text.length })
    return text
  } catch (cause) {
    traffic.note(name, [what], 'failed')
    throw cause
  }
}

function listOf(text: string): unknown[] {
  const answer = parsed(text)
  if (Array.isArray(answer)) return answer
  throw new AnswerRefused('its worker gave no list of blocks')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Again after what passes in a moment; not after what took too long, as it would again. */
async function patiently<T>({ rest, signal }: GatewayClientOptions, ask: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await ask()
    } catch (error) {
      const isPassing = error instanceof RpcFailure && error.isShort
      if (!isPassing || failures === TRIES || signal.aborted) throw error
      await pause(Math.max(backoffMs(rest, failures), Math.min(error.waitMs ?? 0, LONGEST_WAIT_MS)), signal)
    }
  }
}
