// Which adapters took part in an inference, and with what weight.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const AdapterUse = builder.drizzleNode('adapterUse', {
  name: 'AdapterUse',
  description: 'One adapter that took part in an inference, as the chain says it.',
  interfaces: [OnChain],
  id: { column: (use) => use.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    adapterNumber: t.expose('adapterNumber', { type: 'BigInt' }),
    weightPpm: t.expose('weightPpm', { type: 'BigInt' }),
    adapter: t.relation('adapter', {
      nullable: true,
      description: 'Null where the chain names an adapter that does not exist.',
    }),
    inference: t.relation('inference'),
  }),
})

export const AdapterUseConnection = createConnection('AdapterUse', AdapterUse)
