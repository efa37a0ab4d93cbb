// The logs of a range of blocks, by address and topic. A range that the endpoint refuses is asked for in halves, down to a single block.

import { type NodeLog, readLogs } from '../blocks/node-log'
import { Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import { isRefusal, isSilence } from '../endpoints/rpc-failure'
import type { RangeSize } from './range-size'

export type BlockRange = Readonly<{ from: number; to: number }>

export type LogFilter = Readonly<{
  range: BlockRange
  /** null: whoever says it. */
  addresses: readonly string[] | null
  topics: readonly string[]
}>

export async function fetchLogs(client: RpcClient, filter: LogFilter, size: RangeSize): Promise<NodeLog[]> {
  const { from, to } = filter.range
  const blocks = to - from + 1
  try {
    const logs = readLogs(await client.call('eth_getLogs', [parametersOf(filter)], { priority: from }))
    assertAsked(logs, filter)
    size.answered(blocks, logs.length)
    return logs
  } catch (cause) {
    if (isRefusal(cause) || isSilence(cause)) size.refused(blocks)
    if (!isRefusal(cause) || blocks === 1) throw cause
    // Any error may mean "too many": every provider says it in words of its own.
    const middle = from + (blocks >> 1)
    const first = await fetchLogs(client, { ...filter, range: { from, to: middle - 1 } }, size)
    return first.concat(await fetchLogs(client, { ...filter, range: { from: middle, to } }, size))
  }
}

export const quantity = (value: number): string => `0x${value.toString(16)}`

function parametersOf({ range, addresses, topics }: LogFilter): Record<string, unknown> {
  const parameters = { fromBlock: quantity(range.from), toBlock: quantity(range.to), topics: [topics] }
  return addresses === null ? parameters : { ...parameters, address: addresses }
}

function assertAsked(logs: readonly NodeLog[], { range, addresses, topics }: LogFilter): void {
  const speakers = addresses === null ? null : new Set(addresses)
  const words = new Set(topics)
  for (const { blockNumber, address, topics: found } of logs) {
    if (blockNumber < range.from || blockNumber > range.to) {
      throw new Contradiction(`it gave a log of block ${blockNumber} when asked for ${range.from} to ${range.to}`)
    }
    if (speakers?.has(address) === false)
      throw new Contradiction(`it gave a log of ${address}, which was not asked for`)
    if (!words.has(found[0] ?? '')) throw new Contradiction(`it gave a log of block ${blockNumber} of another topic`)
  }
}
