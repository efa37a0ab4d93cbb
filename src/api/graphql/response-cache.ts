// Whole answers, kept as the bytes that were sent, for as long as the database stands where it stood. Bounded in bytes; the
// answer that was not asked for longest goes first.
import { createHash } from 'node:crypto'
import type { DatabaseState } from '../../database/snapshot'

export type ResponseCache = {
  get(key: string): string | undefined
  set(key: string, body: string): void
  readonly bytes: number
}

// Keys, links and the string's own header.
const OVERHEAD_BYTES = 200

export function createResponseCache(limitBytes: number): ResponseCache {
  const bodies = new Map<string, string>()
  let bytes = 0
  const costOf = (body: string) => body.length * 2 + OVERHEAD_BYTES
  return {
    get: (key) => {
      const body = bodies.get(key)
      if (body === undefined) return undefined
      bodies.delete(key)
      bodies.set(key, body)
      return body
    },
    set: (key, body) => {
      const known = bodies.get(key)
      if (known !== undefined) bytes -= costOf(known)
      bodies.delete(key)
      // One answer may take an eighth: more would push out all the others.
      if (costOf(body) > limitBytes / 8) return
      bodies.set(key, body)
      bytes += costOf(body)
      for (const [oldest, old] of bodies) {
        if (bytes <= limitBytes) break
        bodies.delete(oldest)
        bytes -= costOf(old)
      }
    },
    get bytes() {
      return bytes
    },
  }
}

export type AskedDocument = { query?: string | undefined; variables?: unknown; operationName?: string | undefined }

/** The same document with the same variables on the same state has the same answer, so this serves as ETag as well. */
export function answerKey(asked: AskedDocument, state: DatabaseState): string {
  const heads = state.heads.map((head) => `${head.chainId}:${head.hash}`)
  const parts = [asked.query, asked.variables ?? {}, asked.operationName ?? '', state.revision.toString(), heads]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
