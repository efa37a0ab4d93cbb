// The refusals of the HTTP side, each with its code. Those of the graph itself stand in graph/errors.ts.
import { HeadwaterError } from '../errors'

export class CostError extends HeadwaterError {
  constructor(facts: { cost: number; limit: number }) {
    super(
      'HW705',
      `The document costs ${facts.cost}, the limit is ${facts.limit}: ask for smaller pages or fewer levels`,
    )
  }
}

export class ShapeError extends HeadwaterError {
  constructor(facts: { what: string; limit: number }) {
    super('HW706', `The document has more than ${facts.limit} ${facts.what}: split it`)
  }
}

export class BodyTooLargeError extends HeadwaterError {
  constructor(facts: { limit: number }) {
    super('HW707', `The request's body is larger than ${facts.limit} bytes`)
  }
}

export class ResponseTooLargeError extends HeadwaterError {
  constructor(facts: { bytes: number; limit: number }) {
    super('HW708', `The answer would have ${facts.bytes} bytes, the limit is ${facts.limit}: ask for smaller pages`)
  }
}

export class TooSlowError extends HeadwaterError {
  constructor(facts: { limitMs: number }, cause?: unknown) {
    super('HW709', `The database did not answer within ${facts.limitMs} ms: ask for less, or filter`, { cause })
  }
}

export class TooManyRequestsError extends HeadwaterError {
  constructor(facts: { perSecond: number }) {
    super('HW710', `This address asks more than ${facts.perSecond} times a second: slow down`, { retryable: true })
  }
}

export class DatabaseAwayError extends HeadwaterError {
  constructor(cause: unknown) {
    super('HW711', 'The database does not answer at present: try again in a moment', { cause, retryable: true })
  }
}

export class DatabaseNotReadyError extends HeadwaterError {
  constructor(cause: unknown) {
    super('HW712', 'The database lacks tables or columns: run `headwater migrate`', { cause, retryable: true })
  }
}

export class PortInUseError extends HeadwaterError {
  constructor(facts: { host: string; port: number }, cause: unknown) {
    super(
      'HW714',
      `Port ${facts.port} of ${facts.host} is in use: stop what listens there, or set PORT (0 takes a free one)`,
      {
        cause,
      },
    )
  }
}

export class CannotListenError extends HeadwaterError {
  constructor(facts: { host: string; port: number }, cause: unknown) {
    super('HW720', `The API can't listen on port ${facts.port} of ${facts.host}: check HOST and PORT`, { cause })
  }
}

export class BlockAheadError extends HeadwaterError {
  constructor(facts: { number: number; head: number | null; limitMs: number }) {
    const { number, head, limitMs } = facts
    const stands = head === null ? 'no block is indexed yet' : `the index stands at block ${head}`
    super('HW723', `Block ${number} has not come within ${limitMs} ms: ${stands}`, { retryable: true })
  }
}

export class TooManySubscribersError extends HeadwaterError {
  constructor(facts: { limit: number }) {
    super('HW719', `${facts.limit} subscriptions are open already: close some, or poll`, { retryable: true })
  }
}
