// Ports of 127.0.0.1 for servers that have to be found where they were when they start again. Drawn from below those that the system gives
// to clients: any connection could take one of these while its server is away.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const FIRST = 20_000
// Linux gives clients those from 32,768 on.
const BEYOND = 32_768
const TRIES = 100

/** One that nobody listens on just now. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const port = randomInt(FIRST, BEYOND)
    if (await isFree(port)) return port
  }
  throw new Error(`of ${TRIES} ports of 127.0.0.1 between ${FIRST} and ${BEYOND}, none may be listened on`)
}

/** The one that a server had at this URL where that is still free: those who know the server know it by that. */
export async function portAgain(url: string | undefined): Promise<number> {
  const port = url === undefined ? 0 : Number(new URL(url).port)
  return port !== 0 && (await isFree(port)) ? port : findFreePort()
}

/** Throws what is no matter of the port: another would not do either. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
