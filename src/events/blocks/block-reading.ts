// What a block and the transactions that matter in it say, beside their events: where the block comes from on L1, what was moved, and what it cost.
import type { ChainBlock } from '../../chain/block'
import type { BlockFacts, TransactionFacts } from '../../chain/transactions/facts'
import type { Event, Position } from '../event'
import { DEPOSITOR, decodeL1Attributes, L1_BLOCK, type L1Attributes } from './l1-attributes'

export type Place = Omit<Position, 'logIndex'>

export type BlockReading = Readonly<{
  at: Omit<Place, 'transactionHash' | 'transactionIndex'>
  gasUsed: bigint
  baseFee: bigint | null
  /** null: the chain has no L1, or none that it speaks of. */
  origin: Readonly<{ transactionHash: string; found: L1Attributes | string }> | null
  transactions: readonly MadeTransaction[]
}>

export type MadeTransaction = Readonly<{ at: Place; facts: TransactionFacts; events: readonly Event[] }>

/** Of blocks with an event whose transactions were read. */
export function readingsOf(
  blocks: readonly ChainBlock[],
  { chainId }: { chainId: number },
  events: readonly Event[],
): BlockReading[] {
  const byBlock = Map.groupBy(events, (event) => event.at.blockNumber)
  return blocks.flatMap((block) => {
    const own = byBlock.get(block.number) ?? []
    return block.facts === undefined || own.length === 0 ? [] : [readingOf(block, block.facts, { chainId, own })]
  })
}

type Own = Readonly<{ chainId: number; own: readonly Event[] }>

function readingOf(block: ChainBlock, facts: BlockFacts, { chainId, own }: Own): BlockReading {
  const { number: blockNumber, hash: blockHash, parentHash, timestamp } = block
  const at = { chainId, blockNumber, blockHash, parentHash, timestamp }
  const byTransaction = Map.groupBy(own, (event) => event.at.transactionIndex)
  const system = facts.transactions.find(isSystem)
  const ours = facts.transactions.filter(
    (one) => one !== system && (one.deposit !== null || byTransaction.has(one.index)),
  )
  return {
    ...{ at, gasUsed: facts.gasUsed, baseFee: facts.baseFee },
    origin: system === undefined ? null : { transactionHash: system.hash, found: originOf(system) },
    transactions: ours.map((one) => ({
      at: { ...at, transactionHash: one.hash, transactionIndex: one.index },
      ...{ facts: one, events: byTransaction.get(one.index) ?? [] },
    })),
  }
}

/** The first transaction of a block, and never a user's: nobody has the depositor's key. */
const isSystem = ({ index, deposit, to }: TransactionFacts): boolean =>
  index === 0 && deposit !== null && to === L1_BLOCK

function originOf({ from, input }: TransactionFacts): L1Attributes | string {
  return from === DEPOSITOR ? decodeL1Attributes(input) : `it is not the system's, but of ${from}`
}
