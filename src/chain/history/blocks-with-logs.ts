// From logs to whole blocks: fetches the headers of the blocks they stand in, and the transactions and receipts that some of them need, and
// holds all of it against each other before anything is believed.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import { hexToBytes } from 'viem/utils'
import type { Checks, Transactions } from '../../config'
import { assembleBlock, type Parts } from '../blocks/assemble-block'
import { fetchBeside } from '../blocks/beside'
import { isInBloom } from '../blocks/bloom'
import { type Header, headOf, readHeader, readHeaderAt } from '../blocks/header'
import type { NodeLog } from '../blocks/node-log'
import { Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import { addFacts } from '../transactions/add-facts'
import { quantity } from './range-logs'

export type WantedBlocks = Readonly<{
  /** Of any blocks, in any order. */
  logs: readonly NodeLog[]
  /** The block that ends the batch, with or without logs. */
  end: number
  request: DataRequest
  checks: Checks
  transactions?: Transactions | undefined
  /** A block that was answered before, and need not be asked for again. */
  finalized?: unknown
}>

export async function fetchBlocks(client: RpcClient, wanted: WantedBlocks): Promise<Block[]> {
  const { logs, end, request, checks } = wanted
  const byBlock = Map.groupBy(logs, (log) => log.blockNumber)
  const stated = checks === 'fast' ? statedHeaders(logs, end) : []
  const known = new Set(stated.map((header) => header.number))
  const numbers = [...new Set([...byBlock.keys(), end])].filter((number) => !known.has(number))
  const [read, beside] = await Promise.all([
    fetchHeaders(client, numbers, wanted.finalized),
    fetchBeside(client, logs, request),
  ])
  const headers = [...stated, ...read].sort((a, b) => a.number - b.number)
  const blocks = headers.map((header) => {
    const own = [...(byBlock.get(header.number) ?? []), ...beside.logs.filter(isOf(header.number))]
    assertOfBlock(header, own)
    return assembleBlock({ header, logs: own, calls: beside.calls.filter(isOf(header.number)) }, request)
  })
  return addFacts(client, blocks, wanted.transactions)
}

export type KnownHeader = Parts['header'] & { logsBloom?: string }

/** What logs say of their blocks themselves, where the node says when they were; the last block's parent is needed. */
function statedHeaders(logs: readonly NodeLog[], end: number): KnownHeader[] {
  const headers = new Map<number, KnownHeader>()
  for (const { blockNumber: number, blockHash: hash, timestampSeconds } of logs) {
    if (timestampSeconds === null || number === end) continue
    headers.set(number, { number, hash, parentHash: '', timestamp: new Date(timestampSeconds * 1_000) })
  }
  return [...headers.values()]
}

/** `answered`: a block that need not be asked for again. */
export async function fetchHeaders(
  client: RpcClient,
  numbers: readonly number[],
  answered: unknown,
): Promise<Header[]> {
  const known = headOf(answered)?.height
  const asked = numbers.filter((number) => number !== known)
  const calls = asked.map((number) => ({ method: 'eth_getBlockByNumber', params: [quantity(number), false] }))
  const answers = await client.batchCall(calls, { priority: numbers[0] ?? 0 })
  const headers = answers.map((answer, index) => readHeaderAt(asked[index] as number, answer))
  return asked.length === numbers.length ? headers : [...headers, readHeader(answered)]
}

const isOf = (number: number) => (item: { blockNumber: number }) => item.blockNumber === number

export function assertOfBlock(header: KnownHeader, logs: readonly NodeLog[]): void {
  if (logs.length === 0) return
  const bloom = header.logsBloom === undefined ? null : hexToBytes(header.logsBloom as `0x${string}`)
  for (const { blockHash, address, topics, logIndex } of logs) {
    if (blockHash !== header.hash) {
      throw new Contradiction(`it has block ${header.number} as ${header.hash} and its logs in ${blockHash}`)
    }
    if (bloom !== null && ![address, ...topics].every((value) => isInBloom(bloom, value))) {
      throw new Contradiction(`log ${logIndex} of block ${header.number} is not in the block's bloom`)
    }
  }
}
