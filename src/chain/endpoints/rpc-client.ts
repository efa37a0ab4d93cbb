// Asks one endpoint: puts calls into batches, waits for its turn, bridges a dropped connection, and holds the answers against what was asked.
// What lasts longer than a second is the caller's to know, who has other endpoints.
import { backoffMs } from './backoff'
import { matchReplies } from './match-replies'
import { RpcFailure } from './rpc-failure'
import type { Traffic } from './traffic'
import { createHttpTransport } from './transport/http-transport'
import type { RpcRequest, Transport } from './transport/transport'
import { createWebSocketTransport } from './transport/web-socket-transport'
import { createTurns } from './turns'

export type RpcCall = Readonly<{ method: string; params: readonly unknown[] }>

export type CallOptions = Readonly<{
  /** Smaller is sooner. */
  priority?: number
  /** What to make of a call that the endpoint refuses; without it, the whole fails. */
  refused?: (failure: RpcFailure) => unknown
}>

export type RpcClient = Readonly<{
  /** Host and port: paths and users of an endpoint's URL are often keys. */
  endpoint: string
  call(method: string, params: readonly unknown[], options?: CallOptions): Promise<unknown>
  batchCall(calls: readonly RpcCall[], options?: CallOptions): Promise<unknown[]>
  close(): void
}>

export type RpcClientOptions = Readonly<{
  url: string
  endpoint: string
  requestLimitMs: number
  callsPerSecond?: number | undefined
  traffic: Traffic
}>

// Public endpoints cap batches at 100 calls and dislike more than ten requests at once.
const CALLS_PER_BATCH = 100
const PARALLEL_REQUESTS = 10
const RETRIES = 3
const RETRY = { firstMs: 40, limitMs: 1_000 }
// Asked to wait longer than this, the caller decides.
const LONG_WAIT_MS = 2_000

export function createRpcClient(options: RpcClientOptions): RpcClient {
  const { endpoint, callsPerSecond } = options
  const transport = /^wss?:/.test(options.url)
    ? createWebSocketTransport({ url: options.url })
    : createHttpTransport(options.url)
  const turns = createTurns({ parallel: PARALLEL_REQUESTS, callsPerSecond })
  const perBatch = Math.min(CALLS_PER_BATCH, Math.max(1, Math.floor((callsPerSecond ?? Number.POSITIVE_INFINITY) / 5)))
  const asking: Asking = { options, transport, turns, perBatch, isClosed: false, lastId: 0 }

  async function batchCall(calls: readonly RpcCall[], how: CallOptions = {}): Promise<unknown[]> {
    const parts: Promise<unknown[]>[] = []
    const size = asking.perBatch
    for (let at = 0; at < calls.length; at += size) parts.push(askInParts(asking, calls.slice(at, at + size), how))
    return (await Promise.all(parts)).flat()
  }

  return {
    endpoint,
    batchCall,
    call: async (method, params, how) => (await batchCall([{ method, params }], how))[0],
    close() {
      asking.isClosed = true
      turns.close()
      transport.close()
    },
  }
}

type Asking = {
  readonly options: RpcClientOptions
  readonly transport: Transport
  readonly turns: ReturnType<typeof createTurns>
  /** The most calls of a batch: fewer once the endpoint took no such batch, and took a smaller one. */
  perBatch: number
  isClosed: boolean
  lastId: number
}

/** In halves where the endpoint takes no such batch, down to single calls: a batch's refusal is never taken for that of its calls. */
async function askInParts(asking: Asking, calls: readonly RpcCall[], how: CallOptions): Promise<unknown[]> {
  try {
    return await ask(asking, calls, how)
  } catch (cause) {
    if (!(cause instanceof RpcFailure) || cause.tooMuch === null || calls.length === 1) throw cause
    const half = Math.ceil(calls.length / 2)
    const answers: unknown[] = []
    while (answers.length < calls.length) {
      const size = Math.min(half, asking.perBatch)
      answers.push(...(await askInParts(asking, calls.slice(answers.length, answers.length + size), how)))
      // How much an answer weighs depends on what is asked; how many calls it takes does not.
      if (cause.tooMuch === 'calls') asking.perBatch = Math.min(asking.perBatch, half)
    }
    return answers
  }
}

async function ask(asking: Asking, calls: readonly RpcCall[], how: CallOptions): Promise<unknown[]> {
  for (let attempt = 1; ; attempt++) {
    const release = await asking.turns.take(how.priority ?? 0, calls.length)
    try {
      return await exchange(asking, calls, how)
    } catch (cause) {
      if (!(cause instanceof RpcFailure) || !isWorthRetrying(cause, attempt) || asking.isClosed) throw cause
      asking.turns.rest(cause.waitMs ?? backoffMs(RETRY, attempt))
    } finally {
      release()
    }
  }
}

function isWorthRetrying(failure: RpcFailure, attempt: number): boolean {
  return failure.isShort && attempt <= RETRIES && (failure.waitMs ?? 0) <= LONG_WAIT_MS
}

async function exchange(asking: Asking, calls: readonly RpcCall[], how: CallOptions): Promise<unknown[]> {
  const { endpoint, requestLimitMs, traffic } = asking.options
  const methods = calls.map((call) => call.method)
  const requests = calls.map(({ method, params }): RpcRequest => {
    return { jsonrpc: '2.0', id: ++asking.lastId, method, params }
  })
  try {
    const { answer, ...moved } = await asking.transport.send(requests, requestLimitMs)
    const results = matchReplies(requests, answer, how.refused)
    traffic.note(endpoint, methods, moved)
    return results
  } catch (cause) {
    traffic.note(endpoint, methods, 'failed')
    throw cause
  }
}
