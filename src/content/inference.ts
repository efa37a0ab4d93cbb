// What an inference's hashes stand for: JSON with the input and the output, each proven by the keccak256 of its text.
import { ContentError } from './errors'
import { hashText } from './keccak'
import { decodeUtf8 } from './lines'

export const INFERENCE_MAX_BYTES = 8 * 1024 * 1024

export type InferenceContent = { input: string; output: string }
export type Checked<T> = { kind: 'VERIFIED'; value: T } | { kind: 'REFUSED'; error: ContentError }

/** Throws a ContentError unless the bytes hold both texts; whether they are the anchored ones, `checkText` says of each. */
export function parseInference(bytes: Uint8Array): InferenceContent {
  const { input, output } = parseObject(decodeUtf8(bytes, null))
  if (typeof input !== 'string') throw new ContentError({ kind: 'NOT_AN_INFERENCE', why: 'it has no input' })
  if (typeof output !== 'string') throw new ContentError({ kind: 'NOT_AN_INFERENCE', why: 'it has no output' })
  return { input, output }
}

export function checkText(text: string, hash: string): Checked<string> {
  if (!text.isWellFormed()) {
    return { kind: 'REFUSED', error: new ContentError({ kind: 'NOT_WELL_FORMED', line: null }) }
  }
  const found = hashText(text)
  if (found === hash.toLowerCase()) return { kind: 'VERIFIED', value: text }
  return { kind: 'REFUSED', error: new ContentError({ kind: 'HASH_MISMATCH', expected: hash, found }) }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ContentError({ kind: 'NOT_AN_INFERENCE', why: 'it is not JSON' }, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new ContentError({ kind: 'NOT_AN_INFERENCE', why: 'it is not a JSON object' })
}
