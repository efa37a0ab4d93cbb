// How an id on the chain is written short, and how the page of a decision is addressed.

/** "0x1234…cdef"; what is short already stays as it is. */
export function shorten(hex: string): string {
  return hex.length <= 14 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`
}

export type DecisionAddress = { chain: number; inferenceId: string }
/** A page of the list: of one verdict or of all, behind a cursor or the newest. */
export type ListAddress = { status: string | null; after: string | null }
export type Route =
  | ({ kind: 'decisions' } & ListAddress)
  | ({ kind: 'decision' } & DecisionAddress)
  | { kind: 'nowhere' }

export const statuses = ['RECOMPUTED', 'MISMATCH', 'UNVERIFIABLE', 'UNCLAIMED', 'PENDING'] as const

const decisionPath = /^\/decision\/(\d{1,9})-(0x[0-9a-f]{64})\/?$/i

export function readRoute(path: string, search: string): Route {
  if (path === '/' || path === '/index.html') {
    const asked = new URLSearchParams(search)
    const status = statuses.find((known) => known === asked.get('status')) ?? null
    return { kind: 'decisions', status, after: asked.get('after') }
  }
  const [, chain, inferenceId] = decisionPath.exec(path) ?? []
  if (chain === undefined || inferenceId === undefined) return { kind: 'nowhere' }
  return { kind: 'decision', chain: Number(chain), inferenceId: inferenceId.toLowerCase() }
}

export function listHref({ status, after }: ListAddress): string {
  const asked = new URLSearchParams()
  if (status !== null) asked.set('status', status)
  if (after !== null) asked.set('after', after)
  return asked.size === 0 ? '/' : `/?${asked}`
}

export function decisionHref({ chain, inferenceId }: DecisionAddress): string {
  return `/decision/${chain}-${inferenceId}`
}

const chains = new Map([
  [1612, 'OpenLedger'],
  [161201, 'OpenLedger testnet'],
])

export function chainName(chain: number): string {
  const name = chains.get(chain)
  return name === undefined ? `chain ${chain}` : `${name} (chain ${chain})`
}
