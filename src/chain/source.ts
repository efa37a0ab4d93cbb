// Where blocks come from, as Subsquid's Runner asks for them: history below finality (logs by address and topic, and only the blocks that
// matter) and a loop at the head. That one asks for the head's hash and not only its number, so that a fork of equal or lower height is seen
// at once, and takes finality from the node where the node has it.
import type { DataRequest } from '@subsquid/evm-processor/lib/interfaces/data-request'
import type { Block } from '@subsquid/evm-processor/lib/mapping/entities'
import { type HashAndHeight, HotProcessor, isDataConsistencyError } from '@subsquid/util-internal-ingest-tools'
import type { Batch, HotDatabaseState, HotDataSource, HotUpdate } from '@subsquid/util-internal-processor-tools'
import { getRequestAt, type RangeRequest, rangeEnd } from '@subsquid/util-internal-range'
import type { AddressBook, Checks, Transactions } from '../config'
import { type Header, headOf, readHeader, readHeaderAt } from './blocks/header'
import { fetchHotBlock, readUpTo } from './blocks/hot-blocks'
import { splitUpdate } from './blocks/split-update'
import type { Children } from './children'
import { endpointError } from './endpoints/endpoint'
import type { HeadBell } from './endpoints/head-bell'
import { AnswerRefused } from './endpoints/refused'
import type { RpcCall, RpcClient } from './endpoints/rpc-client'
import { ChainReplacedError, EndpointBehindError, EndpointFaultError } from './errors'
import { type BelowFinality, readBelowFinality } from './gateway/below-finality'
import type { HistoryOptions } from './history/history'
import { type BlockRange, quantity } from './history/range-logs'
import type { RangeSize } from './history/range-size'
import type { ChainNews } from './news'
import { pause } from './pause'
import type { WatchedLogs } from './watched'

// A node may announce a head before its logs: half a second is far beyond what was seen, and then it is a fault.
const CONSISTENCY_TRIES = 10
const CONSISTENCY_PAUSE_MS = 50
// With a bell that rings, looking is only for the case that it does not: so much less often.
const POLLS_BESIDE_BELL = 10
const FINALIZED_FRESH_MS = 1_000
// This far behind what is final, history's larger batches are quicker than block by block with an undo log; further it can't lead.
const HISTORY_GAP_BLOCKS = 1_000

export type ChainSourceOptions = Readonly<{
  client: RpcClient
  /** Where the index begins. */
  startBlock: number
  /** The node's tag for what is final (`finalized`, unless said otherwise), and the count where it has none. */
  finality?: AddressBook['finality']
  finalityConfirmation: number
  pollIntervalMs: number
  watched: WatchedLogs
  children: Children
  rangeSize: RangeSize
  addressesPerCall: number
  checks: Checks
  compare?: HistoryOptions['compare']
  gateway?: BelowFinality['gateway']
  /** How much of the transactions behind the logs is read; what the logs need, unless said otherwise. */
  transactions?: Transactions | undefined
  /** Adds to the blocks' logs what their contracts' state says. */
  addState?: ((blocks: Block[]) => Promise<void>) | undefined
  signal: AbortSignal
  /** Rings for new heads; without it, time alone tells when to look. */
  bell?: HeadBell
  peers?: Peers
  onNews?: (news: ChainNews) => void
}>

/** What other endpoints are good for while this one is read. */
export type Peers = Readonly<{
  /** Throws when the others are far ahead of this height. */
  assertNear(height: number): void
  /** Whether to leave our head for another. */
  believesFork(ours: HashAndHeight, theirs: HashAndHeight): Promise<boolean>
  /** Our head is its head. */
  agreed(): void
  /** Whether one of higher rank can be followed again. */
  hasBetter(): boolean
}>

type Heads = { best: Header; finalizedHeight: number }
/** What the node calls final, with its answer: the header that history ends at. */
type Finalized = Readonly<{ height: number; answer: unknown; at: number }>
type OnUpdate = (update: HotUpdate<Block>) => Promise<void>

/** The others still have our head: the fork is looked at again at the next poll. */
class ForkDoubted extends Error {}

/** What the caller did with an update failed: not the endpoint's fault. */
class UpdateFailed extends Error {}

