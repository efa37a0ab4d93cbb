// One block of a gateway in our words, checked for shape as a node's are, and what of it is ours.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block, Transaction } from '@subsquid/evm-processor/lib/mapping/entities'
import type { CallMade, Parts } from '../blocks/assemble-block'
import { wantedBeside } from '../blocks/beside'
import type { Header } from '../blocks/header'
import { type NodeLog, readLogs } from '../blocks/node-log'
import { AnswerRefused } from '../endpoints/refused'
import { assertOfBlock } from '../history/blocks-with-logs'
import { quantity } from '../history/range-logs'

/** Without a parent, as blocks of history at `fast` are, but for the one that ends a batch: of that the endpoint's header is at hand. */
export function readParts(block: Block, end: Header): Parts {
  const { height: number, hash, timestamp = 0 } = block.header
  const logs = readLogs(block.logs.map((log) => asOfNode(block, log)))
  if (logs.length > 0 && timestamp === 0) throw new AnswerRefused(`it does not say when block ${number} was`)
  const calls = block.transactions.map((transaction) => callOf(block, transaction))
  if (number !== end.number) {
    return { header: { number, hash, parentHash: '', timestamp: new Date(timestamp) }, logs, calls }
  }
  assertOfBlock(end, logs)
  return { header: end, logs, calls }
}

/** Ours, and what they can't be read without: it came with the answer, or the answer is refused. */
export function ownParts(parts: Parts, request: DataRequest, isOurs: (log: NodeLog) => boolean): Parts {
  const ours = new Set(parts.logs.filter(isOurs))
  const { calls: wanted, receipts } = wantedBeside([...ours], request)
  const calls = new Map(parts.calls.map((call) => [call.hash, call]))
  for (const [hash, { transactionIndex }] of wanted) {
    if (calls.get(hash)?.index !== transactionIndex) throw new AnswerRefused(`it has a log without transaction ${hash}`)
  }
  return {
    header: parts.header,
    logs: parts.logs.filter((log) => ours.has(log) || receipts.has(log.transactionHash)),
    calls: parts.calls.filter(({ hash }) => wanted.has(hash)),
  }
}

function asOfNode({ header }: Block, log: Block['logs'][number]): Record<string, unknown> {
  const { address, topics, data, transactionHash } = log
  return {
    ...{ address, topics, data, transactionHash },
    logIndex: quantity(log.logIndex),
    transactionIndex: quantity(log.transactionIndex),
    blockNumber: quantity(header.height),
    blockHash: header.hash,
    blockTimestamp: quantity((header.timestamp ?? 0) / 1_000),
  }
}

function callOf({ header }: Block, transaction: Transaction): CallMade {
  const { transactionIndex: index, hash, to, input } = transaction
  if (hash === undefined || input === undefined) throw new AnswerRefused('it gave a transaction without its call')
  return { blockNumber: header.height, blockHash: header.hash, index, hash, to: to ?? null, input }
}
