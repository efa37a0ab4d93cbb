// What is true of a timelock operation after an event. Its calls are said one by one: it goes SCHEDULED -> EXECUTED when the last of them
// is executed, or CANCELLED as a whole; a cancelled one may be scheduled again.
import type { EventOf } from '../../events/event'
import { timelockCallId, timelockOperationId } from '../../events/ids'
import type { Row } from '../rows'
import { placeOf, skip, type Transitions } from '../transition'
import type { Touch, World } from '../world'

type Scheduled = EventOf<'callScheduled'>
type OfCall = EventOf<'callScheduled' | 'callExecuted'>
type OfOperation = EventOf<'operationSalted' | 'operationCancelled'>

export const timelockTransitions: Transitions<OfCall['kind'] | OfOperation['kind']> = {
  callScheduled: {
    touches: touchCall,
    apply(world, event) {
      const known = operationOf(world, event)
      const isAgain = known === undefined || known.status === 'CANCELLED'
      if (!isAgain && known.status !== 'SCHEDULED') return skip(event, `the operation is ${known.status}`)
      if (!isAgain && isScheduled(world, event, known))
        return skip(event, `the call ${event.index} was scheduled already`)
      const operation = isAgain ? newOperation(event) : { ...known, scheduledCalls: known.scheduledCalls + 1 }
      const { index, value, target, calldata } = event
      const row: Row<'timelockCall'> = {
        ...{ id: callOf(event), operation: operation.id, index, target, value, calldata },
        ...{ executedBlockNumber: null, ...placeOf(event) },
      }
      return [
        { kind: 'timelockOperation', row: operation },
        { kind: 'timelockCall', row },
      ]
    },
  },

  operationSalted: {
    touches: (event) => [touchOperation(event)],
    apply(world, event) {
      const operation = operationOf(world, event)
      if (operation === undefined) return skip(event, 'the operation was never scheduled')
      return [{ kind: 'timelockOperation', row: { ...operation, salt: event.salt } }]
    },
  },

  callExecuted: {
    touches: touchCall,
    apply(world, event) {
      const [operation, call] = [operationOf(world, event), world.get('timelockCall', callOf(event))]
      if (operation === undefined || call === undefined) return skip(event, 'the call was never scheduled')
      if (operation.status !== 'SCHEDULED') return skip(event, `the operation is ${operation.status}`)
      if (call.executedBlockNumber !== null) return skip(event, `the call ${event.index} was executed already`)
      const executedCalls = operation.executedCalls + 1
      const isLast = executedCalls === operation.scheduledCalls
      const { blockNumber } = event.at
      const end = isLast ? { status: 'EXECUTED', endedBlockNumber: blockNumber } : {}
      return [
        { kind: 'timelockOperation', row: { ...operation, executedCalls, ...end } },
        { kind: 'timelockCall', row: { ...call, executedBlockNumber: blockNumber } },
      ]
    },
  },

  operationCancelled: {
    touches: (event) => [touchOperation(event)],
    apply(world, event) {
      const operation = operationOf(world, event)
      if (operation === undefined) return skip(event, 'the operation was never scheduled')
      if (operation.status !== 'SCHEDULED') return skip(event, `the operation is ${operation.status}`)
      const end = { status: 'CANCELLED', endedBlockNumber: event.at.blockNumber }
      return [{ kind: 'timelockOperation', row: { ...operation, ...end } }]
    },
  },
}

function newOperation(event: Scheduled): Row<'timelockOperation'> {
  const { operation: operationId, contract: timelock, predecessor, delaySeconds } = event
  return {
    ...{ id: idOf(event), operationId, timelock, status: 'SCHEDULED', predecessor, salt: null, delaySeconds },
    readyAt: later(event.at.timestamp, delaySeconds),
    ...{ scheduledCalls: 1, executedCalls: 0, endedBlockNumber: null, ...placeOf(event) },
  }
}

const LATEST_MS = Date.UTC(9999, 11, 31)

/** A delay may be as long as 256 bits; no database's date is. */
function later(from: Date, seconds: bigint): Date {
  const ms = BigInt(from.getTime()) + seconds * 1_000n
  return new Date(ms > BigInt(LATEST_MS) ? LATEST_MS : Number(ms))
}

/** In this round: what was scheduled before a cancellation counts no more. */
function isScheduled(world: World, event: Scheduled, operation: Row<'timelockOperation'>): boolean {
  const call = world.get('timelockCall', callOf(event))
  if (call === undefined) return false
  const isSameBlock = call.blockNumber === operation.blockNumber
  return isSameBlock ? call.logIndex >= operation.logIndex : call.blockNumber > operation.blockNumber
}

function operationOf(world: World, event: OfCall | OfOperation): Row<'timelockOperation'> | undefined {
  return world.get('timelockOperation', idOf(event))
}

function idOf(event: OfCall | OfOperation): string {
  return timelockOperationId(event.at.chainId, event.operation)
}

function callOf(event: OfCall): string {
  return timelockCallId(idOf(event), event.index)
}

function touchOperation(event: OfCall | OfOperation): Touch {
  return { kind: 'timelockOperation', id: idOf(event) }
}

function touchCall(event: OfCall): Touch[] {
  return [touchOperation(event), { kind: 'timelockCall', id: callOf(event) }]
}
