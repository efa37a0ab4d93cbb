// What waits in the timelock, what came of it, and who may do what there.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'
import { ProposalConnection } from './proposal'

const OperationStatus = builder.enumType('TimelockOperationStatus', {
  values: ['SCHEDULED', 'EXECUTED', 'CANCELLED'] as const,
})

export const TimelockOperation = builder.drizzleNode('timelockOperation', {
  name: 'TimelockOperation',
  description: 'An operation of the timelock: one call, or more that are executed together.',
  interfaces: [OnChain],
  id: { column: (operation) => operation.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    operationId: t.expose('operationId', { type: 'Bytes' }),
    timelock: t.expose('timelock', { type: 'Bytes' }),
    status: t.field({
      type: OperationStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'SCHEDULED',
    }),
    predecessor: t.expose('predecessor', { type: 'Bytes', description: 'Zero: none.' }),
    salt: t.expose('salt', { type: 'Bytes', nullable: true }),
    delaySeconds: t.expose('delaySeconds', { type: 'BigInt' }),
    readyAt: t.expose('readyAt', { type: 'DateTime', description: 'From here on it can be executed.' }),
    endedBlockNumber: t.exposeInt('endedBlockNumber', { nullable: true }),
    calls: t.relatedConnection(
      'calls',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TimelockCallConnection,
    ),
    proposals: t.relatedConnection(
      'proposals',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ProposalConnection,
    ),
  }),
})

export const TimelockCall = builder.drizzleNode('timelockCall', {
  name: 'TimelockCall',
  description: 'One call of a timelock operation.',
  interfaces: [OnChain],
  id: { column: (call) => call.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    index: t.expose('index', { type: 'BigInt' }),
    target: t.expose('target', { type: 'Bytes' }),
    value: t.expose('value', { type: 'BigInt', description: 'wei' }),
    calldata: t.expose('calldata', { type: 'Bytes' }),
    executedBlockNumber: t.exposeInt('executedBlockNumber', { nullable: true }),
    operation: t.relation('operation'),
  }),
})

export const RoleChange = builder.drizzleNode('roleChange', {
  name: 'RoleChange',
  description: 'Who may do what with a contract, from this position on.',
  interfaces: [OnChain],
  id: { column: (change) => change.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    role: t.expose('role', { type: 'Bytes', description: "The hash of the role's name; zero: the administrator's." }),
    isGranted: t.exposeBoolean('isGranted'),
    account: t.relation('account'),
    sender: t.relation('sender'),
  }),
})

export const TimelockOperationConnection = createConnection('TimelockOperation', TimelockOperation)

export const TimelockCallConnection = createConnection('TimelockCall', TimelockCall)

export const RoleChangeConnection = createConnection('RoleChange', RoleChange)
