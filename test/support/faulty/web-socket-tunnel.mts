// Carries a WebSocket between a client and the node, frame by frame: counts what is called, may withhold what the node says, and may be
// cut at any moment. Compression is never agreed upon, so that frames can be read.
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'

export type TunnelOptions = {
  nodeUrl: URL
  /** A message from the client. */
  onCall(text: string): void
  /** A message from the node, which the client only gets where this says so. */
  lets(text: string): boolean
}

/** Ends both sides when one ends; `destroy` on the client's socket is a disconnect. */
export function tunnel(request: IncomingMessage, client: Socket, options: TunnelOptions): void {
  const { hostname, port } = options.nodeUrl
  const node = connect(Number(port), hostname, () => {
    const lines = Object.entries(request.headers).filter(([name]) => name !== 'sec-websocket-extensions')
    const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('')
    node.write(`GET / HTTP/1.1\r\n${head}\r\n`)
  })
  const fromClient = frameReader((frame) => {
    if (frame.isText) options.onCall(frame.text)
    node.write(frame.bytes)
  })
  const fromNode = frameReader((frame) => {
    if (!frame.isText || options.lets(frame.text)) client.write(frame.bytes)
  })
  client.on('data', fromClient)
  node.on(
    'data',
    afterHandshake((head) => client.write(head), fromNode),
  )
  for (const [one, other] of [
    [client, node],
    [node, client],
  ] as const) {
    one.on('close', () => other.destroy())
    one.on('error', () => other.destroy())
  }
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** The node's answer to the handshake is passed on as it is; what follows is frames. */
function afterHandshake(onHead: (head: Buffer) => void, onFrames: (bytes: Buffer) => void): (bytes: Buffer) => void {
  let head: Buffer | null = Buffer.alloc(0)
  return (bytes) => {
    if (head === null) return onFrames(bytes)
    const read = Buffer.concat([head, bytes])
    const end = read.indexOf(END_OF_HEAD)
    head = end < 0 ? read : null
    if (end < 0) return
    onHead(read.subarray(0, end + END_OF_HEAD.length))
    onFrames(read.subarray(end + END_OF_HEAD.length))
  }
}

type Frame = { bytes: Buffer; isText: boolean; text: string }

const TEXT = 1

/** Calls back for every whole frame; JSON-RPC messages are never split over frames by the two ends that meet here. */
function frameReader(onFrame: (frame: Frame) => void): (bytes: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0)
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes])
    for (;;) {
      const lengths = frameLengths(waiting)
      if (lengths === null || waiting.length < lengths.head + lengths.payload) return
      const end = lengths.head + lengths.payload
      const frame = waiting.subarray(0, end)
      waiting = waiting.subarray(end)
      const isText = ((frame[0] ?? 0) & 0x0f) === TEXT
      onFrame({ bytes: frame, isText, text: isText ? payloadOf(frame, lengths.head) : '' })
    }
  }
}

/** RFC 6455, 5.2: two bytes, a longer length where they say so, and a mask from clients. */
function frameLengths(bytes: Buffer): { head: number; payload: number } | null {
  if (bytes.length < 2) return null
  const short = (bytes[1] ?? 0) & 0x7f
  const mask = isMasked(bytes) ? 4 : 0
  if (short < 126) return { head: 2 + mask, payload: short }
  if (bytes.length < 10) return null
  return short === 126
    ? { head: 4 + mask, payload: bytes.readUInt16BE(2) }
    : { head: 10 + mask, payload: Number(bytes.readBigUInt64BE(2)) }
}

const isMasked = (bytes: Buffer): boolean => ((bytes[1] ?? 0) & 0x80) !== 0

function payloadOf(frame: Buffer, head: number): string {
  if (!isMasked(frame)) return frame.toString('utf8', head)
  const mask = frame.subarray(head - 4, head)
  return Buffer.from(frame.subarray(head).map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString()
}
