// What can end or hinder the attributor, each with its code.
import { HeadwaterError } from '../../errors'

export class DatabaseLostError extends HeadwaterError {
  constructor(facts: { limitMs: number }, cause?: unknown) {
    super('HW601', `The database was away for more than ${facts.limitMs / 1000} seconds`, { cause, retryable: true })
  }
}
