// What an endpoint's answer says of each call of a request, and whether it refuses a call, or the request as a whole: then no call has an answer,
// and asking for less at once helps.
import { RpcFailure } from './rpc-failure'
import type { RpcRequest } from './transport/transport'

type Reply = Record<string, unknown>

/** In order of the requests; `refused` says what stands for a call that is refused, without it the whole fails. */
export function matchReplies(
  requests: readonly RpcRequest[],
  answer: unknown,
  refused?: (failure: RpcFailure) => unknown,
): unknown[] {
  const replies = new Map<unknown, Reply>()
  for (const reply of Array.isArray(answer) ? answer : [answer]) {
    if (typeof reply === 'object' && reply !== null) replies.set(reply.id, reply)
  }
  const ofBatch = refusalOfBatch(requests, [...replies.values()])
  if (ofBatch !== null) throw ofBatch
  const only = Array.isArray(answer) ? null : refusalOf(answer)
  return requests.map(({ id, method }) => {
    const reply = replies.get(id)
    const failure = reply === undefined ? only : refusalOf(reply)
    if (failure !== null && failure.kind === 'refused' && refused !== undefined) return refused(failure)
    if (failure !== null) throw failure
    if (reply !== undefined && 'result' in reply) return reply['result']
    const what = requests.length === 1 ? 'another question' : `${replies.size} of ${requests.length} calls`
    throw new RpcFailure({ kind: 'nonsense' }, `asked for ${method}, it answers ${what}`)
  })
}

// Some say so in one error, without an id or with that of the first call, as Geth does; some to each call.
const MANY_CALLS = /\bbatch/i
// Geth's word to those calls of a batch that come after its answer has become too long.
const MANY_BYTES = /response (is )?too (large|big)/i

function refusalOfBatch(requests: readonly RpcRequest[], replies: readonly Reply[]): RpcFailure | null {
  if (requests.length === 1) return null
  const failures = replies.map(refusalOf)
  const large = failures.find((failure) => failure !== null && MANY_BYTES.test(failure.message))
  if (large) return new RpcFailure({ kind: 'refused', tooMuch: 'bytes' }, large.message)
  const [first] = failures
  if (!first || failures.includes(null)) return null
  const isOne = first.kind === 'refused' && failures.length < requests.length
  if (!isOne && !MANY_CALLS.test(first.message)) return null
  return new RpcFailure({ kind: 'refused', tooMuch: 'calls' }, first.message)
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

// The code is JSON-RPC's; gateways that withhold a method have codes and words of their own.
const METHOD_NOT_FOUND = -32_601
const UNKNOWN_METHOD =
  /(unsupported|unknown) method|method (\S+ )?(is )?(not found|does not exist|not supported|not available|not whitelisted)/i

function isUnknownMethod(code: unknown, message: string): boolean {
  return code === METHOD_NOT_FOUND || UNKNOWN_METHOD.test(message)
}
