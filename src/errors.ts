// The one base error: every refusal of Headwater carries a stable code (docs/errors.md), one clear sentence, its cause,
// and whether trying again later can help. Rooms add subclasses that take facts and write their own sentence.

export type ErrorOptions = { cause?: unknown; retryable?: boolean }

export class HeadwaterError extends Error {
  readonly code: string
  readonly retryable: boolean

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

/** The message of anything thrown, with the messages of its causes behind it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message || (error as NodeJS.ErrnoException).code || error.name
  return error.cause === undefined ? own : `${own}: ${describeError(error.cause)}`
}
