// Which movements of the native coin can be known? What a deposit mints, what a transaction passes on at its top, what it cost, and what moved inside it
// where its trace was read; where it was not, what the wrapping tokens say that they paid out. Of a transaction that failed, its fee and mint alone.
import type { MadeTransaction } from '../../events/blocks/block-reading'
import type { Event } from '../../events/event'
import { coinMovementId } from '../../events/ids'
import type { Change, Row } from '../rows'

export type MovementKind = 'MINT' | 'VALUE' | 'INTERNAL' | 'UNWRAP' | 'FEE'

type Movement = Readonly<{
  kind: MovementKind
  from: string | null
  to: string | null
  amount: bigint
  isWhole: boolean
}>

export function movementsOf(made: MadeTransaction, transaction: Row<'transaction'>): Change[] {
  const { id, chainId, blockNumber, blockHash, timestamp, transactionHash, transactionIndex } = transaction
  const place = { chainId, blockNumber, blockHash, timestamp, transactionHash, transactionIndex }
  const { facts, events } = made
  const moved = facts.isSuccess ? [...passedOn(made), ...(facts.internal?.map(insideOf) ?? unwrapsOf(events))] : []
  return [...mintOf(made), ...moved, ...feeOf(transaction)]
    .filter(({ amount }) => amount > 0n)
    .map((movement, ordinal) => ({
      kind: 'coinMovement',
      row: { id: coinMovementId(id, ordinal), ordinal, ...movement, ...place },
    }))
}

function mintOf({ facts: { deposit, from } }: MadeTransaction): Movement[] {
  return deposit === null ? [] : [{ kind: 'MINT', from: null, to: from, amount: deposit.mint, isWhole: true }]
}

/** To a contract that is being made, nobody is named in the call: the receipt says its address. */
function passedOn({ facts: { from, to, made, value } }: MadeTransaction): Movement[] {
  return [{ kind: 'VALUE', from, to: to ?? made, amount: value, isWhole: true }]
}

function insideOf({ from, to, amount }: { from: string; to: string; amount: bigint }): Movement {
  return { kind: 'INTERNAL', from, to, amount, isWhole: true }
}

/** WOPEN's unwraps move the token, GOPEN's are said beside its movement: each once. */
function unwrapsOf(events: readonly Event[]): Movement[] {
  return events.flatMap((event): Movement[] => {
    const { contract: from } = event
    if (event.kind === 'tokenMoved' && event.movement === 'UNWRAP') {
      return [{ kind: 'UNWRAP', from, to: event.from, amount: event.amount, isWhole: true }]
    }
    if (event.kind !== 'tokenWrapped' || event.movement !== 'UNWRAP') return []
    return [{ kind: 'UNWRAP', from, to: event.account, amount: event.amount, isWhole: true }]
  })
}

function feeOf({ kind, from, fee, gasUsed, gasPrice, operatorFee }: Row<'transaction'>): Movement[] {
  if (kind !== 'SIGNED') return []
  const known = gasUsed * (gasPrice ?? 0n) + (operatorFee ?? 0n)
  return [{ kind: 'FEE', from, to: null, amount: fee ?? known, isWhole: fee !== null }]
}
