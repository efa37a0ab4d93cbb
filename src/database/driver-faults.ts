// Lost connections, and what postgres.js makes of them: where a connection breaks at an unlucky moment, the driver throws where
// nobody can catch it, and the broken client may answer nothing any more. Who listens here throws that client away and goes on.

const LOST_CODES = [
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  // The server is going down, has crashed, or is not up yet.
  '57P01',
  '57P02',
  '57P03',
]

export function isConnectionLost(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  return LOST_CODES.includes(String(code)) || (cause !== undefined && isConnectionLost(cause))
}

/** From now on the driver's own faults are told to the listener; everything else that nobody caught ends the process, as ever. */
export function onDriverFault(listener: (error: Error) => void): void {
  const judge = (error: unknown) => {
    if (error instanceof Error && isOf(JOB_LIBRARY, error)) return
    if (error instanceof Error && (isOf(DRIVER, error) || isConnectionLost(error))) return listener(error)
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  }
  process.on('uncaughtException', judge)
  process.on('unhandledRejection', judge)
}

const DRIVER = /node_modules[\\/]postgres[\\/]/
// What its promises say that nobody waits for any more, its runner says too.
const JOB_LIBRARY = /node_modules[\\/](graphile-worker|pg|pg-pool)[\\/]/

const isOf = (place: RegExp, error: Error) => place.test(error.stack ?? '')
