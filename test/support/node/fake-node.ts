// A JSON-RPC server over HTTP that says what a test tells it to: no chain stands behind it.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type FakeCall = { id: number; method: string; params: unknown[] }
type Answer = { status?: number; headers?: Record<string, string>; body: unknown }

export type FakeNode = {
  readonly url: string
  /** The calls of each request so far. */
  readonly asked: FakeCall[][]
  /** null: never answers. A body that is no text is sent as JSON. */
  answer: (calls: FakeCall[], request: number) => Answer | null
  close(): Promise<void>
}

export const resultOf = ({ id }: FakeCall, result: unknown) => ({ jsonrpc: '2.0', id, result })
export const refusalOf = ({ id }: FakeCall, message: string, code = -32_000) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
})

/** Each call with its method as result. */
export function echo(calls: FakeCall[]): Answer {
  const replies = calls.map((call) => resultOf(call, call.method))
  return { body: replies.length === 1 ? replies[0] : replies }
}

export async function startFakeNode(): Promise<FakeNode> {
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const calls = [JSON.parse(Buffer.concat(chunks).toString()) as FakeCall | FakeCall[]].flat()
      node.asked.push(calls)
      const answer = node.answer(calls, node.asked.length)
      if (answer === null) return
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const node: FakeNode = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: echo,
    close: () =>
      new Promise((resolve) => {
        for (const response of open) response.destroy()
        server.close(() => resolve())
      }),
  }
  return node
}
