// Which contracts has the factory made so far? Asked for by address in history, so that a stranger's logs are not even fetched. May name too
// many, never too few: who speaks as a Datanet is decided where its logs are decoded.
import type { AddressBook } from '../config'
import type { AbiEvent } from './abi'
import { creationBy } from './watched'

export type Children = {
  /** In the order in which they became known. */
  readonly addresses: readonly string[]
  has(address: string): boolean
  /** Learns the child that a creation names; other logs teach nothing. */
  learn(log: { address: string; topics: readonly string[]; data: string }): void
}

type Said = Readonly<{ topics: readonly string[]; data: string }>

const WORD_HEX = 64
const ADDRESS_HEX = 40

/** In the words of the interface that the address book names. */
export function createChildren(book: AddressBook, known: readonly string[]): Children {
  const factory = book.contracts.DatanetFactory
  const { event, child } = creationBy(book)
  const addressIn = addressReader(event, child)
  const found = new Set(known)
  const addresses = [...found]
  return {
    addresses,
    has: (address) => found.has(address),
    learn(log) {
      if (log.address !== factory || log.topics[0] !== event.topic0) return
      const made = addressIn(log)
      if (made === null || found.has(made)) return
      found.add(made)
      addresses.push(made)
    },
  }
}

/** Where the event's field stands: in a topic, or in one of the words of the data. */
function addressReader({ fields }: AbiEvent, name: string): (log: Said) => string | null {
  const isIndexed = fields.some((field) => field.name === name && field.indexed)
  const place = fields.filter(({ indexed }) => indexed === isIndexed).findIndex((field) => field.name === name)
  const end = 2 + (isIndexed ? 1 : place + 1) * WORD_HEX
  return ({ topics, data }) => {
    const words = isIndexed ? (topics[place + 1] ?? '') : data
    return words.length < end ? null : `0x${words.slice(end - ADDRESS_HEX, end)}`
  }
}
