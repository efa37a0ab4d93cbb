// One log as a node answers it, checked for shape: whatever else it says, it can't break what reads it.
import { AnswerRefused } from '../endpoints/refused'
import { bounded } from './bounded'

export type NodeLog = Readonly<{
  address: string
  topics: readonly string[]
  data: string
  logIndex: number
  transactionIndex: number
  transactionHash: string
  blockNumber: number
  blockHash: string
  /** Of the block, where the node says it with its logs. */
  timestampSeconds: number | null
}>

export function readLogs(answer: unknown): NodeLog[] {
  if (!Array.isArray(answer)) throw new AnswerRefused('it gave no list of logs')
  return answer.map(readLog)
}

function readLog(answer: unknown): NodeLog {
  if (typeof answer !== 'object' || answer === null) throw new AnswerRefused('it gave a log that is none')
  const log = answer as Record<string, unknown>
  if (log['removed'] === true) throw new AnswerRefused('it gave a log of a block that was taken back')
  if (!Array.isArray(log['topics'])) throw new AnswerRefused('it gave a log without topics')
  return {
    address: hex(log['address'], 20, 'address'),
    topics: log['topics'].map((topic) => hex(topic, 32, 'topic')),
    data: hex(log['data'], null, 'data'),
    logIndex: place(log, 'logIndex'),
    transactionIndex: place(log, 'transactionIndex'),
    transactionHash: hex(log['transactionHash'], 32, 'transactionHash'),
    blockNumber: place(log, 'blockNumber'),
    blockHash: hex(log['blockHash'], 32, 'blockHash'),
    timestampSeconds:
      log['blockTimestamp'] === undefined
        ? null
        : bounded('seconds', quantity(log, 'blockTimestamp'), 'blockTimestamp'),
  }
}

function hex(value: unknown, bytes: number | null, name: string): string {
  const isHex = typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value)
  if (isHex && (bytes === null || value.length === 2 + 2 * bytes)) return value.toLowerCase()
  throw new AnswerRefused(`it gave a log whose ${name} can't be read`)
}

function place(log: Record<string, unknown>, name: string): number {
  return bounded('place', quantity(log, name), name)
}

function quantity(log: Record<string, unknown>, name: string): number {
  const value = log[name]
  if (typeof value === 'string' && /^0x[0-9a-f]{1,13}$/i.test(value)) return Number(value)
  throw new AnswerRefused(`it gave a log whose ${name} is no number`)
}
