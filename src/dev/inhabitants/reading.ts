// What is a reading? What one event changes in what the inhabitants know.
import type { Address } from 'viem'
import type { ContentFolder } from '../library/content-folder'
import type { Place, World } from './world'

export type Reading = (args: unknown, seen: Seen) => void

export type Seen = {
  readonly world: World
  readonly address: Address
  readonly place: Place
  readonly content: ContentFolder
}

/** The arguments are typed as the ABI says; this is the one place where that is taken on trust. */
export function on<Args>(read: (args: Args, seen: Seen) => void): Reading {
  return (args, seen) => read(args as Args, seen)
}

export function add(amounts: Map<Address, bigint>, account: Address, amount: bigint): void {
  amounts.set(account, (amounts.get(account) ?? 0n) + amount)
}
