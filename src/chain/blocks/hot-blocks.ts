// Blocks above finality, every one of them and whole: their headers hashed, each linked to the one before, and all their logs, which must give
// the very bloom that the header hashes. A node that withholds a log of a block is seen here.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import { BlockConsistencyError, type BlockRef, type HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import { splitRange } from '@subsquid/util-internal-range'
import type { Checks, Transactions } from '../../config'
import { Contradiction } from '../endpoints/refused'
import type { RpcClient } from '../endpoints/rpc-client'
import { isRefusal } from '../endpoints/rpc-failure'
import { type BlockRange, quantity } from '../history/range-logs'
import { proveBlocks } from '../proof/prove-blocks'
import { addFacts } from '../transactions/add-facts'
import { assembleBlock } from './assemble-block'
import { fetchBeside } from './beside'
import { bloomOf } from './bloom'
import { type Header, readHeader, readHeaderAt } from './header'
import { type NodeLog, readLogs } from './node-log'

export type CheckedNode = Readonly<{ client: RpcClient; checks: Checks; transactions?: Transactions | undefined }>

const BLOCKS_PER_READ = 10
const NO_LOGS = `0x${'0'.repeat(512)}`

/** Up to this head, as the runner asks for it: from there, where it is lower. */
export async function* readUpTo(
  node: CheckedNode,
  { from, to }: { from: number; to: BlockRef },
  requestAt: (height: number) => DataRequest,
): AsyncIterable<Block[]> {
  const last = to.height ?? from
  const first = Math.min(from, last)
  if (last - first >= BLOCKS_PER_READ) assertHead(to, await headerAt(node.client, last))
  for (const range of splitRange(BLOCKS_PER_READ, { from: first, to: last })) {
    const blocks = await fetchHotBlocks(node, range, requestAt(range.from))
    const end = blocks.at(-1)?.header
    if (range.to === last) assertHead(to, end)
    yield blocks
    const reached = end?.height ?? range.from - 1
    if (reached < range.to) throw new BlockConsistencyError({ height: reached + 1 })
  }
}

/** By number it has another block than the head that it named, or none: another machine answers, or the chain went on. Going there would be going back. */
function assertHead(to: BlockRef, found: { readonly hash: string } | undefined): void {
  if (to.hash !== undefined && found?.hash !== to.hash) throw new BlockConsistencyError(to)
}

async function headerAt(client: RpcClient, number: number): Promise<Header | undefined> {
  const answer = await client.call('eth_getBlockByNumber', [quantity(number), false])
  return answer === null ? undefined : readHeaderAt(number, answer)
}

/** As many as are linked: shorter than the range where the chain is, or where it changed meanwhile. */
export async function fetchHotBlocks(node: CheckedNode, range: BlockRange, request: DataRequest): Promise<Block[]> {
  return complete(node, linked(await fetchHeaders(node.client, range), range.from), request)
}

/** A block of a fork, by hash; fails as inconsistent when the node has it no more. */
export async function fetchHotBlock(node: CheckedNode, ref: HashAndHeight, request: DataRequest): Promise<Block> {
  const answer = await node.client.call('eth_getBlockByHash', [ref.hash, false])
  if (answer === null) throw new BlockConsistencyError(ref)
  const header = readHeader(answer)
  if (header.hash !== ref.hash) throw new Contradiction(`it gave block ${header.hash} when asked for ${ref.hash}`)
  const [block] = await complete(node, [header], request)
  if (block === undefined) throw new BlockConsistencyError(ref)
  return block
}

async function fetchHeaders(client: RpcClient, { from, to }: BlockRange): Promise<unknown[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const calls = numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [quantity(number), false] }))
  return client.batchCall(calls)
}

function linked(answers: readonly unknown[], from: number): Header[] {
  const chain: Header[] = []
  for (const answer of answers) {
    if (answer === null) break
    const header = readHeaderAt(from + chain.length, answer)
    const last = chain.at(-1)
    if (last !== undefined && header.parentHash !== last.hash) break
    chain.push(header)
  }
  return chain
}

