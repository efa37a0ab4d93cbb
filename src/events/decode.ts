// From blocks to events. Total: whatever bytes a log carries, it becomes an event, a skipped event with its reason, or, when
// its speaker is no contract of ours, nothing.
import type { ChainBlock, ChainLog } from '../chain/block'
import { type WatchedContract, watchedBy } from '../chain/watched'
import { type AddressBook, CONTRACTS } from '../config'
import type { DatanetRegistry } from './data/datanet-registry'
import type { LogContext } from './decoder'
import type { Event, EventOrigin, Statement } from './event'
import { datanetId } from './ids'
import { decodersOf } from './interfaces'
import { decodeFields, UndecodableLog } from './log-fields'

/**
 * The events of a block: creations of Datanets first, everything else in log order. So a Datanet's log counts whether it
 * stands before or behind the creation in the same block, as constructors' logs do; what matters is the block alone.
 */
export function decodeBlock(block: ChainBlock, book: AddressBook, registry: DatanetRegistry): Event[] {
  const creations = decodeCreations(block, book)
  // Once for all logs: to look for each log's own through the whole block costs the square of a large one.
  const byTransaction = Map.groupBy(block.logs, ({ transactionIndex }) => transactionIndex)
  const others = block.logs.flatMap((log) => {
    const contract = speakerOf(log, book, block.number, registry)
    if (contract === null || contract.name === 'DatanetFactory') return []
    const siblings = byTransaction.get(log.transactionIndex) ?? []
    const { datanet, known } = contract
    const context = { log, blockHash: block.hash, siblings, datanet, known }
    return [decodeLog({ block, book, contract: contract.name }, context)]
  })
  return [...creations.map((event) => registered(event, registry)), ...others]
}

/** The factory's logs alone, which say who else may speak. */
export function decodeCreations(block: ChainBlock, book: AddressBook): Event[] {
  return block.logs
    .filter((log) => log.address === book.contracts.DatanetFactory && isWatched(book, 'DatanetFactory', log))
    .map((log) =>
      decodeLog(
        { block, book, contract: 'DatanetFactory' },
        {
          ...{ log, blockHash: block.hash, siblings: [], datanet: '', known: null },
        },
      ),
    )
}

/** A creation that takes another Datanet's number or contract creates nothing. */
function registered(event: Event, registry: DatanetRegistry): Event {
  if (event.kind !== 'datanetCreated' || event.datanetId === 0n) return event
  const id = datanetId(event.at.chainId, event.datanetId)
  if (registry.datanetOf(event.datanetContract, event.at.blockNumber) === id) return event
  const { at, contract, topic0 } = event
  return {
    kind: 'skipped',
    reason: `the Datanet ${event.datanetId} or its contract exists already`,
    at,
    contract,
    topic0,
  }
}

type Speaker = Readonly<{ name: WatchedContract }> & Pick<LogContext, 'datanet' | 'known'>

function speakerOf(log: ChainLog, book: AddressBook, blockNumber: number, registry: DatanetRegistry): Speaker | null {
  for (const name of CONTRACTS) {
    if (log.address !== book.contracts[name]) continue
    return isWatched(book, name, log) ? { name, datanet: '', known: name } : asProxy(log, book, name)
  }
  if (book.proxies?.includes(log.address)) return asProxy(log, book, null)
  const proxy = asProxy(log, book, null)
  if (proxy === null && !isWatched(book, 'Datanet', log)) return null
  const id = registry.datanetOf(log.address, blockNumber)
  return id === null ? null : (proxy ?? { name: 'Datanet', datanet: id, known: null })
}

function asProxy(log: ChainLog, book: AddressBook, known: string | null): Speaker | null {
  return isWatched(book, 'Proxy', log) ? { name: 'Proxy', datanet: '', known } : null
}

function isWatched(book: AddressBook, contract: WatchedContract, log: ChainLog): boolean {
  return log.topics[0] !== undefined && watchedBy(book)[contract].has(log.topics[0])
}

type Source = Readonly<{ block: ChainBlock; book: AddressBook; contract: WatchedContract }>

function decodeLog({ block, book, contract }: Source, context: LogContext): Event {
  const { log } = context
  const topic0 = log.topics[0] ?? null
  const origin: EventOrigin = {
    at: {
      chainId: book.chainId,
      blockNumber: block.number,
      blockHash: block.hash,
      parentHash: block.parentHash,
      timestamp: block.timestamp,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      logIndex: log.logIndex,
    },
    contract: log.address,
    topic0,
  }
  try {
    return { ...decodeStatement(book, contract, context), ...origin }
  } catch (error) {
    if (!(error instanceof UndecodableLog)) throw error
    return { kind: 'skipped', reason: error.message, ...origin }
  }
}

function decodeStatement(book: AddressBook, contract: WatchedContract, context: LogContext): Statement {
  const event = watchedBy(book)[contract].get(context.log.topics[0] ?? '')
  if (event === undefined) throw new UndecodableLog(`${contract} has no such event`)
  const decode = decodersOf(book, contract)[event.name]
  if (decode === undefined) throw new Error(`no decoder for ${contract}.${event.name}`)
  return decode(decodeFields(event, context.log), context)
}
