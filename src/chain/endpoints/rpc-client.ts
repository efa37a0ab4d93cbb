// Asks one endpoint: puts calls into batches, waits for its turn, bridges a dropped connection, and holds the answers against what was asked.
// What lasts longer than a second is the caller's to know, who has other endpoints.
import { backoffMs } from './backoff'
import { createHttpTransport } from './http-transport'
import { RpcFailure } from './rpc-failure'
import type { Traffic } from './traffic'
import type { RpcRequest, Transport } from './transport'
import { createTurns } from './turns'
import { createWebSocketTransport } from './web-socket-transport'

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
  const asking: Asking = { options, transport, turns, isClosed: false, lastId: 0 }

  async function batchCall(calls: readonly RpcCall[], how: CallOptions = {}): Promise<unknown[]> {
    const parts: Promise<unknown[]>[] = []
    for (let at = 0; at < calls.length; at += perBatch) parts.push(ask(asking, calls.slice(at, at + perBatch), how))
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
  isClosed: boolean
  lastId: number
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
    const results = match(requests, answer, how)
    traffic.note(endpoint, methods, moved)
    return results
  } catch (cause) {
    traffic.note(endpoint, methods, 'failed')
    throw cause
  }
}

function match(requests: readonly RpcRequest[], answer: unknown, how: CallOptions): unknown[] {
  const replies = new Map<unknown, Record<string, unknown>>()
  for (const reply of Array.isArray(answer) ? answer : [answer]) {
    if (typeof reply === 'object' && reply !== null) replies.set(reply.id, reply)
  }
  const only = Array.isArray(answer) ? null : refusalOf(answer)
  return requests.map(({ id, method }) => {
    const reply = replies.get(id)
    // A batch refused as a whole comes as one error, often without an id.
    const failure = reply === undefined ? only : refusalOf(reply)
    if (failure !== null && failure.kind === 'refused' && how.refused !== undefined) return how.refused(failure)
    if (failure !== null) throw failure
    if (reply !== undefined && 'result' in reply) return reply['result']
    const what = requests.length === 1 ? 'another question' : `${replies.size} of ${requests.length} calls`
    throw new RpcFailure({ kind: 'nonsense' }, `asked for ${method}, it answers ${what}`)
  })
}

function refusalOf(reply: unknown): RpcFailure | null {
  const error = (reply as Record<string, unknown> | null)?.['error'] as
    | { code?: unknown; message?: unknown }
    | undefined
  if (error === undefined || error === null) return null
  const message = String(error.message ?? JSON.stringify(error)).slice(0, 300)
  const isBusy = error.code === 429 || /rate limit|too many requests|request limit|throttl/i.test(message)
  if (isBusy) return new RpcFailure({ kind: 'busy' }, message)
  const isLate = /timed? ?out|deadline exceeded/i.test(message)
  if (isLate) return new RpcFailure({ kind: 'silent' }, message)
  return new RpcFailure({ kind: 'refused', isUnknownMethod: isUnknownMethod(error.code, message) }, message)
}

// The code is JSON-RPC's; gateways that withhold a method have codes of their own.
const METHOD_NOT_FOUND = -32_601

function isUnknownMethod(code: unknown, message: string): boolean {
  return (
    code === METHOD_NOT_FOUND || /method.{0,80}(not found|does not exist|not supported|not available)/i.test(message)
  )
}