async function complete(node: CheckedNode, headers: readonly Header[], request: DataRequest): Promise<Block[]> {
  const { client, checks, transactions } = node
  const read = checks === 'full' ? proveAll : readAll
  return addFacts(client, await read(client, headers, request), transactions)
}

async function readAll(client: RpcClient, headers: readonly Header[], request: DataRequest): Promise<Block[]> {
  const logs = await fetchLogs(client, headers)
  const requested = { ...request, logs: (request.logs ?? []).map(withoutReceipts) }
  const { calls } = await fetchBeside(client, logs.flat(), requested)
  return headers.map((header, index) =>
    assembleBlock({ header, logs: logs[index] ?? [], calls: calls.filter(isOf(header)) }, request),
  )
}

async function proveAll(client: RpcClient, headers: readonly Header[], request: DataRequest): Promise<Block[]> {
  const proven = await proveBlocks(
    client,
    headers.filter((header) => header.logsBloom !== NO_LOGS),
  )
  const byHash = new Map(proven.map((block) => [block.header.hash, block]))
  return headers.map((header) => assembleBlock(byHash.get(header.hash) ?? { header, logs: [], calls: [] }, request))
}

/** All logs of the block are there already. */
const withoutReceipts = (item: NonNullable<DataRequest['logs']>[number]) => ({ ...item, transactionLogs: false })

const isOf = (header: Header) => (item: { blockHash: string }) => item.blockHash === header.hash

async function fetchLogs(client: RpcClient, headers: readonly Header[]): Promise<NodeLog[][]> {
  const asked = headers.filter((header) => header.logsBloom !== NO_LOGS)
  const [first] = asked
  if (first === undefined) return headers.map(() => [])
  const found = await askForRange(client, asked).catch((cause: unknown) => {
    // A block that it announced and does not know: it forked meanwhile, or another machine answers.
    throw isRefusal(cause) ? inconsistent(first, cause as Error) : cause
  })
  const byBlock = Map.groupBy(found, (log) => log.blockHash)
  return headers.map((header) => {
    const logs = byBlock.get(header.hash) ?? []
    if (bloomOf(logs) !== header.logsBloom) {
      throw new Contradiction(`its ${logs.length} logs of block ${header.number} do not give the block's bloom`)
    }
    if (areCounted(logs)) return logs
    throw new Contradiction(`its ${logs.length} logs of block ${header.number} are not counted from 0`)
  })
}

/** Each index once, without a gap: of two logs with the same one, the first would fill the bloom and leave no row. */
function areCounted(logs: readonly NodeLog[]): boolean {
  const indexes = new Set(logs.map(({ logIndex }) => logIndex))
  return indexes.size === logs.length && logs.every(({ logIndex }) => logIndex < logs.length)
}

/** By hash they can't be of another fork; a range may be, and is asked for again when it does not fit. */
async function askForRange(client: RpcClient, headers: readonly Header[]): Promise<NodeLog[]> {
  const [first, last] = [headers[0], headers.at(-1)]
  if (first === undefined || last === undefined) return []
  const isOne = first === last
  const filter = isOne
    ? { blockHash: first.hash }
    : { fromBlock: quantity(first.number), toBlock: quantity(last.number) }
  try {
    return readLogs(await client.call('eth_getLogs', [filter]))
  } catch (cause) {
    if (isOne || !isRefusal(cause)) throw cause
    // Any refusal may mean "too many".
    const middle = headers.length >> 1
    return (await askForRange(client, headers.slice(0, middle))).concat(
      await askForRange(client, headers.slice(middle)),
    )
  }
}

function inconsistent({ number: height, hash }: Header, cause: Error): BlockConsistencyError {
  return new BlockConsistencyError({ height, hash }, cause.message)
}
