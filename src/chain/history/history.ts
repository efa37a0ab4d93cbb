// Blocks below finality, and of them only those that matter: asks for our contracts' logs in ranges, several ahead, and for nothing of a
// block without one. Contracts that a factory makes are followed from the block that makes them, without a second pass.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { Batch } from '@subsquid/util-internal-processor-tools'
import type { Checks, Transactions } from '../../config'
import type { NodeLog } from '../blocks/node-log'
import { fetchBlocks } from './blocks-with-logs'
import { cutBatches, type Part } from './cut-batches'
import { type Asked, askKnown, isOurs, type KnownLogsOptions } from './known-logs'
import { type BlockRange, fetchLogs } from './range-logs'

export type HistoryOptions = KnownLogsOptions &
  Readonly<{
    request: DataRequest
    checks: Checks
    transactions?: Transactions | undefined
    /** Holds a range's logs against what other endpoints say; throws what forbids to believe them. */
    compare?: ((range: BlockRange, logs: readonly NodeLog[]) => Promise<void>) | undefined
    /** The endpoint's answer about its finalized block, where history is likely to end. */
    finalized?: unknown
  }>

// Below what public endpoints allow at once, and with headers in between.
const RANGES_AHEAD = 5

/** Ends at the block `to`, which is the last one of the last batch. */
export async function* readHistory(options: HistoryOptions, range: BlockRange): AsyncGenerator<Batch<Block>> {
  const parts = cutBatches(rangesOf(options, range))
  const read = async (): Promise<Batch<Block> | null> => {
    const { value } = await parts.next()
    if (value === undefined) return null
    const { client, request, checks, transactions, finalized } = options
    return {
      blocks: await fetchBlocks(client, { ...value, request, checks, transactions, finalized }),
      isHead: value.end === range.to,
    }
  }
  // The next batch is fetched while this one is written.
  let next = read()
  for (;;) {
    const batch = await next
    if (batch === null) return
    next = read()
    next.catch(() => {})
    yield batch
  }
}

async function* rangesOf(options: HistoryOptions, { from, to }: BlockRange): AsyncGenerator<Part> {
  const asked: Asked[] = []
  for (let next = from; ; ) {
    while (asked.length < (options.rangeSize.isTried ? RANGES_AHEAD : 1) && next <= to) {
      const range = { from: next, to: Math.min(to, next + options.rangeSize.blocks - 1) }
      asked.push(askKnown(options, range))
      next = range.to + 1
    }
    const first = asked.shift()
    if (first === undefined) return
    const logs = await settle(options, first)
    await options.compare?.(first.range, logs)
    yield { logs, end: first.range.to }
  }
}

/** In order of the ranges: asks again for the children that were born in this one or, since it was asked for, in one before it. */
async function settle(options: HistoryOptions, asked: Asked): Promise<NodeLog[]> {
  const { client, watched, children, rangeSize, addressesPerCall } = options
  const logs = await asked.answer
  for (const log of logs) children.learn(log)
  const missing = asked.isByAddress ? children.addresses.slice(asked.childrenKnown) : []
  const found = [logs]
  for (let at = 0; at < missing.length; at += addressesPerCall) {
    const addresses = missing.slice(at, at + addressesPerCall)
    found.push(await fetchLogs(client, { range: asked.range, addresses, topics: watched.childTopics }, rangeSize))
  }
  return found.flat().filter(isOurs(options))
}
