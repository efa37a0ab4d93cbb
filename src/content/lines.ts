// The lines of a JSONL content: strict UTF-8, one JSON object a line, an optional newline at the end, nothing blank between.
import { ContentError } from './errors'

export type JsonLine = { line: number; value: Record<string, unknown> }
export type LineLimits = { maxLines: number; maxLineBytes: number }

const NEWLINE = 0x0a
const BYTES_A_TURN = 1 << 20

/** Gives the event loop a turn after every megabyte. Lines count from 1. */
export async function* jsonLines(bytes: Uint8Array, limits: LineLimits): AsyncGenerator<JsonLine> {
  let line = 0
  let turnAt = BYTES_A_TURN
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found === -1 ? bytes.length : found
    line += 1
    if (line > limits.maxLines) throw new ContentError({ kind: 'TOO_MANY_ROWS', limit: limits.maxLines })
    if (end - start > limits.maxLineBytes) {
      throw new ContentError({ kind: 'ROW_TOO_LONG', line, limitBytes: limits.maxLineBytes })
    }
    yield { line, value: parseObject(decodeUtf8(bytes.subarray(start, end), line), line) }
    start = end + 1
    if (start > turnAt) {
      turnAt = start + BYTES_A_TURN
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

export function decodeUtf8(bytes: Uint8Array, line: number | null): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new ContentError({ kind: 'NOT_UTF8', line }, cause)
  }
}

// A byte order mark is kept, and then refused as no JSON: it would stand in the hash.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parseObject(text: string, line: number): Record<string, unknown> {
  if (text.trim() === '') throw new ContentError({ kind: 'NOT_JSONL', line, why: 'is blank' })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ContentError({ kind: 'NOT_JSONL', line, why: 'is not JSON' }, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new ContentError({ kind: 'NOT_JSONL', line, why: 'is not an object' })
}
