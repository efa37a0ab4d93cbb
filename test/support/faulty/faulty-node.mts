// A JSON-RPC server before a real node, over HTTP and WebSocket, that counts what passes and answers as badly as it is told to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { askedInstead, type Call, type Fault, type FaultKind, type Reply, replyUnder } from './fault.mts'
import { hasFees, withFees } from './op-fees.mts'
import { tunnel } from './web-socket-tunnel.mts'

export type FaultyNode = {
  readonly url: string
  readonly webSocketUrl: string
  /** Asked before every request; over a WebSocket only a hang-up is heeded. */
  fault: (calls: readonly Call[]) => Fault | null
  /** Whether a WebSocket's client gets what the node just said. */
  lets: (text: string) => boolean
  /** Calls so far, and the bytes of their replies, by method; those of a batch in equal parts. */
  readonly calls: Map<string, number>
  readonly bytes: Map<string, number>
  /** Faults that reached a client, by kind. */
  readonly injected: Map<FaultKind | 'disconnect', number>
  /** Cuts every WebSocket; how many there were. */
  disconnect(): number
  close(): Promise<void>
}

const JSON_HEADERS = { 'content-type': 'application/json' }

export const NO_FAULT = (): null => null

export async function startFaultyNode(nodeUrl: string): Promise<FaultyNode> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => void serve(node, nodeUrl, { request, response }))
  server.on('upgrade', (request, socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    tunnel(request, socket, {
      nodeUrl: new URL(nodeUrl),
      onCall: (text) => hear(node, callsIn(text), socket),
      lets: (text) => node.lets(text),
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const node: FaultyNode = {
    url: `http://127.0.0.1:${port}`,
    webSocketUrl: `ws://127.0.0.1:${port}`,
    fault: NO_FAULT,
    lets: () => true,
    calls: new Map(),
    bytes: new Map(),
    injected: new Map(),
    disconnect() {
      const count = sockets.size
      for (const socket of sockets) socket.destroy()
      if (count > 0) add(node.injected, 'disconnect', count)
      return count
    },
    close() {
      node.disconnect()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return node
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

const callsIn = (text: string): Call[] => [JSON.parse(text) as Call | Call[]].flat()

/** A WebSocket knows one fault: it drops. */
function hear(node: FaultyNode, calls: readonly Call[], socket: Socket): void {
  for (const { method } of calls) add(node.calls, method, 1)
  if (node.fault(calls)?.kind !== 'hang-up') return
  add(node.injected, 'disconnect', 1)
  socket.destroy()
}

type Exchange = { request: IncomingMessage; response: ServerResponse }

async function serve(node: FaultyNode, nodeUrl: string, { request, response }: Exchange): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const calls = callsIn(text)
  for (const { method } of calls) add(node.calls, method, 1)
  const fault = node.fault(calls)
  if (fault !== null && isSpoilt(fault, response)) return void add(node.injected, fault.kind, 1)
  const body = fault === null && !calls.some(hasFees) ? text : null
  const answer = await (body === null ? spoiltAnswer(nodeUrl, text, fault) : rawAnswer(nodeUrl, body)).catch(() => null)
  if (answer === null) return void response.destroy()
  for (const { method } of calls) add(node.bytes, method, answer.length / calls.length)
  if (fault !== null) add(node.injected, fault.kind, 1)
  await send(response, answer, fault)
}

/** Byte for byte what the node says: nothing is read of it, so that who is measured behind this waits for next to nothing. */
async function rawAnswer(nodeUrl: string, body: string): Promise<Buffer> {
  const answer = await fetch(nodeUrl, { method: 'POST', headers: JSON_HEADERS, body })
  return Buffer.from(await answer.arrayBuffer())
}

async function spoiltAnswer(nodeUrl: string, text: string, fault: Fault | null): Promise<Buffer> {
  const replies = await repliesOf(nodeUrl, callsIn(text), fault)
  const isBatch = text.trimStart().startsWith('[')
  return Buffer.from(JSON.stringify(isBatch ? replies.filter((reply) => reply !== null) : replies[0]))
}

/** Faults for which the node is not even asked; true: the answer is given, or never will be. */
function isSpoilt(fault: Fault, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'time-out':
      return true
    case 'hang-up':
      response.destroy()
      return true
    case 'status':
      response.writeHead(fault.status).end('not now')
      return true
    case 'web page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>')
      return true
    default:
      return false
  }
}

/** In the order of the calls; null for one that is left out. */
async function repliesOf(nodeUrl: string, calls: Call[], fault: Fault | null): Promise<(Reply | null)[]> {
  const headNumber = fault?.kind === 'stale head' ? await headOf(nodeUrl) : 0
  const asked = fault === null ? calls : calls.map((call) => askedInstead(fault, call, headNumber))
  const found = new Map((await post(nodeUrl, asked)).map((reply) => [reply.id, reply]))
  return calls.map((call, index) => {
    const reply = withFees(call, found.get(call.id) ?? { id: call.id, result: null })
    if (fault === null) return reply
    if (fault.kind === 'half batch' && index % 2 === 1) return null
    return replyUnder(fault, call, reply)
  })
}

async function headOf(nodeUrl: string): Promise<number> {
  const [reply] = await post(nodeUrl, [{ id: 1, method: 'eth_blockNumber', params: [] }])
  return Number(reply?.result)
}

async function post(nodeUrl: string, calls: Call[]): Promise<Reply[]> {
  const body = JSON.stringify(calls.map((call) => ({ jsonrpc: '2.0', ...call })))
  return [JSON.parse((await rawAnswer(nodeUrl, body)).toString()) as Reply | Reply[]].flat()
}

async function send(response: ServerResponse, answer: Buffer, fault: Fault | null): Promise<void> {
  if (fault?.kind === 'latency') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  response.writeHead(200, JSON_HEADERS)
  response.end(fault?.kind === 'truncated' ? answer.subarray(0, answer.length >> 1) : answer)
}
