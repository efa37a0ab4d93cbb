// Blocks below finality as an SQD gateway has them: Subsquid's own archive source asks and reads, and what it brings becomes the same blocks as those
// of history over RPC. Little of it can be held against anything: its shape and order, and the block that ends a batch against the endpoint's.
import { EvmArchive } from '@subsquid/evm-processor/lib/ds-archive/client'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { Batch } from '@subsquid/util-internal-processor-tools'
import { assembleBlock } from '../blocks/assemble-block'
import type { Header } from '../blocks/header'
import { Contradiction } from '../endpoints/refused'
import { GatewayError } from '../errors'
import { fetchHeaders } from '../history/blocks-with-logs'
import { LOGS_PER_BATCH } from '../history/cut-batches'
import type { HistoryOptions } from '../history/history'
import { isOurs } from '../history/known-logs'
import type { BlockRange } from '../history/range-logs'
import { ownParts, readParts } from './block-parts'
import type { Gateway } from './gateway'

export type GatewayHistoryOptions = HistoryOptions & Readonly<{ gateway: Gateway }>

/** As far as it has blocks; a GatewayError where it can't be used, with everything before that yielded. */
export async function* readGateway(options: GatewayHistoryOptions, range: BlockRange): AsyncGenerator<Batch<Block>> {
  const { client, gateway, finalized } = options
  for await (const answer of answersOf(options, range)) {
    for (const piece of cut(answer)) {
      const number = piece.at(-1)?.header.height ?? range.to
      const [end] = await fetchHeaders(client, [number], finalized)
      if (end === undefined) return
      yield { blocks: named(gateway, () => believed(options, piece, end)), isHead: number === range.to }
    }
  }
}

async function* answersOf({ gateway, request }: GatewayHistoryOptions, range: BlockRange): AsyncGenerator<Block[]> {
  const { logs = [], fields = {} } = request
  // It asks for no more than what ours has; the class that its type names tries forever.
  const archive = new EvmArchive(gateway as unknown as ConstructorParameters<typeof EvmArchive>[0])
  try {
    let last = range.from - 1
    for await (const { blocks } of archive.getFinalizedBlocks([{ range, request: { logs, fields } }], true)) {
      last = assertInOrder(blocks, { from: last + 1, to: range.to })
      yield blocks
    }
  } catch (cause) {
    throw new GatewayError({ gateway: gateway.name }, cause)
  }
}

/** The last one's height. */
function assertInOrder(blocks: readonly Block[], { from, to }: BlockRange): number {
  let least = from
  for (const { header } of blocks) {
    if (header.height >= least && header.height <= to) least = header.height + 1
    else throw new Contradiction(`it gave block ${header.height} where one of ${least} to ${to} should be`)
  }
  return least - 1
}

/** An answer is as large as the worker likes; a batch is one transaction. */
function* cut(answer: readonly Block[]): Generator<Block[]> {
  let piece: Block[] = []
  let logs = 0
  for (const block of answer) {
    piece.push(block)
    logs += block.logs.length
    if (logs < LOGS_PER_BATCH) continue
    yield piece
    piece = []
    logs = 0
  }
  if (piece.length > 0) yield piece
}

function named<T>({ name }: Gateway, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new GatewayError({ gateway: name }, cause)
  }
}

/** Of the blocks with a log of ours, and the one that ends the piece; its header is the endpoint's. */
function believed(options: GatewayHistoryOptions, piece: readonly Block[], end: Header): Block[] {
  const last = piece.at(-1)?.header
  if (last?.hash !== end.hash) {
    throw new Contradiction(
      `it has block ${end.number} as ${last?.hash}, and ${options.client.endpoint} as ${end.hash}`,
    )
  }
  const parts = piece.map((block) => readParts(block, end))
  // Nothing is learned of a chain that is not ours: its contracts would be asked for ever after.
  for (const { logs } of parts) for (const log of logs) options.children.learn(log)
  const isOwn = isOurs(options)
  return parts
    .map((block) => ownParts(block, options.request, isOwn))
    .filter(({ header, logs }) => header === end || logs.length > 0)
    .map((block) => assembleBlock(block, options.request))
}
