// The refusals of the graph, each with its code and what to do about it. Whatever else goes wrong is masked by the API.
import { HeadwaterError } from '../errors'

/** An id, cursor, filter or page argument that can't be used. */
export class ArgumentRefusedError extends HeadwaterError {
  constructor(facts: { name: string; value: unknown; expected: string }) {
    super('HW703', `The argument ${facts.name} can't be ${quote(facts.value)}: give ${facts.expected}`)
  }
}

export class PageTooLargeError extends HeadwaterError {
  constructor(facts: { size: number; limit: number }) {
    super('HW704', `A page of ${facts.size} is too large: ask for at most ${facts.limit} and follow pageInfo.endCursor`)
  }
}

export class TextTooLongError extends HeadwaterError {
  constructor(facts: { bytes: number; limit: number }) {
    super('HW715', `The text has ${facts.bytes} bytes of UTF-8: live attribution takes at most ${facts.limit}`)
  }
}

export class AttributionUnavailableError extends HeadwaterError {
  constructor(facts: { modelVersion: string; detail: string }, cause?: unknown) {
    super('HW716', `The data of model version ${facts.modelVersion} can't be attributed to: ${facts.detail}`, {
      cause,
      retryable: true,
    })
  }
}

export class AttributionBusyError extends HeadwaterError {
  constructor(facts: { running: number }) {
    super('HW717', `${facts.running} live attributions are running already: try again in a moment`, { retryable: true })
  }
}

export class PrivateBudgetError extends HeadwaterError {
  constructor(facts: { burst: number; perMinute: number }) {
    super(
      'HW721',
      `This address asked too many live attributions to private or paid data: ${facts.burst} at once and ${facts.perMinute} a minute are answered`,
      { retryable: true },
    )
  }
}

export class BlocksDifferError extends HeadwaterError {
  constructor() {
    super('HW722', 'A document is answered as of one block: give all its root fields the same `block`, or none')
  }
}

export class UnknownSubjectError extends HeadwaterError {
  constructor(facts: { kind: string; id: string }) {
    super('HW718', `There is no ${facts.kind} ${quote(facts.id)}: ids are what lists return`)
  }
}

const QUOTED_CHARACTERS = 80

/** Untrusted text in a message: short, and with its control characters visible. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text
}
