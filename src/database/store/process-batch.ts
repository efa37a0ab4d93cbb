// One batch, read aloud: decode every log into events; collect the ids they touch; load those rows in bulk; apply the events
// one by one, in order, and what the blocks themselves say; save in bulk; log one line. Safe to run again: nothing outlives a transaction that failed.
import type { Store } from '@subsquid/typeorm-store'
import type { ChainBlock } from '../../chain/block'
import type { AddressBook } from '../../config'
import { apply, touchesOf } from '../../entities/apply'
import { rowsOfBlock } from '../../entities/blocks/block-rows'
import { createWorld, type WorkingWorld } from '../../entities/world'
import { readingsOf } from '../../events/blocks/block-reading'
import { createDatanetRegistry, type DatanetRegistry } from '../../events/data/datanet-registry'
import { decodeBlock, decodeCreations } from '../../events/decode'
import type { Event } from '../../events/event'
import { datanetId } from '../../events/ids'
import type { Log } from '../../log'
import { EventFailedError } from '../errors'
import { RETAINED_BLOCKS } from './chain-database'
import { loadDatanets, loadRows } from './load-rows'
import { forgetPast, tellPast } from './past-rows'
import { saveHead, saveRows } from './save-rows'

export type BatchContext = Readonly<{
  book: AddressBook
  log: Log
  /** Told what each batch did, before it is committed. */
  onBatch?: (figures: BatchFigures) => void
}>

export type BatchFigures = Readonly<{
  events: number
  created: number
  changed: number
  skipped: number
  phasesMs: Readonly<Record<string, number>>
}>

/** `finalHeight`: so far the chain is known to be final, which in history is far beyond these blocks. */
export async function processBatch(
  context: BatchContext,
  store: Store,
  blocks: readonly ChainBlock[],
  finalHeight = 0,
): Promise<void> {
  const head = blocks.at(-1)
  if (head === undefined) return
  const clock = startClock()

  const registry = await readRegistry(context.book, store, blocks)
  const events = blocks.flatMap((block) => decodeBlock(block, context.book, registry))
  clock.mark('decodeMs')

  const touches = events.flatMap(touchesOf)
  const world = createWorld(touches, await loadRows(store, touches))
  clock.mark('loadMs')

  for (const event of events) applyTo(world, event)
  for (const reading of readingsOf(blocks, context.book, events)) {
    for (const change of rowsOfBlock(world, reading)) world.put(change, reading.at.blockNumber)
  }
  clock.mark('applyMs')

  const written = world.changes()
  // First of all, and so the last to be taken back: what changes meanwhile is known by it.
  await saveHead(store, context.book, head)
  const { chainId, retainedBlocks = RETAINED_BLOCKS } = context.book
  const batch = { chainId, head: head.number }
  if (head.number <= finalHeight - retainedBlocks) await forgetPast(store, batch)
  else if (blocks.length > 1) await tellPast(store, batch, world.past())
  clock.mark('pastMs')
  await saveRows(store, written)
  clock.mark('saveMs')

  const created = written.created.length
  const skipped = events.length === 0 ? 0 : written.created.filter((change) => change.kind === 'skippedLog').length
  const counts = { events: events.length, created, changed: written.changed.length, skipped }
  context.onBatch?.({ ...counts, phasesMs: clock.phases })
  const line = { from: blocks[0]?.number, to: head.number, ...counts, ...clock.phases }
  if (skipped > 0) context.log.warn(line, 'batch with logs that could not be used')
  else if (events.length > 0) context.log.info(line, 'batch')
  else context.log.debug(line, 'batch')
}

async function readRegistry(book: AddressBook, store: Store, blocks: readonly ChainBlock[]): Promise<DatanetRegistry> {
  const creations = blocks.flatMap((block) => decodeCreations(block, book))
  const ours = new Set(Object.values(book.contracts))
  const contracts = new Set(blocks.flatMap((block) => block.logs.map((log) => log.address)))
  const ids = new Set<string>()
  for (const event of creations) {
    if (event.kind !== 'datanetCreated') continue
    contracts.add(event.datanetContract)
    ids.add(datanetId(book.chainId, event.datanetId))
  }
  const strangers = [...contracts].filter((address) => !ours.has(address))
  const sought = { chainId: book.chainId, contracts: strangers, ids: [...ids] }
  return createDatanetRegistry(await loadDatanets(store, sought), creations)
}

/** The one place where an unforeseen failure learns which log it happened at. */
function applyTo(world: WorkingWorld, event: Event): void {
  try {
    for (const change of apply(world, event)) world.put(change, event.at.blockNumber)
  } catch (cause) {
    throw new EventFailedError({ kind: event.kind, at: event.at }, cause)
  }
}

function startClock() {
  const phases: Record<string, number> = {}
  let last = performance.now()
  return {
    phases,
    mark(phase: string) {
      const now = performance.now()
      phases[phase] = Math.round((now - last) * 10) / 10
      last = now
    },
  }
}
