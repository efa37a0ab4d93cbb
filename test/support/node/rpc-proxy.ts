// A server between the processor and its node, speaking JSON-RPC over HTTP, that can be told to misbehave.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Call = { id: unknown; method: string; params?: unknown[] }
export type Reply = { id: unknown; result?: unknown; error?: unknown }

/** What to do with a request: nothing ever, an answer of bytes, or the node's replies, changed. */
export type Fault =
  | { kind: 'none' }
  | { kind: 'silence' }
  | { kind: 'raw'; status: number; body: string }
  | { kind: 'replies'; change(reply: Reply, call: Call): Reply | null }

export type RpcProxy = {
  readonly url: string
  fault: Fault
  /** Calls so far, by method. */
  readonly calls: Map<string, number>
  readonly bytes: { received: number }
  close(): Promise<void>
}

export async function startRpcProxy(nodeUrl: string): Promise<RpcProxy> {
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void answer(Buffer.concat(chunks).toString(), response))
  })

  async function answer(body: string, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(body) as Call | Call[]
    const calls = Array.isArray(asked) ? asked : [asked]
    for (const { method } of calls) proxy.calls.set(method, (proxy.calls.get(method) ?? 0) + 1)
    const { fault } = proxy
    if (fault.kind === 'silence') return
    if (fault.kind === 'raw') return void response.writeHead(fault.status).end(fault.body)
    const headers = { 'content-type': 'application/json' }
    const text = await (await fetch(nodeUrl, { method: 'POST', headers, body })).text()
    proxy.bytes.received += text.length
    if (fault.kind === 'none') return void response.writeHead(200, headers).end(text)
    const replies = [JSON.parse(text) as Reply | Reply[]].flat()
    const changed = replies.flatMap((reply, index) => fault.change(reply, calls[index] as Call) ?? [])
    response.writeHead(200, headers).end(JSON.stringify(Array.isArray(asked) ? changed : changed[0]))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: { kind: 'none' },
    calls: new Map(),
    bytes: { received: 0 },
    close: () =>
      new Promise((resolve) => {
        for (const response of open) response.destroy()
        server.close(() => resolve())
      }),
  }
  return proxy
}
