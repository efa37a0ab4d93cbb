// A port of 127.0.0.1 for a server that has to be found where it was when it starts again. Drawn from below those that the system gives to
// clients: any connection could take one of these while the server is away.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const FIRST = 20_000
// Linux gives clients those from 32,768 on.
const BEYOND = 32_768
const TRIES = 100

/** One that nobody listens on just now. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = randomInt(FIRST, BEYOND)
    const refusal = await listenOnce(port)
    if (refusal === null) return port
    if (refusal.code !== 'EADDRINUSE' || attempt === TRIES) throw refusal
  }
}

function listenOnce(port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(null)))
  })
}
