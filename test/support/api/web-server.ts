// A real HTTP server on a free port of 127.0.0.1, for one test.
import { createServer, type RequestListener } from 'node:http'

export type WebServer = { url: string; port: number; requests: string[]; close(): Promise<void> }

export async function startWebServer(answer: RequestListener): Promise<WebServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
