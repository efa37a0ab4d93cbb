// Opens and closes the one port of the API.
import type { Server } from 'node:http'
import { CannotListenError, PortInUseError } from './errors'

/** The address it can be reached at; port 0 takes a free one. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const facts = { host, port }
      reject(cause.code === 'EADDRINUSE' ? new PortInUseError(facts, cause) : new CannotListenError(facts, cause))
    })
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
    })
  })
}

const LOOK_MS = 20

/** Requests on their way are answered; connections are closed as they fall idle, stubborn ones at the limit. */
export function close(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Node closes those that idle now, and leaves those that will in a moment to their timeout.
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS)
    const force = setTimeout(() => server.closeAllConnections(), limitMs)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(force)
      resolve()
    })
  })
}
