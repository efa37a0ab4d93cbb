// The parameters of governance, each setting with its place.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

const Parameter = builder.enumType('GovernanceParameterName', {
  values: ['VOTING_DELAY', 'VOTING_PERIOD', 'PROPOSAL_THRESHOLD', 'QUORUM_NUMERATOR', 'TIMELOCK', 'MIN_DELAY'] as const,
})

export const GovernanceParameter = builder.drizzleNode('governanceParameter', {
  name: 'GovernanceParameter',
  description: 'A parameter of governance from this position on.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    parameter: t.field({
      type: Parameter,
      select: { columns: { parameter: true } },
      resolve: ({ parameter }) => parameter as 'MIN_DELAY',
    }),
    previous: t.exposeString('previous', { description: 'A decimal number, or an address.' }),
    value: t.exposeString('value', {
      description: 'A decimal number (seconds; wei of votes; parts of a hundred), or an address.',
    }),
  }),
})

export const GovernanceParameterConnection = createConnection('GovernanceParameter', GovernanceParameter)
