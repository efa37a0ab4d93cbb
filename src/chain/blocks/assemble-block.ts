// A header, the logs and the calls of a block as Subsquid's entities, linked with each other as its own source links them.

import { filterBlock } from '@subsquid/evm-processor/lib/ds-rpc/filter'
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import { Block, BlockHeader, Log, Transaction } from '@subsquid/evm-processor/lib/mapping/entities'
import { setUpRelations } from '@subsquid/evm-processor/lib/mapping/relations'
import type { Header } from './header'
import type { NodeLog } from './node-log'

export type CallMade = {
  blockNumber: number
  blockHash: string
  index: number
  hash: string
  to: string | null
  input: string
}

/** `parentHash` is empty where no header was read. */
export type Parts = Readonly<{
  header: Pick<Header, 'number' | 'hash' | 'parentHash' | 'timestamp'>
  logs: readonly NodeLog[]
  calls: readonly CallMade[]
}>

/** Drops what was not requested. */
export function assembleBlock({ header, logs, calls }: Parts, request: DataRequest): Block {
  const head = new BlockHeader(header.number, header.hash, header.parentHash)
  head.timestamp = header.timestamp.getTime()
  const block = new Block(head)
  for (const { logIndex, transactionIndex, transactionHash, address, topics, data } of uniqueLogs(logs)) {
    const log = new Log(head, logIndex, transactionIndex)
    block.logs.push(Object.assign(log, { transactionHash, address, topics: [...topics], data }))
  }
  for (const { index, hash, to, input } of calls) {
    block.transactions.push(
      Object.assign(new Transaction(head, index), { hash, input, ...(to === null ? {} : { to }) }),
    )
  }
  setUpRelations(block)
  filterBlock(block, request)
  return block
}

function uniqueLogs(logs: readonly NodeLog[]): Iterable<NodeLog> {
  return new Map(logs.map((log) => [log.logIndex, log])).values()
}
