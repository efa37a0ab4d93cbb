// The processor's batch without a database: the same decoding, transitions and world, over rows in a map.
import type { ChainBlock } from '../../src/chain/block'
import type { AddressBook } from '../../src/config'
import { apply, touchesOf } from '../../src/entities/apply'
import { rowsOfBlock } from '../../src/entities/blocks/block-rows'
import type { Change, Row, RowKind } from '../../src/entities/rows'
import { createWorld, type Touch } from '../../src/entities/world'
import { type BlockReading, readingsOf } from '../../src/events/blocks/block-reading'
import { createDatanetRegistry } from '../../src/events/data/datanet-registry'
import { decodeBlock, decodeCreations } from '../../src/events/decode'
import type { Event } from '../../src/events/event'
import { BOOK } from './blocks/blocks'

export type Memory = {
  readonly rows: Map<string, Change>
  get<K extends RowKind>(kind: K, id: string): Row<K> | undefined
  all<K extends RowKind>(kind: K): Row<K>[]
}

export function createMemory(): Memory {
  const rows = new Map<string, Change>()
  return {
    rows,
    get: (kind, id) => rows.get(`${kind} ${id}`)?.row as never,
    all: (kind) => [...rows.values()].filter((change) => change.kind === kind).map((change) => change.row) as never,
  }
}

export function processInMemory(memory: Memory, blocks: readonly ChainBlock[], book: AddressBook = BOOK): void {
  const creations = blocks.flatMap((block) => decodeCreations(block, book))
  const registry = createDatanetRegistry(
    memory.all('datanet').filter(({ chainId }) => chainId === book.chainId),
    creations,
  )
  const events = blocks.flatMap((block) => decodeBlock(block, book, registry))
  applyInMemory(memory, events, readingsOf(blocks, book, events))
}

export function applyInMemory(memory: Memory, events: readonly Event[], readings: readonly BlockReading[] = []): void {
  const touches = events.flatMap(touchesOf)
  const world = createWorld(
    touches,
    touches.flatMap((touch) => foundBy(memory, touch)),
  )
  for (const event of events) for (const change of apply(world, event)) world.put(change, event.at.blockNumber)
  for (const reading of readings) {
    for (const change of rowsOfBlock(world, reading)) world.put(change, reading.at.blockNumber)
  }
  const { created, changed } = world.changes()
  // As in a database: a row that was there and that no event looked for would be inserted a second time.
  const twice = created.find((change) => memory.rows.has(`${change.kind} ${change.row.id}`))
  if (twice !== undefined) throw new Error(`the ${twice.kind} ${twice.row.id} was made twice`)
  for (const change of [...created, ...changed]) memory.rows.set(`${change.kind} ${change.row.id}`, change)
}

function foundBy(memory: Memory, touch: Touch): Change[] {
  if (touch.kind === 'stakingConfigsOf')
    return memory.all('stakingConfig').map((row) => ({ kind: 'stakingConfig', row }))
  if (touch.kind !== 'claimsOf') {
    const found = memory.rows.get(`${touch.kind} ${touch.id}`)
    return found === undefined ? [] : [found]
  }
  return memory
    .all('attributionClaim')
    .filter((row) => row.inference === touch.id)
    .map((row) => ({ kind: 'attributionClaim', row }))
}
