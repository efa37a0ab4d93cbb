// Calls over HTTP: one POST for a batch. Tells a gateway's words from a node's: an answer in JSON counts whatever its status, as some nodes
// refuse calls with 400 or 500.
import { RpcFailure } from '../rpc-failure'
import { fetchText, type TextReply } from './fetch-text'
import type { RpcRequest, Transport } from './transport'

export function createHttpTransport(url: string): Transport {
  const closing = new AbortController()
  return {
    async send(calls, limitMs) {
      const body = JSON.stringify(calls.length === 1 ? calls[0] : calls)
      const reply = await fetchText(url, { body, limitMs, signal: closing.signal })
      return { answer: answerOf(reply, calls), sentBytes: body.length, receivedBytes: reply.text.length }
    },
    close: () => closing.abort(),
  }
}

function answerOf({ status, wait, text }: TextReply, calls: readonly RpcRequest[]): unknown {
  if (status === 429) throw new RpcFailure({ kind: 'busy', ...wait }, 'HTTP status 429')
  const answer = parsed(text)
  if (isReply(answer)) return answer
  if (status >= 500) throw new RpcFailure({ kind: 'silent', isShort: true, ...wait }, `HTTP status ${status}`)
  if (status === 413) throw new RpcFailure({ kind: 'refused', tooMuch: 'calls' }, 'HTTP status 413')
  if (status !== 200) throw new RpcFailure({ kind: 'nonsense' }, `HTTP status ${status}`)
  const start = text.slice(0, 60).replace(/\s+/g, ' ')
  throw new RpcFailure({ kind: 'nonsense' }, `it answers ${calls[0]?.method} with no JSON-RPC: ${start}`)
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
