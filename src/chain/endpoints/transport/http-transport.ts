// Calls over HTTP: one POST for a batch. Tells a gateway's words from a node's: an answer in JSON counts whatever its status, as some nodes
// refuse calls with 400 or 500.
import { describeError } from '../../../errors'
import { RpcFailure } from '../rpc-failure'
import { ANSWER_LIMIT_BYTES, type RpcRequest, type Transport } from './transport'

export function createHttpTransport(url: string): Transport {
  const closing = new AbortController()
  const { address, headers } = addressed(url)
  return {
    async send(calls, limitMs) {
      const body = JSON.stringify(calls.length === 1 ? calls[0] : calls)
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(limitMs)])
      try {
        const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'follow' })
        const text = await readText(response)
        return { answer: answerOf(response, text, calls), sentBytes: body.length, receivedBytes: text.length }
      } catch (cause) {
        throw failureOf(cause, limitMs)
      }
    },
    close: () => closing.abort(),
  }
}

/** fetch takes no user in an address; endpoints do. */
function addressed(url: string): { address: string; headers: Record<string, string> } {
  const address = new URL(url)
  const { username, password } = address
  address.username = ''
  address.password = ''
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  if (username === '' && password === '') return { address: address.toString(), headers }
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { address: address.toString(), headers: { ...headers, ['authorization']: `Basic ${user}` } }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (response.body === null) return ''
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    // Asking for less is what helps, as with a refusal in words.
    if (size > ANSWER_LIMIT_BYTES)
      throw new RpcFailure({ kind: 'refused', tooMuch: 'bytes' }, `its answer is above ${ANSWER_LIMIT_BYTES} bytes`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function answerOf({ status, headers }: Response, text: string, calls: readonly RpcRequest[]): unknown {
  if (status === 429) throw new RpcFailure({ kind: 'busy', ...waitOf(headers) }, 'HTTP status 429')
  const answer = parsed(text)
  if (isReply(answer)) return answer
  if (status >= 500) {
    throw new RpcFailure({ kind: 'silent', isShort: true, ...waitOf(headers) }, `HTTP status ${status}`)
  }
  if (status === 413) throw new RpcFailure({ kind: 'refused', tooMuch: 'calls' }, 'HTTP status 413')
  if (status !== 200) throw new RpcFailure({ kind: 'nonsense' }, `HTTP status ${status}`)
  const start = text.slice(0, 60).replace(/\s+/g, ' ')
  throw new RpcFailure({ kind: 'nonsense' }, `it answers ${calls[0]?.method} with no JSON-RPC: ${start}`)
}

/** `Retry-After` in seconds; its other form, a date, is not seen in this trade. */
function waitOf(headers: Headers): { waitMs?: number } {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return seconds > 0 ? { waitMs: seconds * 1_000 } : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isReply(answer: unknown): boolean {
  const [first] = Array.isArray(answer) ? answer : [answer]
  if (typeof first !== 'object' || first === null) return Array.isArray(answer)
  return 'result' in first || 'error' in first
}

function failureOf(cause: unknown, limitMs: number): unknown {
  if (cause instanceof RpcFailure) return cause
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new RpcFailure({ kind: 'silent' }, `no answer within ${limitMs} ms`)
  }
  return new RpcFailure({ kind: 'silent', isShort: true }, describeError(cause))
}
