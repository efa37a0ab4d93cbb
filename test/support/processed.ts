// Blocks into a real database, by the store and the batch of the processor, without a node: history at once, the head with
// an undo log, forks included.
import type { ChainBlock } from '../../src/chain/block'
import { ChainDatabase } from '../../src/database/store/chain-database'
import { processBatch } from '../../src/database/store/process-batch'
import { createLog, setLogLevel } from '../../src/log'
import { BOOK, blockHash, CHAIN_ID } from './blocks/blocks'

type Ref = { height: number; hash: string }

setLogLevel('error')
const context = { book: BOOK, log: createLog('test') }
const refOf = (block: ChainBlock): Ref => ({ height: block.number, hash: block.hash })

export type Processed = {
  /** Blocks that are final, as one batch; so far the chain is known to be final then. */
  final(blocks: readonly ChainBlock[], finalHeight?: number): Promise<void>
  /** Blocks on top of `base`, which may be undone again; whatever stood above `base` is undone now. */
  hot(base: Ref, blocks: readonly ChainBlock[], finalized?: Ref): Promise<void>
  /** What a restarted process finds. */
  reconnect(): Promise<void>
  close(): Promise<void>
}

/** The chain begins behind block 0, which holds nothing. */
export const GENESIS: Ref = { height: 0, hash: blockHash(0) }

export async function openProcessed(url: string, options: { retainedBlocks?: number } = {}): Promise<Processed> {
  const book = { ...BOOK, ...options }
  let database = new ChainDatabase(url, CHAIN_ID, options)
  let final: Ref = await database.connect()
  if (final.height < 0) {
    await database.transact({ prevHead: final, nextHead: GENESIS }, async () => {})
    final = GENESIS
  }
  return {
    async final(blocks, finalHeight) {
      const last = blocks.at(-1)
      if (last === undefined) return
      const nextHead = refOf(last)
      await database.transact({ prevHead: final, nextHead }, (store) =>
        processBatch({ ...context, book }, store, blocks, finalHeight),
      )
      final = nextHead
    },
    async hot(baseHead, blocks, finalizedHead = final) {
      const info = { baseHead, finalizedHead, newBlocks: blocks.map(refOf) }
      await database.transactHot2(info, (store, from, to) =>
        processBatch({ ...context, book }, store, blocks.slice(from, to)),
      )
      final = finalizedHead
    },
    async reconnect() {
      await database.disconnect()
      database = new ChainDatabase(url, CHAIN_ID, options)
      final = await database.connect()
    },
    close: () => database.disconnect(),
  }
}
