// All logs and calls of blocks, as their headers' roots prove them: what a node leaves out, adds, or alters in these blocks is seen.
import type { Hex } from 'viem'
import { keccak256 } from 'viem/utils'
import type { CallMade, Parts } from '../blocks/assemble-block'
import type { Header } from '../blocks/header'
import { type NodeLog, readLogs } from '../blocks/node-log'
import { AnswerRefused, Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import { quantity } from '../history/range-logs'
import { type Fields, fieldsOf, list } from './fields'
import { receiptsRoot } from './receipts-root'
import { encodeTransaction, transactionsRoot } from './transactions-root'

// Whole blocks are large: so many at once stay below any limit of an answer.
const BLOCKS_PER_CALL = 10

export async function proveBlocks(client: RpcClient, headers: readonly Header[]): Promise<Parts[]> {
  const proven: Parts[] = []
  for (let at = 0; at < headers.length; at += BLOCKS_PER_CALL) {
    const some = headers.slice(at, at + BLOCKS_PER_CALL)
    const answers = await client.batchCall([
      ...some.map(({ number }) => ({ method: 'eth_getBlockReceipts', params: [quantity(number)] })),
      ...some.map(({ hash }) => ({ method: 'eth_getBlockByHash', params: [hash, true] })),
    ])
    proven.push(...some.map((header, index) => prove(header, answers[index], answers[some.length + index])))
  }
  return proven
}

function prove(header: Header, receipts: unknown, block: unknown): Parts {
  if (!Array.isArray(receipts)) throw new AnswerRefused(`it has no receipts of block ${header.number}`)
  if (block === null) throw new AnswerRefused(`it has no block ${header.hash}`)
  const transactions = list(fieldsOf(block), 'transactions').map(fieldsOf)
  if (receiptsRoot(receipts) !== header.receiptsRoot) {
    throw new Contradiction(`its receipts of block ${header.number} do not give the block's root`)
  }
  if (transactionsRoot(transactions) !== header.transactionsRoot) {
    throw new Contradiction(`its transactions of block ${header.number} do not give the block's root`)
  }
  const calls = transactions.map((transaction, index) => callOf(header, transaction, index))
  return { header, logs: logsOf(header, receipts, calls), calls }
}

function callOf({ number, hash: blockHash }: Header, transaction: Fields, index: number): CallMade {
  const hash = keccak256(encodeTransaction(transaction))
  const to = typeof transaction['to'] === 'string' ? transaction['to'].toLowerCase() : null
  const input = String(transaction['input']).toLowerCase()
  return { blockNumber: number, blockHash, index, hash, to, input }
}

/** What a log says of itself is under no root: its place is counted here. */
function logsOf(header: Header, receipts: readonly unknown[], calls: readonly CallMade[]): NodeLog[] {
  const found: NodeLog[] = []
  receipts.forEach((receipt, transactionIndex) => {
    for (const { address, topics, data } of readLogs(list(fieldsOf(receipt), 'logs'))) {
      const { number: blockNumber, hash: blockHash, timestamp } = header
      const transactionHash = calls[transactionIndex]?.hash as Hex
      const place = { blockNumber, blockHash, transactionIndex, transactionHash, logIndex: found.length }
      found.push({ address, topics, data, ...place, timestampSeconds: timestamp.getTime() / 1_000 })
    }
  })
  return found
}
