// What moved inside transactions, asked for in the two ways that nodes know: Geth's `debug_traceTransaction`, and `trace_transaction`, which is all
// that some others have. What an endpoint does not know is asked of it once.
import type { RpcClient } from '../endpoints/rpc-client'
import { RpcFailure } from '../endpoints/rpc-failure'
import type { InternalTransfer } from './facts'
import { transfersInFlat } from './flat-traces'
import { transfersInNested } from './nested-traces'

/** By hash; absent for what no way could say. */
export async function readTraces(
  client: RpcClient,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, readonly InternalTransfer[]>> {
  const found = new Map<string, readonly InternalTransfer[]>()
  for (const way of WAYS) {
    const missing = hashes.filter((hash) => !found.has(hash))
    if (missing.length === 0 || isUnknown(client, way)) continue
    const calls = missing.map((hash) => ({ method: way.method, params: way.params(hash) }))
    const answers = await client.batchCall(calls, { refused: (failure) => failure })
    missing.forEach((hash, index) => {
      const answer = answers[index]
      if (answer instanceof RpcFailure && answer.isUnknownMethod) noteUnknown(client, way)
      const transfers = answer instanceof RpcFailure ? null : way.read(answer, hash)
      if (transfers !== null) found.set(hash, transfers)
    })
  }
  return found
}

type Way = Readonly<{
  method: string
  params(hash: string): readonly unknown[]
  read(trace: unknown, hash: string): InternalTransfer[] | null
}>

const WAYS: readonly Way[] = [
  {
    method: 'debug_traceTransaction',
    params: (hash) => [hash, { tracer: 'callTracer' }],
    read: transfersInNested,
  },
  { method: 'trace_transaction', params: (hash) => [hash], read: transfersInFlat },
]

/** Methods that an endpoint said it has not: as long as the client lives, which a node's new version outlives. */
const unknown = new WeakMap<RpcClient, Set<string>>()

const isUnknown = (client: RpcClient, { method }: Way): boolean => unknown.get(client)?.has(method) === true

function noteUnknown(client: RpcClient, { method }: Way): void {
  unknown.set(client, (unknown.get(client) ?? new Set<string>()).add(method))
}
