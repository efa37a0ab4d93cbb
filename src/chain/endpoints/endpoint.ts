// One RPC endpoint: a client that gives up in good time, so that its caller can say what is wrong and try another, the check that the
// endpoint is of our chain, and the name of what went wrong with it.
import { HeadwaterError } from '../../errors'
import { EndpointFaultError, EndpointLiedError, EndpointSilentError, WrongChainError } from '../errors'
import { Contradiction } from './refused'
import { createRpcClient, type RpcClient } from './rpc-client'
import { isSilence } from './rpc-failure'
import { createTraffic, type Traffic } from './traffic'

const REQUEST_LIMIT_MS = 10_000

export type EndpointLimits = Readonly<{
  requestLimitMs?: number | undefined
  callsPerSecond?: number | undefined
  traffic?: Traffic | undefined
}>

export function connectEndpoint(url: string, limits: EndpointLimits = {}): RpcClient {
  return createRpcClient({
    url,
    endpoint: endpointName(url),
    requestLimitMs: limits.requestLimitMs ?? REQUEST_LIMIT_MS,
    callsPerSecond: limits.callsPerSecond,
    traffic: limits.traffic ?? createTraffic(),
  })
}

export async function assertChain(client: RpcClient, chainId: number): Promise<void> {
  const answer = await client.call('eth_chainId', []).catch((cause: unknown) => {
    throw endpointError(client, cause)
  })
  const found = typeof answer === 'string' && /^0x[0-9a-f]+$/i.test(answer) ? Number(answer) : Number.NaN
  const { endpoint } = client
  if (Number.isNaN(found)) throw new EndpointFaultError({ endpoint }, new Error('eth_chainId is no number'))
  if (found !== chainId) throw new WrongChainError({ endpoint, found, expected: chainId })
}

/** What has a name already keeps it. */
export function endpointError({ endpoint }: RpcClient, cause: unknown): HeadwaterError {
  if (cause instanceof HeadwaterError) return cause
  if (isSilence(cause)) return new EndpointSilentError({ endpoint }, cause)
  if (cause instanceof Contradiction) return new EndpointLiedError({ endpoint }, cause)
  return new EndpointFaultError({ endpoint }, cause)
}

/** Host and port alone: paths and users of an endpoint's URL are often keys. */
export function endpointName(url: string): string {
  return new URL(url).host
}
