// The engine's refusals as errors of the house. The engine writes the sentence and knows the code; nothing here invents either.
import { HeadwaterError } from '../errors'

export class EngineError extends HeadwaterError {}

const NOT_BUILT = 'HW513'
const BAD_ARGUMENT = 'HW510'
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

export function textUnreadable(file: string, cause: unknown): EngineError {
  return new EngineError('HW506', `${file} can't be read`, { cause })
}

export function textMalformed(name: string, cause: unknown): EngineError {
  return new EngineError('HW509', `${name} is not UTF-8`, { cause })
}
