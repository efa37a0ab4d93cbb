// A batch of several blocks tells the database what its rows were at the ends of those blocks: afterwards only the batch knows. In a few
// messages, which become images there (db/migrations, History).
import type { Store } from '@subsquid/typeorm-store'
import type { Change } from '../../entities/rows'
import type { PastRow } from '../../entities/world'
import { PastRows } from '../../model'
import { columnOf, tableOf } from './entities'

// A large text stands in every image of its row, and JSON writes six characters for some: 48 million at most, where a string takes
// 536 million and a value of jsonb 256 MB. What one row says comes from one transaction and is far below either.
const MESSAGE_LENGTH = 8_000_000
/** Of an image without its texts, more or less. */
const PLAIN_LENGTH = 500

type Batch = Readonly<{ chainId: number; head: number }>
type Told = {
  chain: number
  head: number
  forgets?: true
  images: Record<string, [until: number, row: Record<string, unknown>][]>
}

/** Before the rows are written: from then on the triggers leave this batch to us, so it tells all of them, or that there are none. */
export async function tellPast(store: Store, { chainId, head }: Batch, past: readonly PastRow[]): Promise<void> {
  for (const { first, rows } of messagesOf(past)) {
    const told: Told = { chain: chainId, head, images: {} }
    for (const { change, untilBlock } of rows) {
      const table = tableOf(change.kind)
      const images = told.images[table] ?? []
      images.push([untilBlock, imageOf(change)])
      told.images[table] = images
    }
    await store.insert(new PastRows({ id: `${chainId}-${head}-${first}`, told }))
  }
}

/** Instead, where nobody will ask: what was before the end of this batch is too old once the chain is read. Likewise before the rows. */
export async function forgetPast(store: Store, { chainId, head }: Batch): Promise<void> {
  const told: Told = { chain: chainId, head, forgets: true, images: {} }
  await store.insert(new PastRows({ id: `${chainId}-${head}-forgets`, told }))
}

/** In order, each with the place of its first; at least one, even where nothing is told. */
export function messagesOf(past: readonly PastRow[]): { first: number; rows: PastRow[] }[] {
  let message: { first: number; rows: PastRow[] } = { first: 0, rows: [] }
  const messages = [message]
  let length = 0
  past.forEach((one, place) => {
    const own = PLAIN_LENGTH + textLengthOf(one.change.row)
    if (message.rows.length > 0 && length + own > MESSAGE_LENGTH) {
      message = { first: place, rows: [] }
      messages.push(message)
      length = 0
    }
    message.rows.push(one)
    length += own
  })
  return messages
}

/** Of all texts in a value, lists of them included. */
function textLengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, one) => sum + textLengthOf(one), 0)
}

/** As the row's JSON reads in PostgreSQL: numbers that may be large are text there, too. */
function imageOf({ kind, row }: Change): Record<string, unknown> {
  const image: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(row)) {
    image[columnOf(kind, field)] = typeof value === 'bigint' ? value.toString() : value
  }
  return image
}
