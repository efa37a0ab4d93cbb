// Agents, what is at stake for them, and what was taken of it.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { InferenceConnection } from '../inference/inference'
import { OnChain } from '../on-chain'

const AgentStatus = builder.enumType('AgentStatus', { values: ['ACTIVE', 'RETIRED'] as const })

export const Agent = builder.drizzleNode('agent', {
  name: 'Agent',
  description: 'Something that acts with a model.',
  interfaces: [OnChain],
  id: { column: (agent) => agent.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    agentId: t.expose('agentId', { type: 'BigInt' }),
    modelNumber: t.expose('modelNumber', { type: 'BigInt' }),
    model: t.relation('model', {
      nullable: true,
      description: 'Null where the chain names a model that does not exist.',
    }),
    owner: t.relation('owner'),
    metadataUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { metadataUri: true } },
      resolve: (row) => withoutBytes(row.metadataUri),
    }),
    stake: t.expose('stake', { type: 'BigInt', description: 'wei: what is at stake now.' }),
    slashed: t.expose('slashed', { type: 'BigInt', description: 'wei: what was ever taken of it.' }),
    status: t.field({
      type: AgentStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'ACTIVE',
    }),
    slashes: t.relatedConnection(
      'slashes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AgentSlashConnection,
    ),
    inferences: t.relatedConnection(
      'inferences',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      InferenceConnection,
    ),
  }),
})

export const AgentSlash = builder.drizzleNode('agentSlash', {
  name: 'AgentSlash',
  description: 'Stake taken from an agent.',
  interfaces: [OnChain],
  id: { column: (slash) => slash.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    reason: t.exposeString('reason'),
    agent: t.relation('agent'),
  }),
})

export const AgentConnection = createConnection('Agent', Agent)

export const AgentSlashConnection = createConnection('AgentSlash', AgentSlash)
