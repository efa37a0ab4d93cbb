// The bytes of a data: URI (RFC 2397), strictly: what is malformed is refused, never guessed at.
import { ContentError } from './errors'

export function decodeDataUri(uri: string, maxBytes: number): Uint8Array {
  const comma = uri.indexOf(',')
  if (comma === -1) throw refusal(uri, 'a data: URI needs a comma')
  const hash = uri.indexOf('#', comma)
  const payload = uri.slice(comma + 1, hash === -1 ? undefined : hash)
  const bytes = /;\s*base64\s*$/i.test(uri.slice(0, comma))
    ? decodeBase64(uri, decodePercent(uri, payload).toString('latin1'))
    : decodePercent(uri, payload)
  if (bytes.length > maxBytes) throw new ContentError({ kind: 'TOO_LARGE', limitBytes: maxBytes })
  return bytes
}

function decodeBase64(uri: string, text: string): Buffer {
  const body = text.replace(/=+$/, '')
  const isComplete = text.length === body.length || text.length % 4 === 0
  if (!/^[A-Za-z0-9+/]*$/.test(body) || body.length % 4 === 1 || !isComplete)
    throw refusal(uri, 'its base64 is malformed')
  return Buffer.from(body, 'base64')
}

function decodePercent(uri: string, text: string): Buffer {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw refusal(uri, 'its percent-encoding is malformed')
  const source = Buffer.from(text, 'utf8')
  const bytes = Buffer.allocUnsafe(source.length)
  let length = 0
  for (let at = 0; at < source.length; at++) {
    if (source[at] === 0x25) {
      bytes[length++] = Number.parseInt(source.toString('latin1', at + 1, at + 3), 16)
      at += 2
    } else {
      bytes[length++] = source[at] as number
    }
  }
  return bytes.subarray(0, length)
}

const refusal = (uri: string, why: string) => new ContentError({ kind: 'URI_INVALID', uri, why })
