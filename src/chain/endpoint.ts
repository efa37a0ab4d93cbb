// One RPC endpoint: a client that gives up in good time, so that its caller can say what is wrong and try another, and the
// check that the endpoint is of our chain.
import { RpcClient } from '@subsquid/rpc-client'
import type { Log } from '../log'
import { EndpointFaultError, EndpointSilentError, WrongChainError } from './errors'

const REQUEST_LIMIT_MS = 10_000
// With the library's pauses (10, 100, 500 ms) a dropped connection is bridged; whatever lasts longer is reported.
const RETRIES = 3
// Public endpoints cap batches at 100 calls and dislike more than ten at once.
const CALLS_PER_BATCH = 100
const PARALLEL_REQUESTS = 10

export type EndpointLimits = Readonly<{ requestLimitMs?: number | undefined; callsPerSecond?: number | undefined }>

export function connectEndpoint(url: string, log: Log, limits: EndpointLimits = {}): RpcClient {
  return new RpcClient({
    url,
    requestTimeout: limits.requestLimitMs ?? REQUEST_LIMIT_MS,
    retryAttempts: RETRIES,
    maxBatchCallSize: CALLS_PER_BATCH,
    capacity: PARALLEL_REQUESTS,
    ...(limits.callsPerSecond === undefined ? {} : { rateLimit: limits.callsPerSecond }),
    log: log.child('rpc', { endpoint: endpointName(url) }),
  })
}

export async function assertChain(client: RpcClient, chainId: number): Promise<void> {
  const answer = await client.call<unknown>('eth_chainId').catch((cause: Error) => {
    throw endpointError(client, cause)
  })
  const found = typeof answer === 'string' && /^0x[0-9a-f]+$/i.test(answer) ? Number(answer) : Number.NaN
  const endpoint = endpointName(client.url)
  if (Number.isNaN(found)) throw new EndpointFaultError({ endpoint }, new Error('eth_chainId is no number'))
  if (found !== chainId) throw new WrongChainError({ endpoint, found, expected: chainId })
}

export function endpointError(client: RpcClient, cause: Error): EndpointSilentError | EndpointFaultError {
  const facts = { endpoint: endpointName(client.url) }
  return client.isConnectionError(cause) ? new EndpointSilentError(facts, cause) : new EndpointFaultError(facts, cause)
}

/** Host and port alone: paths and users of an endpoint's URL are often keys. */
export function endpointName(url: string): string {
  return new URL(url).host
}
