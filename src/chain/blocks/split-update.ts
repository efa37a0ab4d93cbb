// A fork comes as one update, however deep it is. Of an update of 200 blocks or more the store keeps a place to go on from at every second block only,
// or fewer, and can't be connected to again: so it gets such an update in pieces, each on top of the one before.
import type { HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import type { HotUpdate } from '@subsquid/util-internal-processor-tools'

// Half of what is too much.
const PIECE_BLOCKS = 100

/** What the update does to the index the pieces do one after the other; each leaves a chain that has the next one's base as its head. */
export function splitUpdate<Block extends { header: HashAndHeight }>(update: HotUpdate<Block>): HotUpdate<Block>[] {
  const { blocks, finalizedHead } = update
  if (blocks.length <= PIECE_BLOCKS) return [update]
  const pieces: HotUpdate<Block>[] = []
  let baseHead = update.baseHead
  for (let from = 0; from < blocks.length; from += PIECE_BLOCKS) {
    const piece = blocks.slice(from, from + PIECE_BLOCKS)
    const head = placeOf(piece.at(-1) as Block)
    const final = finalizedHead.height < head.height ? finalizedHead : head
    pieces.push({ baseHead, finalizedHead: final, blocks: piece })
    baseHead = head
  }
  return pieces
}

const placeOf = ({ header: { height, hash } }: { header: HashAndHeight }): HashAndHeight => ({ height, hash })
