// The logs of a range by the contracts that are known: those that the address book names, and those that the factory is known to have made. Beyond
// what an endpoint takes in one call, the topics of Datanets and proxies are asked for from whoever says them.

import type { NodeLog } from '../blocks/node-log'
import type { Children } from '../children'
import type { RpcClient } from '../endpoints/rpc-client'
import type { WatchedLogs } from '../watched'
import { type BlockRange, fetchLogs } from './range-logs'
import type { RangeSize } from './range-size'

export type KnownLogsOptions = Readonly<{
  client: RpcClient
  watched: WatchedLogs
  children: Children
  rangeSize: RangeSize
  /** The most addresses in one call; beyond that, whoever says it is asked for. */
  addressesPerCall: number
}>

/** Of what is ours alone: strangers' logs are dropped. */
export async function fetchKnown(options: KnownLogsOptions, range: BlockRange): Promise<NodeLog[]> {
  return (await askKnown(options, range).answer).filter(isOurs(options))
}

export type Asked = { range: BlockRange; answer: Promise<NodeLog[]>; isByAddress: boolean; childrenKnown: number }

/** Without dropping anything: who is ours may be known only when the ranges before it are. */
export function askKnown(options: KnownLogsOptions, range: BlockRange): Asked {
  const { client, watched, children, rangeSize } = options
  const addresses = [...watched.addresses, ...children.addresses]
  const isByAddress = addresses.length <= options.addressesPerCall
  const answer = isByAddress
    ? fetchLogs(client, { range, addresses, topics: watched.topics }, rangeSize)
    : fetchNamedAndAll(options, range)
  answer.catch(() => {})
  return { range, answer, isByAddress, childrenKnown: children.addresses.length }
}

/** Only Datanets' topics, and those of proxies, are rare enough to be asked for from everybody: tokens' transfers are on every chain's every block. */
async function fetchNamedAndAll(options: KnownLogsOptions, range: BlockRange): Promise<NodeLog[]> {
  const { client, watched, rangeSize } = options
  const found = await Promise.all([
    fetchLogs(client, { range, addresses: watched.addresses, topics: watched.topics }, rangeSize),
    fetchLogs(client, { range, addresses: null, topics: watched.childTopics }, rangeSize),
  ])
  return found.flat()
}

/** A contract that the factory made is heard with its own topics alone, however its logs were come by. */
export function isOurs({ watched, children }: Pick<KnownLogsOptions, 'watched' | 'children'>) {
  const named = new Set(watched.addresses)
  const childTopics = new Set(watched.childTopics)
  return ({ address, topics }: NodeLog) =>
    named.has(address) || (children.has(address) && childTopics.has(topics[0] ?? ''))
}
