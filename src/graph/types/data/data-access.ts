// Who paid to read which version of a Datanet.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const DataAccess = builder.drizzleNode('dataAccess', {
  name: 'DataAccess',
  description: 'One payment for access to a version of a Datanet.',
  interfaces: [OnChain],
  id: { column: (access) => access.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    fee: t.expose('fee', { type: 'BigInt', description: 'wei' }),
    datanetVersionNumber: t.expose('datanetVersionNumber', { type: 'BigInt' }),
    datanetVersion: t.relation('datanetVersion', {
      nullable: true,
      description: 'Null where the chain names a version that does not exist.',
    }),
    datanet: t.relation('datanet'),
    account: t.relation('account'),
  }),
})

export const DataAccessConnection = createConnection('DataAccess', DataAccess)
