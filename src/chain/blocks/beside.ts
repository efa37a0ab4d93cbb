// What some logs can't be read without: the call that made them, and the logs beside them in the same transaction.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import { AnswerRefused, Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import type { CallMade } from './assemble-block'
import { type NodeLog, readLogs } from './node-log'

export type Beside = { calls: CallMade[]; logs: NodeLog[] }

export async function fetchBeside(client: RpcClient, logs: readonly NodeLog[], request: DataRequest): Promise<Beside> {
  const wanted = wantedBeside(logs, request)
  const [transactions, receipts] = await Promise.all([
    ask(client, 'eth_getTransactionByHash', wanted.calls),
    ask(client, 'eth_getTransactionReceipt', wanted.receipts),
  ])
  return { calls: transactions.map(callOf), logs: receipts.flatMap(({ fields }) => readLogs(fields['logs'])) }
}

/** By hash of the transaction, each with a log that needs it. */
export function wantedBeside(logs: readonly NodeLog[], request: DataRequest) {
  const wanted = { calls: new Map<string, NodeLog>(), receipts: new Map<string, NodeLog>() }
  for (const log of logs) {
    for (const item of request.logs ?? []) {
      if (item.address?.includes(log.address) === false || item.topic0?.includes(log.topics[0] ?? '') === false)
        continue
      if (item.transaction === true) wanted.calls.set(log.transactionHash, log)
      if (item.transactionLogs === true) wanted.receipts.set(log.transactionHash, log)
    }
  }
  return wanted
}

type Answer = { fields: Record<string, unknown>; log: NodeLog }

async function ask(client: RpcClient, method: string, wanted: Map<string, NodeLog>): Promise<Answer[]> {
  const hashes = [...wanted.keys()]
  const answers = await client.batchCall(hashes.map((hash) => ({ method, params: [hash] })))
  return [...wanted.values()].map((log, index) => {
    const fields = answers[index] as Record<string, unknown> | null
    if (fields === null || fields === undefined) throw new AnswerRefused(`it has no transaction ${log.transactionHash}`)
    if (fields['blockHash'] === log.blockHash) return { fields, log }
    throw new Contradiction(`it has transaction ${log.transactionHash} in another block than its log`)
  })
}

function callOf({ fields, log }: Answer): CallMade {
  const { to, input } = fields
  if (typeof input !== 'string' || (typeof to !== 'string' && to !== null)) {
    throw new AnswerRefused(`it gave transaction ${log.transactionHash} without its call`)
  }
  const { blockNumber, blockHash, transactionIndex: index, transactionHash: hash } = log
  return { blockNumber, blockHash, index, hash, to: to?.toLowerCase() ?? null, input: input.toLowerCase() }
}
