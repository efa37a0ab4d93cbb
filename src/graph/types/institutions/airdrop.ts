// The airdrop: batches of allotments, what was paid out of them, and where it pays from.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

const Setting = builder.enumType('AirdropSettingName', { values: ['VAULT', 'TOKEN'] as const })

export const AirdropBatch = builder.drizzleNode('airdropBatch', {
  name: 'AirdropBatch',
  description: 'Allotments of the airdrop under one root.',
  interfaces: [OnChain],
  id: { column: (batch) => batch.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    root: t.expose('root', { type: 'Bytes' }),
    contract: t.expose('contract', { type: 'Bytes' }),
    isEnabled: t.exposeBoolean('isEnabled', { nullable: true, description: 'Null until it is said.' }),
    fee: t.expose('fee', { type: 'BigInt', nullable: true, description: 'wei a payout; null until it is said.' }),
    paid: t.expose('paid', { type: 'BigInt', description: 'wei' }),
    payouts: t.relatedConnection(
      'payouts',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AirdropPayoutConnection,
    ),
  }),
})

export const AirdropPayout = builder.drizzleNode('airdropPayout', {
  name: 'AirdropPayout',
  description: 'What one account was paid out of a batch.',
  interfaces: [OnChain],
  id: { column: (payout) => payout.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    account: t.relation('account'),
    batch: t.relation('batch'),
  }),
})

export const AirdropSetting = builder.drizzleNode('airdropSetting', {
  name: 'AirdropSetting',
  description: 'Where the airdrop pays from, from this position on.',
  interfaces: [OnChain],
  id: { column: (setting) => setting.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    setting: t.field({
      type: Setting,
      select: { columns: { setting: true } },
      resolve: ({ setting }) => setting as 'VAULT',
    }),
    value: t.expose('value', { type: 'Bytes' }),
  }),
})

export const AirdropBatchConnection = createConnection('AirdropBatch', AirdropBatch)

export const AirdropPayoutConnection = createConnection('AirdropPayout', AirdropPayout)

export const AirdropSettingConnection = createConnection('AirdropSetting', AirdropSetting)
