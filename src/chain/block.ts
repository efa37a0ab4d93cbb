// A block as the rest of the processor sees it: its header and the logs we asked for, in log order, without any type of
// the library that fetched it.
import type { BlockData } from '@subsquid/evm-processor'
import type { BlockFacts } from './transactions/facts'

export const FIELDS = {
  block: { timestamp: true },
  log: { address: true, topics: true, data: true, transactionHash: true },
  transaction: { to: true, input: true, hash: true, from: true },
} as const

export type FetchedBlock = BlockData<typeof FIELDS> & {
  readonly facts?: BlockFacts
  /** By index of the log. */
  state?: ReadonlyMap<number, string>
}

export type ChainLog = Readonly<{
  /** Lower case, as are all hashes, topics and data. */
  address: string
  topics: readonly string[]
  data: string
  logIndex: number
  transactionIndex: number
  transactionHash: string
  /** The call that made the transaction, where it was asked for. */
  call: Readonly<{ to: string | null; input: string }> | null
  /** What the contract answers at the end of the block, where it was asked for and the node knows it. */
  state?: string | undefined
}>

export type ChainBlock = Readonly<{
  number: number
  hash: string
  /** null in history that was read without headers. */
  parentHash: string | null
  timestamp: Date
  logs: readonly ChainLog[]
  /** What its transactions were and cost, where that is read and the block has logs. */
  facts?: BlockFacts | undefined
}>

export function chainBlock(fetched: FetchedBlock): ChainBlock {
  const { height, hash, parentHash, timestamp } = fetched.header
  const logs = fetched.logs.map((log) => ({
    address: log.address,
    topics: log.topics,
    data: log.data,
    logIndex: log.logIndex,
    transactionIndex: log.transactionIndex,
    transactionHash: log.transactionHash,
    call: log.transaction === undefined ? null : { to: log.transaction.to ?? null, input: log.transaction.input },
    state: fetched.state?.get(log.logIndex),
  }))
  logs.sort((a, b) => a.logIndex - b.logIndex)
  const place = { number: height, hash, parentHash: parentHash || null, timestamp: new Date(timestamp) }
  return { ...place, logs, facts: fetched.facts }
}
