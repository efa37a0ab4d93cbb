// A TCP door in front of a real server, to take the server away and bring it back without touching it.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Gateway = { url: string; shut(): void; open(): void; close(): Promise<void> }

/** The same database under an address of its own. Shut, it breaks what is connected and accepts nobody. */
export async function openGateway(databaseUrl: string): Promise<Gateway> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isShut = false
  const server = createServer((client) => {
    if (isShut) return client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  const shut = () => {
    isShut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.toString(),
    shut,
    open: () => {
      isShut = false
    },
    close: () => {
      shut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
