// Logs of our contracts that could not be used, each with its reason: what may be missing from the rows.

import { positionColumns } from '../arguments/page'
import { builder } from '../builder'
import { createConnection } from '../connection'
import { OnChain } from './on-chain'

export const SkippedLog = builder.drizzleNode('skippedLog', {
  name: 'SkippedLog',
  description:
    'A log of a known contract that does not decode, or says what can’t be so. Nothing else follows from it.',
  interfaces: [OnChain],
  id: { column: (log) => log.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    topic0: t.expose('topic0', { type: 'Bytes', nullable: true }),
    reason: t.exposeString('reason'),
  }),
})

export const SkippedLogConnection = createConnection('SkippedLog', SkippedLog)
