// Calls over a WebSocket: each goes as a message of its own, answers come in any order. A connection that is lost fails what waits on it; the
// next call makes another.
import { WebSocket } from 'undici'
import { RpcFailure } from '../rpc-failure'
import type { Exchange, RpcRequest, Transport } from './transport'

export type WebSocketTransportOptions = Readonly<{
  url: string
  /** Told of what the endpoint says unasked. */
  onNotification?: (message: Record<string, unknown>) => void
  /** Told when a connection that stood is gone. */
  onLost?: () => void
}>

type Pending = { answer(reply: Record<string, unknown>, bytes: number): void; fail(failure: RpcFailure): void }
type Line = { socket: WebSocket; opened: Promise<void>; pending: Map<unknown, Pending>; end(why: string): void }

export function createWebSocketTransport(options: WebSocketTransportOptions): Transport {
  let line: Line | null = null
  const connected = (): Line => {
    line ??= connect(options, () => {
      line = null
    })
    return line
  }
  return {
    send: async (calls, limitMs) => {
      const { promise: late, reject } = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        reject(new RpcFailure({ kind: 'silent' }, `no answer within ${limitMs} ms`))
      }, limitMs)
      const using = connected()
      try {
        return await Promise.race([ask(using, calls), late])
      } catch (cause) {
        // One that takes calls and answers none is as good as lost.
        using.end('the WebSocket takes calls and answers none')
        throw cause
      } finally {
        clearTimeout(timer)
        for (const { id } of calls) using.pending.delete(id)
      }
    },
    close: () => line?.end('the WebSocket is given up'),
  }
}

async function ask({ socket, opened, pending }: Line, calls: readonly RpcRequest[]): Promise<Exchange> {
  await opened
  let sentBytes = 0
  let receivedBytes = 0
  const answers = calls.map(
    (call) =>
      new Promise<unknown>((resolve, reject) => {
        const answer = (reply: unknown, bytes: number) => {
          receivedBytes += bytes
          resolve(reply)
        }
        pending.set(call.id, { answer, fail: reject })
        const text = JSON.stringify(call)
        sentBytes += text.length
        socket.send(text)
      }),
  )
  const answer = await Promise.all(answers)
  return { answer: answer.length === 1 ? answer[0] : answer, sentBytes, receivedBytes }
}

function connect({ url, onNotification, onLost }: WebSocketTransportOptions, forget: () => void): Line {
  const socket = new WebSocket(url)
  const pending = new Map<unknown, Pending>()
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>()
  opened.catch(() => {})
  let wasOpen = false
  let isOver = false
  // At once: whoever is silent does not answer a farewell either.
  const end = (why: string) => {
    if (isOver) return
    isOver = true
    forget()
    const failure = new RpcFailure({ kind: 'silent', isShort: true }, why)
    reject(failure)
    for (const waiting of pending.values()) waiting.fail(failure)
    pending.clear()
    if (wasOpen) onLost?.()
    socket.close()
  }
  socket.addEventListener('open', () => {
    wasOpen = true
    resolve()
  })
  socket.addEventListener('error', () => end('the WebSocket can not be opened, or broke'))
  socket.addEventListener('close', ({ code }) => end(`the WebSocket was closed (${code})`))
  socket.addEventListener('message', ({ data }) => {
    const message = parsed(String(data))
    if (message === null || isOver) return
    if (!('id' in message) && 'method' in message) onNotification?.(message)
    else pending.get(message['id'])?.answer(message, String(data).length)
  })
  return { socket, opened, pending, end }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(text)
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : null
  } catch {
    return null
  }
}
