// How do contents get out? A plain HTTP server over the content folder that shows whole files by hash, never lists, and
// answers "gone" for what its owner withholds.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { ContentPortError } from '../errors'
import { WITHHELD } from './content-folder'

export type ContentServer = { readonly url: string; readonly port: number; stop(): Promise<void> }

/** Port 0: a free one. */
export function startContentServer(dir: string, port: number): Promise<ContentServer> {
  const server = createServer((request, response) => answer(dir, request, response))
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new ContentPortError({ port }, cause)))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve({ url: `http://127.0.0.1:${bound}`, port: bound, stop: () => close(server) })
    })
  })
}

const NAME = /^\/(0x[0-9a-f]{64}\.(?:json|jsonl))$/
const TYPES = { json: 'application/json', jsonl: 'application/x-ndjson' }

function answer(dir: string, request: IncomingMessage, response: ServerResponse): void {
  const name = NAME.exec(request.url ?? '')?.[1] ?? ''
  const status = statusOf(dir, name, request.method)
  if (status !== 200) {
    response.writeHead(status).end()
    return
  }
  const file = join(dir, name)
  response.writeHead(200, {
    'content-type': name.endsWith('.json') ? TYPES.json : TYPES.jsonl,
    'content-length': statSync(file).size,
    'cache-control': 'public, max-age=31536000, immutable',
  })
  if (request.method === 'HEAD') response.end()
  else createReadStream(file).pipe(response)
}

function statusOf(dir: string, name: string, method: string | undefined): 200 | 404 | 405 | 410 {
  if (method !== 'GET' && method !== 'HEAD') return 405
  if (name === '') return 404
  if (existsSync(join(dir, WITHHELD, name))) return 410
  return existsSync(join(dir, name)) ? 200 : 404
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
