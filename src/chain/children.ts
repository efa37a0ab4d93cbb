// Which contracts has the factory made so far? Asked for by address in history, so that a stranger's logs are not even fetched. May name too
// many, never too few: who speaks as a Datanet is decided where its logs are decoded.
import type { AddressBook } from '../config'
import { abiEvent } from './abi'

export type Children = {
  /** In the order in which they became known. */
  readonly addresses: readonly string[]
  has(address: string): boolean
  /** Learns the child that a creation names; other logs teach nothing. */
  learn(log: { address: string; topics: readonly string[]; data: string }): void
}

const CREATION = abiEvent('DatanetFactory', 'DatanetCreated')
const WORD_HEX = 64
const ADDRESS_HEX = 40

export function createChildren(book: AddressBook, known: readonly string[]): Children {
  const factory = book.contracts.DatanetFactory
  const found = new Set(known)
  const addresses = [...found]
  const word = CREATION.fields.filter((field) => !field.indexed).findIndex((field) => field.name === 'datanet')
  const end = 2 + (word + 1) * WORD_HEX
  return {
    addresses,
    has: (address) => found.has(address),
    learn({ address, topics, data }) {
      if (address !== factory || topics[0] !== CREATION.topic0 || data.length < end) return
      const child = `0x${data.slice(end - ADDRESS_HEX, end)}`
      if (found.has(child)) return
      found.add(child)
      addresses.push(child)
    },
  }
}
