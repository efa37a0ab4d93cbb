// One exchange over HTTP, with whoever answers there: bounded in time and size, its failures named as those of a call are.
import { describeError } from '../../../errors'
import { RpcFailure } from '../rpc-failure'
import { ANSWER_LIMIT_BYTES } from './transport'

export type TextRequest = Readonly<{
  /** JSON that is posted; a GET without it. */
  body?: string
  limitMs: number
  signal: AbortSignal
}>

export type TextReply = Readonly<{
  status: number
  /** How long it wants to be left alone, where it says so. */
  wait: { waitMs?: number }
  text: string
}>

export async function fetchText(url: string, { body, limitMs, signal: ended }: TextRequest): Promise<TextReply> {
  const { address, headers } = addressed(url)
  const signal = AbortSignal.any([ended, AbortSignal.timeout(limitMs)])
  const sent = body === undefined ? { headers } : { method: 'POST', body, headers: { ...headers, ...JSON_BODY } }
  try {
    const response = await fetch(address, { ...sent, signal, redirect: 'follow' })
    return { status: response.status, wait: waitOf(response.headers), text: await readText(response) }
  } catch (cause) {
    throw failureOf(cause, limitMs)
  }
}

const JSON_BODY = { 'content-type': 'application/json', accept: 'application/json' }

/** fetch takes no user in an address; endpoints do. */
function addressed(url: string): { address: string; headers: Record<string, string> } {
  const address = new URL(url)
  const { username, password } = address
  address.username = ''
  address.password = ''
  if (username === '' && password === '') return { address: address.toString(), headers: {} }
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { address: address.toString(), headers: { ['authorization']: `Basic ${user}` } }
}

/** `Retry-After` in seconds; its other form, a date, is not seen in this trade. */
function waitOf(headers: Headers): { waitMs?: number } {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return seconds > 0 ? { waitMs: seconds * 1_000 } : {}
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

function failureOf(cause: unknown, limitMs: number): unknown {
  if (cause instanceof RpcFailure) return cause
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new RpcFailure({ kind: 'silent' }, `no answer within ${limitMs} ms`)
  }
  return new RpcFailure({ kind: 'silent', isShort: true }, describeError(cause))
}
