// What a decoder of one contract looks like: a function for each watched event, from checked fields to a statement.
import type { ChainLog } from '../chain/block'
import type { WatchedContract, WatchedEvent } from '../chain/watched'
import type { Statement } from './event'
import type { LogFields } from './log-fields'

export type LogContext = Readonly<{
  log: ChainLog
  blockHash: string
  /** All logs that were fetched of the same transaction, this one among them. */
  siblings: readonly ChainLog[]
  /** The Datanet that the speaking contract is; empty for contracts that are none. */
  datanet: string
  /** The name that the address book has for the speaking contract; null for those that it lists without one. */
  known: string | null
}>

export type Decode = (fields: LogFields, context: LogContext) => Statement

export type Decoders<C extends WatchedContract> = Readonly<Record<WatchedEvent<C>, Decode>>

/** The name of a numbered choice, or the number itself where the chain uses one that we do not know. */
export function nameOf(names: readonly string[], number: bigint): string {
  return (number < names.length ? names[Number(number)] : undefined) ?? number.toString()
}

export const ATTRIBUTION_METHODS = ['SUFFIX_ARRAY', 'INFLUENCE', 'RETRIEVAL'] as const
