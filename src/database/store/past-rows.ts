// A batch of several blocks tells the database what its rows were at the ends of those blocks: afterwards only the batch knows. In one
// message, which becomes images there (db/migrations, History).
import type { Store } from '@subsquid/typeorm-store'
import type { Change } from '../../entities/rows'
import type { PastRow } from '../../entities/world'
import { PastRows } from '../../model'
import { columnOf, tableOf } from './entities'

// Some megabytes of JSON at most: a value of jsonb takes 256.
const ROWS_A_MESSAGE = 5_000

type Batch = Readonly<{ chainId: number; head: number }>
type Told = {
  chain: number
  head: number
  forgets?: true
  images: Record<string, [until: number, row: Record<string, unknown>][]>
}

/** Before the rows are written: from then on the triggers leave this batch to us, so it tells all of them, or that there are none. */
export async function tellPast(store: Store, { chainId, head }: Batch, past: readonly PastRow[]): Promise<void> {
  for (let from = 0; from === 0 || from < past.length; from += ROWS_A_MESSAGE) {
    const told: Told = { chain: chainId, head, images: {} }
    for (const { change, untilBlock } of past.slice(from, from + ROWS_A_MESSAGE)) {
      const table = tableOf(change.kind)
      const images = told.images[table] ?? []
      images.push([untilBlock, imageOf(change)])
      told.images[table] = images
    }
    await store.insert(new PastRows({ id: `${chainId}-${head}-${from}`, told }))
  }
}

/** Instead, where nobody will ask: what was before the end of this batch is too old once the chain is read. Likewise before the rows. */
export async function forgetPast(store: Store, { chainId, head }: Batch): Promise<void> {
  const told: Told = { chain: chainId, head, forgets: true, images: {} }
  await store.insert(new PastRows({ id: `${chainId}-${head}-forgets`, told }))
}

/** As the row's JSON reads in PostgreSQL: numbers that may be large are text there, too. */
function imageOf({ kind, row }: Change): Record<string, unknown> {
  const image: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(row)) {
    image[columnOf(kind, field)] = typeof value === 'bigint' ? value.toString() : value
  }
  return image
}
