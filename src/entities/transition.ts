// What the files of this room have in common: a transition says which rows an event may look at, and which rows it leaves.
import type { Event, EventKind, EventOf } from '../events/event'
import { accountId, positionId } from '../events/ids'
import type { Change, Row } from './rows'
import type { Touch, World } from './world'

export type Transition<K extends EventKind> = Readonly<{
  touches(event: EventOf<K>): Touch[]
  /** Pure: the rows after the event; those that it does not name stay as they are. */
  apply(world: World, event: EventOf<K>): Change[]
}>

export type Transitions<K extends EventKind> = { readonly [E in K]: Transition<E> }

type Placed = Readonly<{
  chainId: number
  blockNumber: number
  blockHash: string
  timestamp: Date
  transactionHash: string
  logIndex: number
}>

/** The columns that tie a row to the log it came from. */
export function placeOf({ at }: Event): Placed {
  const { chainId, blockNumber, blockHash, timestamp, transactionHash, logIndex } = at
  return { chainId, blockNumber, blockHash, timestamp, transactionHash, logIndex }
}

/** The chain said something that can't be so: kept with its reason, and nothing else changes. */
export function skip(event: Event, reason: string): Change[] {
  const row = { id: positionId(event.at), ...placeOf(event), contract: event.contract, topic0: event.topic0, reason }
  return [{ kind: 'skippedLog', row }]
}

/** The account as it is, or as it begins here. */
export function accountAt(world: World, event: Event, address: string): Row<'account'> {
  const id = accountId(event.at.chainId, address)
  return world.get('account', id) ?? { id, address, rewardsAccrued: 0n, rewardsWithdrawn: 0n, ...placeOf(event) }
}

/** The rows of those accounts that take part for the first time. */
export function newAccounts(world: World, event: Event, ...addresses: string[]): Change[] {
  return [...new Set(addresses)].flatMap((address) => {
    const row = accountAt(world, event, address)
    return world.get('account', row.id) === undefined ? [{ kind: 'account' as const, row }] : []
  })
}

export function touchAccount(event: Event, address: string): Touch {
  return { kind: 'account', id: accountId(event.at.chainId, address) }
}
