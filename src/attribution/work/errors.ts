// What can end or hinder the attributor, each with its code.
import { HeadwaterError } from '../../errors'

export class DatabaseLostError extends HeadwaterError {
  constructor(facts: { limitMs: number }, cause?: unknown) {
    super('HW601', `The database was away for more than ${facts.limitMs / 1000} seconds`, { cause, retryable: true })
  }
}

export class DataSetUnavailableError extends HeadwaterError {
  constructor(facts: { modelVersionId: string; detail: string }) {
    super('HW602', `The data of model version ${facts.modelVersionId} can't be searched: ${facts.detail}`, {
      retryable: true,
    })
  }
}