export class ChainSource implements HotDataSource<Block, DataRequest> {
  readonly #options: ChainSourceOptions
  /** The runner holds history against what it was told first, also where the node, or another behind its name, says less by then. */
  #told = 0
  #finalized: Finalized | null = null

  constructor(options: ChainSourceOptions) {
    this.#options = options
  }

  async getFinalizedHeight(): Promise<number> {
    return (await this.#readFinalized()).height
  }

  /** The runner asks, and history asks again a moment later: once is enough. */
  async #readFinalized(): Promise<Finalized> {
    const now = performance.now()
    if (this.#finalized !== null && now - this.#finalized.at < FINALIZED_FRESH_MS) return this.#finalized
    // Without the head's header, which nobody needs here.
    const [latest, answer] = await this.#ask({ method: 'eth_blockNumber', params: [] }, ...this.#finalityCall())
    if (typeof latest !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(latest)) {
      throw new EndpointFaultError({ endpoint: this.#options.client.endpoint }, new Error('it has no block number'))
    }
    const height = Math.max(this.#told, this.#finalizedHeight(Number(latest), answer))
    this.#told = height
    this.#options.onNews?.({ kind: 'heads', best: Number(latest), finalized: height })
    this.#finalized = { height, answer, at: now }
    return this.#finalized
  }

  async getBlockHash(height: number): Promise<string> {
    const [block] = await this.#ask({ method: 'eth_getBlockByNumber', params: [quantity(height), false] })
    if (block === null) throw this.#behind(height)
    try {
      return readHeaderAt(height, block).hash
    } catch (cause) {
      throw endpointError(this.#options.client, cause)
    }
  }

  async *getFinalizedBlocks(requests: RangeRequest<DataRequest>[]): AsyncIterable<Batch<Block>> {
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
      throw endpointError(this.#options.client, cause)
    }
  }

  async *#history(request: DataRequest, range: BlockRange): AsyncGenerator<Batch<Block>> {
    const finalized = this.#finalized?.answer
    for await (const batch of readBelowFinality({ ...this.#options, request, finalized }, range)) {
      await this.#options.addState?.(batch.blocks)
      if (this.#options.signal.aborted) return
      yield batch
      // The runner has written it when it asks for the next.
      const last = batch.blocks.at(-1)
      if (last !== undefined) this.#tellWritten(last, true)
    }
  }

  /** Ends when the signal says so, another endpoint is better, or so much is final by now that history should take over. */
  async processHotBlocks(
    requests: RangeRequest<DataRequest>[],
    state: HotDatabaseState,
    onUpdate: OnUpdate,
  ): Promise<void> {
    const processor = this.#hotProcessor(requests, state, onUpdate)
    try {
      let seen = ''
      let woken: 'rung' | 'over' = 'rung'
      while (!this.#options.signal.aborted) {
        const heads = await this.#heads()
        const { best } = heads
        if (best.number < processor.getFinalizedHeight()) throw this.#behind(processor.getFinalizedHeight())
        if (heads.finalizedHeight - processor.getHeight() > HISTORY_GAP_BLOCKS) return
        this.#options.peers?.assertNear(best.number)
        if (woken === 'over' && best.hash !== seen) this.#options.bell?.missed()
        const isReached = best.hash === seen || (await this.#goTo(processor, heads))
        seen = isReached ? best.hash : ''
        if (isReached) this.#options.peers?.agreed()
        if (this.#options.peers?.hasBetter() === true) return
        woken = await this.#waitForHead()
      }
    } catch (cause) {
      if (cause instanceof UpdateFailed) throw cause.cause
      throw endpointError(this.#options.client, cause)
    }
  }

  async #waitForHead(): Promise<'rung' | 'over'> {
    const { bell, pollIntervalMs, signal } = this.#options
    if (bell !== undefined) return bell.wait(bell.isAlive ? pollIntervalMs * POLLS_BESIDE_BELL : pollIntervalMs, signal)
    await pause(pollIntervalMs, signal)
    return 'over'
  }

  /** False while it is doubtful whether to go there, and where another head took its place meanwhile. */
  async #goTo(processor: HotProcessor<Block>, heads: Heads): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { number: height, hash } = heads.best
        await processor.goto({ best: { height, hash }, finalized: { height: heads.finalizedHeight } })
        return true
      } catch (error) {
        if (error instanceof ForkDoubted) return false
        const isPassing = isDataConsistencyError(error) || error instanceof AnswerRefused
        if (!isPassing || attempt === CONSISTENCY_TRIES) throw error
        // The head itself may be gone by now: the next poll brings the one that replaced it.
        if (attempt > 1 && (await this.#heads()).best.hash !== heads.best.hash) return false
        await pause(CONSISTENCY_PAUSE_MS, this.#options.signal)
      }
    }
  }

  #hotProcessor(requests: RangeRequest<DataRequest>[], state: HotDatabaseState, onUpdate: OnUpdate) {
    const { client, checks, transactions } = this.#options
    const node = { client, checks, transactions }
    const requestAt = (height: number) => getRequestAt(requests, height) ?? {}
    let final: HashAndHeight = { height: state.height, hash: state.hash }
    let head: HashAndHeight = state.top.at(-1) ?? final
    const processor: HotProcessor<Block> = new HotProcessor<Block>(state, {
      process: async (update) => {
        const depth = update.baseHead.hash === head.hash ? 0 : head.height - update.baseHead.height
        const next: HashAndHeight = update.blocks.at(-1)?.header ?? update.baseHead
        if (depth > 0) await this.#assertBelieved(head, next)
        await this.#options.addState?.(update.blocks)
        for (const piece of splitUpdate(update)) {
          await onUpdate(piece).catch((cause: unknown) => {
            throw new UpdateFailed('', { cause })
          })
        }
        final = update.finalizedHead
        head = { height: next.height, hash: next.hash }
        const last = update.blocks.at(-1)
        if (depth > 0) this.#options.onNews?.({ kind: 'rolled back', depth })
        if (last !== undefined) this.#tellWritten(last, false)
      },
      getBlock: async (ref) => {
        // Walking back from a fork, it would need a block at or below the final one: that can't be undone.
        if (ref.height <= final.height) throw new ChainReplacedError({ ...final, endpoint: client.endpoint })
        return fetchHotBlock(node, ref, requestAt(ref.height))
      },
      getBlockRange: (from, to) => readUpTo(node, { from, to }, requestAt),
      getHeader: (block) => block.header,
    })
    return processor
  }

  async #assertBelieved(ours: HashAndHeight, theirs: HashAndHeight): Promise<void> {
    const { peers } = this.#options
    if (peers !== undefined && !(await peers.believesFork(ours, theirs))) throw new ForkDoubted()
  }

  #tellWritten({ header }: Block, isHistory: boolean): void {
    const { height, timestamp } = header
    this.#options.onNews?.({ kind: 'written', height, timestampMs: timestamp ?? 0, isHistory })
  }

  async #heads(): Promise<Heads> {
    const [latest, finalized] = await this.#ask(
      { method: 'eth_getBlockByNumber', params: ['latest', false] },
      ...this.#finalityCall(),
    )
    const best = readHeader(latest)
    const finalizedHeight = this.#finalizedHeight(best.number, finalized)
    this.#options.onNews?.({ kind: 'heads', best: best.number, finalized: finalizedHeight })
    return { best, finalizedHeight }
  }

  #finalityCall(): RpcCall[] {
    const { finality = 'finalized' } = this.#options
    return finality === 'count' ? [] : [{ method: 'eth_getBlockByNumber', params: [finality, false] }]
  }

  /** What the node says, where it says it; never above its head. */
  #finalizedHeight(head: number, answer: unknown): number {
    const counted = Math.max(0, head - this.#options.finalityConfirmation)
    return Math.min(head, headOf(answer)?.height ?? counted)
  }

  /** null for a call that the node answers with an error, as one without finality does. */
  #ask(...calls: RpcCall[]): Promise<unknown[]> {
    const { client } = this.#options
    return client.batchCall(calls, { refused: () => null }).catch((cause: unknown) => {
      throw endpointError(client, cause)
    })
  }

  #behind(height: number): EndpointBehindError {
    return new EndpointBehindError({ endpoint: this.#options.client.endpoint, height })
  }
}
