// The code that contracts run and who may exchange it, each change with its place; and what L1 says the L2 is run by.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

const Part = builder.enumType('ProxyPart', { values: ['IMPLEMENTATION', 'ADMIN', 'BEACON'] as const })

export const ProxyNode = builder.drizzleNode('proxy', {
  name: 'Proxy',
  description: 'A contract whose code can be exchanged (ERC-1967), as its last events left it.',
  interfaces: [OnChain],
  id: { column: (proxy) => proxy.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    address: t.expose('address', { type: 'Bytes' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What the address book calls it; null where it lists the address alone.',
    }),
    implementation: t.expose('implementation', {
      type: 'Bytes',
      nullable: true,
      description: 'The code it runs; null where a beacon names it.',
    }),
    beacon: t.expose('beacon', { type: 'Bytes', nullable: true }),
    admin: t.expose('admin', { type: 'Bytes', nullable: true }),
    upgrades: t.relatedConnection(
      'upgrades',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      UpgradeConnection,
    ),
  }),
})

export const Upgrade = builder.drizzleNode('upgrade', {
  name: 'Upgrade',
  description: 'One change of a proxy.',
  interfaces: [OnChain],
  id: { column: (upgrade) => upgrade.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    part: t.field({ type: Part, select: { columns: { part: true } }, resolve: ({ part }) => part as 'ADMIN' }),
    previous: t.expose('previous', {
      type: 'Bytes',
      nullable: true,
      description: 'Null before the first that is known.',
    }),
    current: t.expose('current', { type: 'Bytes' }),
    proxy: t.relation('proxy'),
  }),
})

export const SystemConfigUpdate = builder.drizzleNode('systemConfigUpdate', {
  name: 'SystemConfigUpdate',
  description: 'A setting that L1 gives the L2, from this position on.',
  interfaces: [OnChain],
  id: { column: (update) => update.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    version: t.expose('version', { type: 'BigInt' }),
    setting: t.exposeString('setting', {
      description:
        'BATCHER, FEE_SCALARS, GAS_LIMIT, UNSAFE_BLOCK_SIGNER, EIP_1559_PARAMS, OPERATOR_FEE_PARAMS, MIN_BASE_FEE, DA_FOOTPRINT_GAS_SCALAR, or the number on chain where it is none of these.',
    }),
    data: t.expose('data', { type: 'Bytes', description: 'As the setting encodes them.' }),
  }),
})

export const ProxyConnection = createConnection('Proxy', ProxyNode)

export const UpgradeConnection = createConnection('Upgrade', Upgrade)

export const SystemConfigUpdateConnection = createConnection('SystemConfigUpdate', SystemConfigUpdate)
