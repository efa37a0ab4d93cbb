// Where blocks come from: Subsquid's RPC source, with history of our own below finality (logs by address and topic, and only the blocks
// that matter) and a loop of our own at the head. That one asks for the head's hash and not only its number, so that a fork of equal or
// lower height is seen at once, and takes finality from the node where the node has it.

import { EvmRpcDataSource } from '@subsquid/evm-processor/lib/ds-rpc/client'
import { mapBlock } from '@subsquid/evm-processor/lib/ds-rpc/mapping'
import { toMappingRequest } from '@subsquid/evm-processor/lib/ds-rpc/request'
import { Rpc } from '@subsquid/evm-processor/lib/ds-rpc/rpc'
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import type { RpcClient } from '@subsquid/rpc-client'
import {
  BlockConsistencyError,
  type BlockRef,
  type HashAndHeight,
  HotProcessor,
  isDataConsistencyError,
} from '@subsquid/util-internal-ingest-tools'
import type { Batch, HotDatabaseState, HotUpdate } from '@subsquid/util-internal-processor-tools'
import {
  getRequestAt,
  mapRangeRequestList,
  type RangeRequest,
  rangeEnd,
  splitRange,
} from '@subsquid/util-internal-range'
import { HeadwaterError } from '../errors'
import type { Children } from './children'
import { endpointError, endpointName } from './endpoint'
import { ChainReplacedError, EndpointBehindError, EndpointFaultError } from './errors'
import { readHistory } from './history'
import { pause } from './pause'
import type { BlockRange } from './range-logs'
import type { RangeSize } from './range-size'
import type { WatchedLogs } from './watched'

const BLOCKS_PER_READ = 10
// A node may announce a head before its logs: half a second is far beyond what was seen, and then it is a fault.
const CONSISTENCY_TRIES = 10
const CONSISTENCY_PAUSE_MS = 50
// This far behind the head, history's larger batches are quicker than block by block with an undo log.
const HISTORY_GAP_BLOCKS = 1_000

export type ChainSourceOptions = Readonly<{
  client: RpcClient
  /** Where the index begins. */
  startBlock: number
  finalityConfirmation: number
  pollIntervalMs: number
  watched: WatchedLogs
  children: Children
  rangeSize: RangeSize
  addressesPerCall: number
  signal: AbortSignal
}>

const FINALIZED: [string, unknown[]] = ['eth_getBlockByNumber', ['finalized', false]]

type Heads = { best: HashAndHeight; finalizedHeight: number }
type OnUpdate = (update: HotUpdate<Block>) => Promise<void>

/** What the caller did with an update failed: not the endpoint's fault. */
class UpdateFailed extends Error {}

export class ChainSource extends EvmRpcDataSource {
  readonly #options: ChainSourceOptions
  readonly #rpc: Rpc

  constructor(options: ChainSourceOptions) {
    super({
      rpc: options.client,
      finalityConfirmation: options.finalityConfirmation,
      headPollInterval: options.pollIntervalMs,
    })
    this.#options = options
    this.#rpc = new Rpc(options.client)
  }

  override async getFinalizedHeight(): Promise<number> {
    // Without the head's header, which nobody needs here.
    const [latest, finalized] = await this.#ask(['eth_blockNumber', []], FINALIZED)
    if (typeof latest !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(latest)) throw this.#fault('it has no block number')
    return this.#finalizedHeight(Number(latest), finalized)
  }

