// What the chain says explains an inference: a claim, shown beside what was computed and never as verified.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { OnChain } from '../on-chain'

export const Claim = builder.drizzleNode('attributionClaim', {
  name: 'AttributionClaim',
  description: 'What the chain says explains an inference.',
  interfaces: [OnChain],
  id: { column: (claim) => claim.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    method: t.exposeString('method', {
      description: 'SUFFIX_ARRAY, INFLUENCE, RETRIEVAL, or the number on chain where it is none of these.',
    }),
    methodVersion: t.exposeString('methodVersion'),
    root: t.expose('root', { type: 'Bytes' }),
    count: t.expose('count', { type: 'BigInt' }),
    unattributedPpb: t.expose('unattributedPpb', { type: 'Ppb' }),
    evidenceUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { evidenceUri: true } },
      resolve: (row) => withoutBytes(row.evidenceUri),
    }),
    inference: t.relation('inference'),
  }),
})

export const ClaimConnection = createConnection('AttributionClaim', Claim)
