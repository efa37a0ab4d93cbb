// What the timelock says: calls are scheduled and executed one by one, whole operations cancelled; roles come and go.
import type { Decoders } from '../decoder'
import { numberSet } from './governor'

export const timelock: Decoders<'Timelock'> = {
  CallScheduled: (fields) => ({
    kind: 'callScheduled',
    operation: fields.bytes32('id'),
    index: fields.uint('index'),
    target: fields.address('target'),
    value: fields.uint('value'),
    calldata: fields.bytes('data'),
    predecessor: fields.bytes32('predecessor'),
    delaySeconds: fields.uint('delay'),
  }),
  CallSalt: (fields) => ({
    kind: 'operationSalted',
    operation: fields.bytes32('id'),
    salt: fields.bytes32('salt'),
  }),
  CallExecuted: (fields) => ({
    kind: 'callExecuted',
    operation: fields.bytes32('id'),
    index: fields.uint('index'),
  }),
  Cancelled: (fields) => ({ kind: 'operationCancelled', operation: fields.bytes32('id') }),
  MinDelayChange: (fields) => numberSet('MIN_DELAY', fields, ['oldDuration', 'newDuration']),
  RoleGranted: (fields) => ({
    kind: 'roleGranted',
    role: fields.bytes32('role'),
    account: fields.address('account'),
    sender: fields.address('sender'),
  }),
  RoleRevoked: (fields) => ({
    kind: 'roleRevoked',
    role: fields.bytes32('role'),
    account: fields.address('account'),
    sender: fields.address('sender'),
  }),
}
