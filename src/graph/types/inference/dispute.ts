// Challenges to claims, and what came of them on the chain. A verdict of ours stands beside, not here.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { OnChain } from '../on-chain'

const DisputeStatus = builder.enumType('DisputeStatus', { values: ['OPEN', 'UPHELD', 'REJECTED'] as const })

export const Dispute = builder.drizzleNode('dispute', {
  name: 'Dispute',
  description:
    'A challenge to the claim of one method about an inference; upheld where the chain agreed with the challenger.',
  interfaces: [OnChain],
  id: { column: (dispute) => dispute.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    method: t.exposeString('method', {
      description: 'SUFFIX_ARRAY, INFLUENCE, RETRIEVAL, or the number on chain where it is none of these.',
    }),
    bond: t.expose('bond', { type: 'BigInt', description: 'wei' }),
    reasonUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { reasonUri: true } },
      resolve: (row) => withoutBytes(row.reasonUri),
    }),
    status: t.field({
      type: DisputeStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'OPEN',
    }),
    resolvedBlockNumber: t.exposeInt('resolvedBlockNumber', {
      nullable: true,
      description: 'The block that ended it; null while it is open.',
    }),
    challenger: t.relation('challenger'),
    inference: t.relation('inference'),
  }),
})

export const DisputeConnection = createConnection('Dispute', Dispute)
