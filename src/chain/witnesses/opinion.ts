// What one endpoint says of a range: the hash of its last block and every log of ours, in one form that two endpoints give alike, whatever order and
// extra fields they answer with.
import { createHash } from 'node:crypto'
import type { NodeLog } from '../blocks/node-log'

export type Opinion = Readonly<{
  /** Equal where two say the same. */
  digest: string
  lastHash: string
  /** Block number and everything a log says, in the chain's order. */
  logs: readonly (readonly [block: number, said: string])[]
}>

export function opinionOf(lastHash: string, found: readonly NodeLog[]): Opinion {
  const logs = found
    .toSorted((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
    .map((log) => [log.blockNumber, saidBy(log)] as const)
  const hash = createHash('sha256').update(lastHash)
  for (const [, said] of logs) hash.update(said)
  return { digest: hash.digest('hex'), lastHash, logs }
}

/** "a has 12 logs, b 10; block 133 is the first that differs" */
export function describeDifference([a, one]: readonly [string, Opinion], [b, two]: readonly [string, Opinion]): string {
  const differing = Array.from({ length: Math.max(one.logs.length, two.logs.length) }, (_, index) => index).find(
    (index) => one.logs[index]?.[1] !== two.logs[index]?.[1],
  )
  if (differing === undefined) return `the last block is ${one.lastHash} at ${a} and ${two.lastHash} at ${b}`
  const block = Math.min(...[one, two].map(({ logs }) => logs[differing]?.[0] ?? Number.POSITIVE_INFINITY))
  return `${a} has ${one.logs.length} logs, ${b} ${two.logs.length}; block ${block} is the first that differs`
}

function saidBy({ blockHash, logIndex, transactionHash, transactionIndex, address, topics, data }: NodeLog): string {
  return [blockHash, logIndex, transactionHash, transactionIndex, address, topics.join(), data].join(' ')
}
