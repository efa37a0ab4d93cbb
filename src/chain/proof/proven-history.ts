// History that takes nothing on trust below the hash of its last header: every header is read, hashed and linked to the one before, and each block
// whose bloom may hold a log of ours is proven by its roots. A node can't hide a log: a block that its header's bloom rules out has none.

import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { Batch } from '@subsquid/util-internal-processor-tools'
import { hexToBytes } from 'viem/utils'
import { assembleBlock, type Parts } from '../blocks/assemble-block'
import { isInBloom } from '../blocks/bloom'
import { type Header, readHeaderAt } from '../blocks/header'
import { Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import type { HistoryOptions } from '../history/history'
import { type BlockRange, quantity } from '../history/range-logs'
import { addFacts } from '../transactions/add-facts'
import { proveBlocks } from './prove-blocks'

const HEADERS_PER_STEP = 500
// As without proofs, a batch is one transaction.
const LOGS_PER_BATCH = 4_000
const STEPS_PER_BATCH = 32

/** Ends at the block `to`, which is the last one of the last batch. */
export async function* readProvenHistory(options: HistoryOptions, range: BlockRange): AsyncGenerator<Batch<Block>> {
  let parts: Parts[] = []
  let steps = 0
  let logs = 0
  for await (const step of provenSteps(options, range)) {
    parts.push(...step.proven)
    logs += step.proven.reduce((sum, block) => sum + block.logs.length, 0)
    const isHead = step.end.number === range.to
    if (!isHead && ++steps < STEPS_PER_BATCH && logs < LOGS_PER_BATCH) continue
    if (parts.at(-1)?.header.number !== step.end.number) parts.push({ header: step.end, logs: [], calls: [] })
    const blocks = parts.map((block) => assembleBlock(ofOurs(options, block), options.request))
    yield { blocks: await addFacts(options.client, blocks, options.transactions), isHead }
    parts = []
    steps = 0
    logs = 0
  }
}

type Step = { proven: Parts[]; end: Header }

async function* provenSteps(options: HistoryOptions, { from, to }: BlockRange): AsyncGenerator<Step> {
  const { client } = options
  const read = (first: number) => {
    const answer =
      first > to ? null : fetchHeaders(client, { from: first, to: Math.min(to, first + HEADERS_PER_STEP - 1) })
    answer?.catch(() => {})
    return answer
  }
  let last: Header | null = null
  // The next headers are fetched while the blocks of these are proven.
  for (let next = read(from), at = from; next !== null; at += HEADERS_PER_STEP) {
    const headers: Header[] = await next
    next = read(at + HEADERS_PER_STEP)
    assertLinked(last, headers)
    last = headers.at(-1) as Header
    yield { proven: await proveOurs(options, headers), end: last }
  }
}

async function fetchHeaders(client: RpcClient, { from, to }: BlockRange): Promise<Header[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const calls = numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [quantity(number), false] }))
  return (await client.batchCall(calls, { priority: from })).map((answer, index) =>
    readHeaderAt(numbers[index] as number, answer),
  )
}

function assertLinked(before: Header | null, headers: readonly Header[]): void {
  let parent = before
  for (const header of headers) {
    if (parent !== null && header.parentHash !== parent.hash) {
      throw new Contradiction(`its block ${header.number} is not built on its block ${parent.number}`)
    }
    parent = header
  }
}

/** Contracts that a block makes may speak in it and in those behind: blocks are looked at again with each that becomes known. */
async function proveOurs({ client, watched, children }: HistoryOptions, headers: readonly Header[]): Promise<Parts[]> {
  const proven: Parts[] = []
  let waiting = headers.map((header) => ({ header, bloom: hexToBytes(header.logsBloom as `0x${string}`) }))
  for (let speakers: readonly string[] = [...watched.addresses, ...children.addresses]; speakers.length > 0; ) {
    const known = children.addresses.length
    const mayHold = ({ bloom }: { bloom: Uint8Array }) =>
      speakers.some((address) => isInBloom(bloom, address)) && watched.topics.some((topic) => isInBloom(bloom, topic))
    const found = await proveBlocks(
      client,
      waiting.filter(mayHold).map(({ header }) => header),
    )
    proven.push(...found)
    waiting = waiting.filter((item) => !mayHold(item))
    for (const block of found) for (const log of block.logs) children.learn(log)
    speakers = children.addresses.slice(known)
  }
  return proven.sort((a, b) => a.header.number - b.header.number)
}

/** As an answer by address would be: strangers' logs are not decoded, but for those beside ours in a transaction. */
function ofOurs({ watched, children }: HistoryOptions, block: Parts): Parts {
  const ours = new Set(watched.addresses)
  const own = block.logs.filter(({ address }) => ours.has(address) || children.has(address))
  const transactions = new Set(own.map((log) => log.transactionHash))
  return { ...block, logs: block.logs.filter((log) => transactions.has(log.transactionHash)) }
}
