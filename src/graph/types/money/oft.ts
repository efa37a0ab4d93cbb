// OPEN between L1s: what left one and what arrived at another, joined by the guid of the message.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const OftReceipt = builder.drizzleNode('oftReceipt', {
  name: 'OftReceipt',
  description: 'OPEN that arrived from another chain.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    guid: t.expose('guid', { type: 'Bytes' }),
    sourceEid: t.expose('sourceEid', { type: 'BigInt', description: 'The endpoint that it came from.' }),
    account: t.relation('account'),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
  }),
})

const OftStatus = builder.enumType('OftStatus', { values: ['SENT', 'RECEIVED'] as const })

const RECEIPT = { columns: { timestamp: true } } as const

export const OftSending = builder.drizzleNode('oftSending', {
  name: 'OftSending',
  description: 'OPEN that left for another chain.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    guid: t.expose('guid', { type: 'Bytes' }),
    destinationEid: t.expose('destinationEid', { type: 'BigInt', description: 'The endpoint that it goes to.' }),
    account: t.relation('account'),
    amountSent: t.expose('amountSent', { type: 'BigInt', description: 'wei that left here.' }),
    amountReceived: t.expose('amountReceived', { type: 'BigInt', description: 'wei that arrive there.' }),
    status: t.field({
      type: OftStatus,
      select: { with: { receipt: RECEIPT } },
      resolve: ({ receipt }) => (receipt === null ? 'SENT' : 'RECEIVED'),
    }),
    secondsTaken: t.int({
      nullable: true,
      description: 'Null until it arrived.',
      select: { with: { receipt: RECEIPT } },
      resolve: ({ receipt, timestamp }) =>
        receipt === null ? null : Math.round((receipt.timestamp.getTime() - timestamp.getTime()) / 1_000),
    }),
    receipt: t.relation('receipt', { nullable: true, description: 'Null while it is under way.' }),
  }),
})

export const OftSendingConnection = createConnection('OftSending', OftSending)
