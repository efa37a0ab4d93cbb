// Writes what a batch changed: new rows inserted, changed rows updated, a kind at a time, in the order of foreign keys. All
// through the store, whose change log must see every write to undo it when a fork takes the block away.
import type { Store } from '@subsquid/typeorm-store'
import type { ChainBlock } from '../../chain/block'
import type { AddressBook } from '../../config'
import type { Change } from '../../entities/rows'
import { headId } from '../../events/ids'
import { Head } from '../../model'
import { toEntity, WRITE_ORDER } from './entities'

export type Written = Readonly<{ created: Change[]; changed: Change[] }>

export async function saveRows(store: Store, { created, changed }: Written): Promise<void> {
  for (const kind of WRITE_ORDER) {
    await store.insert(created.filter((change) => change.kind === kind).map(entityOf))
    await store.upsert(changed.filter((change) => change.kind === kind).map(entityOf))
  }
}

/** The cursor that readers see; it moves in the transaction of the rows, so an answer and its block always agree. */
export async function saveHead(store: Store, book: AddressBook, block: ChainBlock): Promise<void> {
  const { number, hash, parentHash, timestamp } = block
  // Sources read the header of the block that ends a batch, however little they check.
  if (parentHash === null) throw new Error(`block ${number} ends a batch and has no parent`)
  const { chainId } = book
  const contracts = Object.keys(book.contracts).sort()
  await store.upsert(new Head({ id: headId(chainId), chainId, number, hash, parentHash, timestamp, contracts }))
}

function entityOf(change: Change): { id: string } {
  return toEntity(change.kind, change.row)
}
