// The bytes of an http(s): URI, from a server we don't trust: size, time and redirects are limited, no encoding is undone, and
// the address is judged where the connection is made, so that neither a redirect nor a changing DNS answer leads inside.
import { lookup as resolveName } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher, request } from 'undici'
import { isPublicAddress } from './address-guard'
import { ContentError } from './errors'

const CONNECT_LIMIT_MS = 5_000
const MOST_REDIRECTS = 3
const CONNECTIONS_PER_ORIGIN = 8
const REDIRECTS = [301, 302, 303, 307, 308]

export type HttpReading = { maxBytes: number; timeoutMs: number; signal: AbortSignal | undefined }

/** `redirected` makes the connections of every step but the first. */
export type HttpAgents = { first: Dispatcher; redirected: Dispatcher }

export async function readHttpUri(uri: string, agents: HttpAgents, reading: HttpReading): Promise<Uint8Array> {
  const limit = AbortSignal.timeout(reading.timeoutMs)
  const signal = reading.signal === undefined ? limit : AbortSignal.any([limit, reading.signal])
  let url = new URL(uri)
  try {
    for (let redirects = 0; ; redirects++) {
      const agent = redirects === 0 ? agents.first : agents.redirected
      const found = await visit(url, agent, { maxBytes: reading.maxBytes, signal })
      if (found instanceof Uint8Array) return found
      if (redirects === MOST_REDIRECTS) throw redirectRefusal(url, `more than ${MOST_REDIRECTS} times`)
      url = found
    }
  } catch (cause) {
    if (cause instanceof ContentError) throw cause
    reading.signal?.throwIfAborted()
    if (limit.aborted) throw new ContentError({ kind: 'TIMEOUT', host: url.host, limitMs: reading.timeoutMs }, cause)
    throw new ContentError({ kind: 'UNREACHABLE', host: url.host }, cause)
  }
}

/** With `isGuarded`, only public addresses are connected to. */
export function createHttpAgent(isGuarded: boolean): Agent {
  const connect = buildConnector({ timeout: CONNECT_LIMIT_MS, ...(isGuarded ? { lookup: lookUpPublic } : {}) })
  return new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    connect(options, callback) {
      // A literal address is never looked up, so it is judged here.
      const address = options.hostname.replace(/^\[|\]$/g, '')
      if (isGuarded && isIP(address) !== 0 && !isPublicAddress(address)) {
        callback(new ContentError({ kind: 'ADDRESS_REFUSED', host: options.hostname, address }), null)
        return
      }
      connect(options, callback)
    },
  })
}

async function visit(url: URL, agent: Dispatcher, limits: { maxBytes: number; signal: AbortSignal }) {
  const { statusCode, headers, body } = await request(url, {
    dispatcher: agent,
    signal: limits.signal,
    headers: { 'accept-encoding': 'identity', accept: '*/*', 'user-agent': 'headwater' },
  })
  try {
    if (REDIRECTS.includes(statusCode)) return redirectTarget(url, headers['location'])
    if (statusCode !== 200) throw new ContentError({ kind: 'STATUS', host: url.host, status: statusCode })
    const encoding = String(headers['content-encoding'] ?? 'identity')
    // Undoing an encoding would let a few bytes become gigabytes.
    if (encoding !== 'identity') throw new ContentError({ kind: 'ENCODED', host: url.host, encoding })
    if (Number(headers['content-length']) > limits.maxBytes) throw tooLarge(limits.maxBytes)
    return await collect(body, limits.maxBytes)
  } finally {
    body.on('error', () => {})
    body.destroy()
  }
}

async function collect(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function redirectTarget(from: URL, location: string | string[] | undefined): URL {
  if (typeof location !== 'string' || !URL.canParse(location, from.href))
    throw redirectRefusal(from, 'to no usable address')
  const target = new URL(location, from)
  if (target.protocol === 'http:' || target.protocol === 'https:') return target
  throw redirectRefusal(from, `to ${target.protocol}`)
}

/** Keeps only public answers; what the connection uses is what was judged. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0)
    const [first, ...others] = addresses.filter(({ address }) => isPublicAddress(address))
    if (first === undefined) {
      const address = addresses[0]?.address ?? 'unknown'
      return callback(new ContentError({ kind: 'ADDRESS_REFUSED', host: hostname, address }), '', 0)
    }
    return options.all ? callback(null, [first, ...others]) : callback(null, first.address, first.family)
  })
}

const redirectRefusal = (url: URL, why: string) => new ContentError({ kind: 'REDIRECT_REFUSED', host: url.host, why })
const tooLarge = (limitBytes: number) => new ContentError({ kind: 'TOO_LARGE', limitBytes })
