// From logs to whole blocks: fetches the headers of the blocks they stand in, and the transactions and receipts that some of them need, and
// holds all of it against each other before anything is believed.

import { filterBlock } from '@subsquid/evm-processor/lib/ds-rpc/filter'
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import { Block, BlockHeader, Log, Transaction } from '@subsquid/evm-processor/lib/mapping/entities'
import { setUpRelations } from '@subsquid/evm-processor/lib/mapping/relations'
import type { RpcClient } from '@subsquid/rpc-client'
import { hexToBytes } from 'viem/utils'
import { isInBloom } from './bloom'
import { type Header, readHeader } from './header'
import { LogsRefused, type NodeLog, readLogs } from './node-log'
import { quantity } from './range-logs'

export type WantedBlocks = Readonly<{
  /** Of any blocks, in any order. */
  logs: readonly NodeLog[]
  /** The block that ends the batch, with or without logs. */
  end: number
  request: DataRequest
}>

export async function fetchBlocks(client: RpcClient, { logs, end, request }: WantedBlocks): Promise<Block[]> {
  const byBlock = Map.groupBy(logs, (log) => log.blockNumber)
  const numbers = [...new Set([...byBlock.keys(), end])].sort((a, b) => a - b)
  const [headers, beside] = await Promise.all([fetchHeaders(client, numbers), fetchBeside(client, logs, request)])
  return headers.map((header) => {
    const own = uniqueLogs([...(byBlock.get(header.number) ?? []), ...beside.logs.filter(isOf(header.number))])
    assertOfBlock(header, own)
    const block = blockOf(header, own, beside.transactions.filter(isOf(header.number)))
    filterBlock(block, request)
    return block
  })
}

async function fetchHeaders(client: RpcClient, numbers: readonly number[]): Promise<Header[]> {
  const calls = numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [quantity(number), false] }))
  const answers = await client.batchCall<unknown>(calls, { priority: numbers[0] ?? 0 })
  return answers.map((answer, index) => {
    const header = readHeader(answer)
    if (header.number === numbers[index]) return header
    throw new LogsRefused(`it gave block ${header.number} when asked for ${numbers[index]}`)
  })
}

type CallMade = {
  blockNumber: number
  blockHash: string
  index: number
  hash: string
  to: string | null
  input: string
}
type Beside = { transactions: CallMade[]; logs: NodeLog[] }

/** What some logs can't be read without: the call that made them, the logs beside them. */
async function fetchBeside(client: RpcClient, logs: readonly NodeLog[], request: DataRequest): Promise<Beside> {
  const wanted = { calls: new Map<string, NodeLog>(), receipts: new Map<string, NodeLog>() }
  for (const log of logs) {
    for (const item of request.logs ?? []) {
      if (item.address?.includes(log.address) === false || item.topic0?.includes(log.topics[0] ?? '') === false)
        continue
      if (item.transaction === true) wanted.calls.set(log.transactionHash, log)
      if (item.transactionLogs === true) wanted.receipts.set(log.transactionHash, log)
    }
  }
  const [transactions, receipts] = await Promise.all([
    ask(client, 'eth_getTransactionByHash', wanted.calls),
    ask(client, 'eth_getTransactionReceipt', wanted.receipts),
  ])
  return { transactions: transactions.map(callOf), logs: receipts.flatMap(({ fields }) => readLogs(fields['logs'])) }
}

type Answer = { fields: Record<string, unknown>; log: NodeLog }

async function ask(client: RpcClient, method: string, wanted: Map<string, NodeLog>): Promise<Answer[]> {
  const hashes = [...wanted.keys()]
  const answers = await client.batchCall<unknown>(hashes.map((hash) => ({ method, params: [hash] })))
  return [...wanted.values()].map((log, index) => {
    const fields = answers[index] as Record<string, unknown> | null
    if (fields?.['blockHash'] === log.blockHash) return { fields, log }
    throw new LogsRefused(`it has transaction ${log.transactionHash} in another block than its log`)
  })
}

function callOf({ fields, log }: Answer): CallMade {
  const { to, input } = fields
  if (typeof input !== 'string' || (typeof to !== 'string' && to !== null)) {
    throw new LogsRefused(`it gave transaction ${log.transactionHash} without its call`)
  }
  const { blockNumber, blockHash, transactionIndex: index, transactionHash: hash } = log
  return { blockNumber, blockHash, index, hash, to: to?.toLowerCase() ?? null, input: input.toLowerCase() }
}

const isOf = (number: number) => (item: { blockNumber: number }) => item.blockNumber === number

function uniqueLogs(logs: readonly NodeLog[]): NodeLog[] {
  return [...new Map(logs.map((log) => [log.logIndex, log])).values()]
}

function assertOfBlock(header: Header, logs: readonly NodeLog[]): void {
  if (logs.length === 0) return
  const bloom = hexToBytes(header.logsBloom as `0x${string}`)
  for (const { blockHash, address, topics, logIndex } of logs) {
    if (blockHash !== header.hash) {
      throw new LogsRefused(`it has block ${header.number} as ${header.hash} and its logs in ${blockHash}`)
    }
    if (![address, ...topics].every((value) => isInBloom(bloom, value))) {
      throw new LogsRefused(`log ${logIndex} of block ${header.number} is not in the block's bloom`)
    }
  }
}

function blockOf(header: Header, logs: readonly NodeLog[], calls: readonly CallMade[]): Block {
  const head = new BlockHeader(header.number, header.hash, header.parentHash)
  head.timestamp = header.timestamp.getTime()
  const block = new Block(head)
  for (const { logIndex, transactionIndex, transactionHash, address, topics, data } of logs) {
    const log = new Log(head, logIndex, transactionIndex)
    block.logs.push(Object.assign(log, { transactionHash, address, topics: [...topics], data }))
  }
  for (const { index, hash, to, input } of calls) {
    block.transactions.push(
      Object.assign(new Transaction(head, index), { hash, input, ...(to === null ? {} : { to }) }),
    )
  }
  setUpRelations(block)
  return block
}