  override async getBlockHash(height: number): Promise<string> {
    const hash = await super.getBlockHash(height).catch((cause: Error) => {
      throw endpointError(this.#options.client, cause)
    })
    if (hash === undefined) throw this.#behind(height)
    return hash
  }

  override async *getFinalizedBlocks(requests: RangeRequest<DataRequest>[]): AsyncIterable<Batch<Block>> {
    try {
      const [asked] = requests
      if (asked === undefined) return
      let { from } = asked.range
      for (let behind = Number.POSITIVE_INFINITY; behind > HISTORY_GAP_BLOCKS; ) {
        const to = Math.min(await this.getFinalizedHeight(), rangeEnd(asked.range))
        if (from > to) return
        // Of the first block alone, so that there is a place to go back to if the chain replaces what the next batch holds.
        if (from === this.#options.startBlock) yield* this.#history(asked.request, { from, to: from++ })
        if (from <= to) yield* this.#history(asked.request, { from, to })
        // While history was read the chain went on: as far as it took, so far is it to go.
        behind = to === rangeEnd(asked.range) ? 0 : to - from
        from = to + 1
      }
    } catch (cause) {
      throw endpointError(this.#options.client, cause as Error)
    }
  }

  async *#history(request: DataRequest, range: BlockRange): AsyncGenerator<Batch<Block>> {
    for await (const batch of readHistory({ ...this.#options, request }, range)) {
      if (this.#options.signal.aborted) return
      yield batch
    }
  }

  /** Ends when the signal says so, or when the head has run so far ahead that history should take over. */
  override async processHotBlocks(
    requests: RangeRequest<DataRequest>[],
    state: HotDatabaseState,
    onUpdate: OnUpdate,
  ): Promise<void> {
    const processor = this.#hotProcessor(requests, state, onUpdate)
    try {
      let seen = ''
      while (!this.#options.signal.aborted) {
        const heads = await this.#heads()
        if (heads.best.height < processor.getFinalizedHeight()) throw this.#behind(processor.getFinalizedHeight())
        if (heads.best.height - processor.getHeight() > HISTORY_GAP_BLOCKS) return
        if (heads.best.hash !== seen) await this.#goTo(processor, heads)
        seen = heads.best.hash
        await pause(this.#options.pollIntervalMs, this.#options.signal)
      }
    } catch (cause) {
      if (cause instanceof UpdateFailed) throw cause.cause
      if (cause instanceof HeadwaterError) throw cause
      throw endpointError(this.#options.client, cause as Error)
    }
  }

  async #goTo(processor: HotProcessor<Block>, heads: Heads): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await processor.goto({ best: heads.best, finalized: { height: heads.finalizedHeight } })
      } catch (error) {
        if (!isDataConsistencyError(error) || attempt === CONSISTENCY_TRIES) throw error
        // The head itself may be gone by now: the next poll brings the one that replaced it.
        if (attempt > 1 && (await this.#heads()).best.hash !== heads.best.hash) return
        await pause(CONSISTENCY_PAUSE_MS, this.#options.signal)
      }
    }
  }

  #hotProcessor(requests: RangeRequest<DataRequest>[], state: HotDatabaseState, onUpdate: OnUpdate) {
    const mapped = mapRangeRequestList(requests, toMappingRequest)
    const requestAt = (height: number) => getRequestAt(mapped, height) ?? toMappingRequest()
    const rpc = this.#rpc
    const endpoint = endpointName(this.#options.client.url)
    let final: HashAndHeight = { height: state.height, hash: state.hash }
    const processor: HotProcessor<Block> = new HotProcessor<Block>(state, {
      process: async (update) => {
        await onUpdate(update).catch((cause: unknown) => {
          throw new UpdateFailed('', { cause })
        })
        final = update.finalizedHead
      },
      getBlock: async (ref) => {
        // Walking back from a fork, it would need a block at or below the final one: that can't be undone.
        if (ref.height <= final.height) throw new ChainReplacedError({ ...final, endpoint })
        const request = requestAt(ref.height)
        return mapBlock(await rpc.getColdBlock(ref.hash, request, processor.getFinalizedHeight()), request)
      },
      async *getBlockRange(from: number, to: BlockRef): AsyncIterable<Block[]> {
        const last = to.height ?? from
        for (const range of splitRange(BLOCKS_PER_READ, { from: Math.min(from, last), to: last })) {
          const request = requestAt(range.from)
          const finalizedHeight = processor.getFinalizedHeight()
          const blocks = await rpc.getHotSplit({ range, request, finalizedHeight })
          yield blocks.map((block) => mapBlock(block, request))
          const reached = blocks.at(-1)?.height ?? range.from - 1
          if (reached < range.to) throw new BlockConsistencyError({ height: reached + 1 })
        }
      },
      getHeader: (block) => block.header,
    })
    return processor
  }

  async #heads(): Promise<Heads> {
    const [latest, finalized] = await this.#ask(['eth_getBlockByNumber', ['latest', false]], FINALIZED)
    const best = headerOf(latest)
    if (best === null) throw this.#fault('it has no latest block')
    return { best, finalizedHeight: this.#finalizedHeight(best.height, finalized) }
  }

  /** What the node says, where it says it; never above its head. */
  #finalizedHeight(head: number, answer: unknown): number {
    const counted = Math.max(0, head - this.#options.finalityConfirmation)
    return Math.min(head, headerOf(answer)?.height ?? counted)
  }

  /** null for a call that the node answers with an error, as one without finality does. */
  #ask(...calls: [method: string, params: unknown[]][]): Promise<unknown[]> {
    const { client } = this.#options
    const batch = calls.map(([method, params]) => ({ method, params }))
    return client.batchCall<unknown>(batch, { validateError: () => null }).catch((cause: Error) => {
      throw endpointError(client, cause)
    })
  }

  #behind(height: number): EndpointBehindError {
    return new EndpointBehindError({ endpoint: endpointName(this.#options.client.url), height })
  }

  #fault(reason: string): EndpointFaultError {
    return new EndpointFaultError({ endpoint: endpointName(this.#options.client.url) }, new Error(reason))
  }
}

function headerOf(answer: unknown): HashAndHeight | null {
  if (typeof answer !== 'object' || answer === null) return null
  const { number, hash } = answer as Record<string, unknown>
  if (typeof number !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(number)) return null
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) return null
  return { height: Number(number), hash: hash.toLowerCase() }
}
