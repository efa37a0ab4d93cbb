// The engine's refusals as errors of the house. The engine writes the sentence and knows the code; what is refused before it crosses the
// border has the same codes.
import { HeadwaterError } from '../errors'

export class EngineError extends HeadwaterError {}

const UNREADABLE = 'HW506'
const TOO_LARGE = 'HW508'
const NOT_UNICODE = 'HW509'
const BAD_ARGUMENT = 'HW510'
const NOT_BUILT = 'HW513'
const STOPPED = 'HW514'

/** What the native engine threw, with its code: one of HW5xx. */
export function toEngineError(thrown: unknown): EngineError {
  const { code, message } = thrown as { code?: string; message?: string }
  const isOurs = code?.startsWith('HW5') === true
  return new EngineError(isOurs ? code : BAD_ARGUMENT, message ?? String(thrown), {
    cause: isOurs ? undefined : thrown,
  })
}

export function engineMissing(cause: unknown): EngineError {
  return new EngineError(NOT_BUILT, 'the compiled engine can not be loaded', { cause })
}

export function stopped(): EngineError {
  return new EngineError(STOPPED, 'stopped on request; nothing was changed')
}

export function badArgument(sentence: string): EngineError {
  return new EngineError(BAD_ARGUMENT, sentence)
}

export function textTooLarge(units: number, limit: number): EngineError {
  return new EngineError(TOO_LARGE, `the text has ${units} bytes or more; the limit is ${limit}`)
}

export function textUnreadable(file: string, cause: unknown): EngineError {
  return new EngineError(UNREADABLE, `${file} can't be read`, { cause })
}

export function textMalformed(name: string, cause: unknown): EngineError {
  return new EngineError(NOT_UNICODE, `${name} is not UTF-8`, { cause })
}

export function pathMalformed(name: string): EngineError {
  return new EngineError(NOT_UNICODE, `${name} is not well-formed Unicode: it has half a surrogate pair`)
}
