// Which contract speaks for which Datanet, and from which block on. Filled from the database and from the creations of the
// blocks at hand, so that it answers the same however the blocks were cut into batches.

import type { Event } from '../event'
import { datanetId } from '../ids'

export type KnownDatanet = Readonly<{ id: string; contract: string; blockNumber: number }>

export type DatanetRegistry = Readonly<{
  /** The id of the Datanet that this contract is at this block; null when it is none. */
  datanetOf(contract: string, blockNumber: number): string | null
}>

/** `known` must hold every Datanet that the creations could collide with, by id or by contract. The first comer wins. */
export function createDatanetRegistry(known: readonly KnownDatanet[], creations: readonly Event[]): DatanetRegistry {
  const byContract = new Map(known.map((datanet) => [datanet.contract, datanet]))
  const ids = new Set(known.map((datanet) => datanet.id))
  for (const event of creations) {
    if (event.kind !== 'datanetCreated') continue
    const id = datanetId(event.at.chainId, event.datanetId)
    // The number 0 means none: what the entities refuse must not be able to speak either.
    if (event.datanetId === 0n || ids.has(id) || byContract.has(event.datanetContract)) continue
    ids.add(id)
    byContract.set(event.datanetContract, { id, contract: event.datanetContract, blockNumber: event.at.blockNumber })
  }
  return {
    datanetOf(contract, blockNumber) {
      const datanet = byContract.get(contract)
      return datanet !== undefined && datanet.blockNumber <= blockNumber ? datanet.id : null
    },
  }
}
