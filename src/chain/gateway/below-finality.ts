// Where is history read? From the gateway, where there is one, as far as it has blocks and gives no reason to doubt them; then, and from where it
// failed, over RPC, by proof where everything is checked.
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { Batch } from '@subsquid/util-internal-processor-tools'
import { GatewayError } from '../errors'
import { readHistory } from '../history/history'
import type { BlockRange } from '../history/range-logs'
import { readProvenHistory } from '../proof/proven-history'
import type { Gateway } from './gateway'
import { type GatewayHistoryOptions, readGateway } from './gateway-history'

export type BelowFinality = Omit<GatewayHistoryOptions, 'gateway'> &
  Readonly<{
    /** Read before the endpoint, where the address book names one. */
    gateway?: Gateway | undefined
    signal: AbortSignal
  }>

/** Ends at the block `to`, which is the last one of the last batch. */
export async function* readBelowFinality(
  options: BelowFinality,
  { from, to }: BlockRange,
): AsyncGenerator<Batch<Block>> {
  const { gateway } = options
  let next = from
  if (gateway?.isLeft === false) {
    for await (const batch of orLeave({ ...options, gateway }, { from, to })) {
      yield batch
      next = (batch.blocks.at(-1)?.header.height ?? to) + 1
    }
    if (options.signal.aborted) return
    if (!gateway.isLeft && next <= to) gateway.ended(next - 1, to)
  }
  const read = options.checks === 'full' ? readProvenHistory : readHistory
  if (next <= to) yield* read(options, { from: next, to })
}

type FromGateway = BelowFinality & Readonly<{ gateway: Gateway }>

async function* orLeave(options: FromGateway, range: BlockRange): AsyncGenerator<Batch<Block>> {
  try {
    yield* readGateway(options, range)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    // Asked to stop, what was under way fails as if nobody answered.
    if (!options.signal.aborted) options.gateway.leave(error)
  }
}
