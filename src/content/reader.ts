// Fetches the bytes behind a URI, whatever its scheme, within limits. What the bytes mean, and whether they are what the chain
// anchored, is judged by their own files.
import { decodeDataUri } from './data-uri'
import { ContentError } from './errors'
import { readFileUri } from './file-uri'
import { createHttpAgent, readHttpUri } from './http-uri'

export type ContentPolicy = {
  /** file: contents are read below this folder only; null: never. */
  folder: string | null
  allowPrivateAddresses: boolean
  /** Bases for ipfs: contents, tried in order. */
  gateways: readonly string[]
}

export type Reading = { maxBytes: number; timeoutMs?: number; signal?: AbortSignal }

export type ContentReader = {
  /** The bytes, or a ContentError. */
  read(uri: string, reading: Reading): Promise<Uint8Array>
  close(): Promise<void>
}

const TIMEOUT_MS = 30_000

export function createContentReader(policy: ContentPolicy): ContentReader {
  const open = createHttpAgent(false)
  const guarded = policy.allowPrivateAddresses ? open : createHttpAgent(true)
  const direct = { first: guarded, redirected: guarded }
  // The operator chose the gateway, so it may stand inside; where it redirects to is not the operator's choice.
  const throughGateway = { first: open, redirected: guarded }
  const limitsOf = (reading: Reading) => ({
    maxBytes: reading.maxBytes,
    timeoutMs: reading.timeoutMs ?? TIMEOUT_MS,
    signal: reading.signal,
  })

  async function readThroughGateways(uri: string, reading: Reading): Promise<Uint8Array> {
    const path = ipfsPath(uri)
    let fault: unknown = new ContentError({ kind: 'NO_GATEWAY' })
    for (const gateway of policy.gateways) {
      try {
        return await readHttpUri(`${gateway.replace(/\/+$/, '')}/ipfs/${path}`, throughGateway, limitsOf(reading))
      } catch (error) {
        if (!(error instanceof ContentError)) throw error
        fault = error
      }
    }
    throw fault
  }

  return {
    read(uri, reading) {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
      switch (scheme) {
        case 'data':
          return Promise.resolve().then(() => decodeDataUri(uri, reading.maxBytes))
        case 'file':
          return readFileUri(uri, policy.folder, reading.maxBytes)
        case 'ipfs':
          return readThroughGateways(uri, reading)
        case 'http':
        case 'https':
          if (URL.canParse(uri)) return readHttpUri(uri, direct, limitsOf(reading))
      }
      const why = scheme === undefined ? 'it has no scheme' : 'it is not a usable data:, file:, http(s): or ipfs: URI'
      return Promise.reject(new ContentError({ kind: 'URI_INVALID', uri, why }))
    },
    async close() {
      await Promise.all([...new Set([open, guarded])].map((agent) => agent.destroy()))
    },
  }
}

function ipfsPath(uri: string): string {
  const [, cid, rest = ''] = /^ipfs:\/\/(?:ipfs\/)?([A-Za-z0-9]{8,128})(\/[^?#]*)?$/i.exec(uri) ?? []
  const isPlain = !rest.split('/').some((part) => part === '.' || part === '..' || /%2e|%2f|%5c/i.test(part))
  if (cid === undefined || !isPlain || !URL.canParse(`http://gateway.invalid/ipfs/${cid}${rest}`)) {
    throw new ContentError({ kind: 'URI_INVALID', uri, why: 'it is not ipfs://CID or ipfs://CID/path' })
  }
  return cid + rest
}
