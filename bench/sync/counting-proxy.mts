// Stands between a source and its node and counts what passes: calls by method, and the bytes of the answers.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type CountingProxy = {
  url: string
  calls: Map<string, number>
  receivedBytes(): number
  close(): void
}

export async function startCountingProxy(nodeUrl: string): Promise<CountingProxy> {
  const calls = new Map<string, number>()
  let received = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    for (const { method } of [JSON.parse(body) as { method: string } | { method: string }[]].flat()) {
      calls.set(method, (calls.get(method) ?? 0) + 1)
    }
    const headers = { 'content-type': 'application/json' }
    const answer = Buffer.from(await (await fetch(nodeUrl, { method: 'POST', headers, body })).arrayBuffer())
    received += answer.length
    response.writeHead(200, headers).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    receivedBytes: () => received,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
