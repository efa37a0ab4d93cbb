// One paid call of a model: "decision" in prose.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { RewardConnection } from '../money/reward'
import { OnChain } from '../on-chain'
import { Verdict, verdictsOf } from '../provenance/verdict'
import { ActingAgent } from './acting-agent'
import { AdapterUseConnection } from './adapter-use'
import { ClaimConnection } from './claim'
import { DisputeConnection } from './dispute'
import { ModelVersionStatus } from './model-version-status'
import { Output } from './output'

export const Inference = builder.drizzleNode('inference', {
  name: 'Inference',
  description: 'One paid call of a model.',
  interfaces: [OnChain],
  id: { column: (inference) => inference.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    inferenceId: t.expose('inferenceId', { type: 'Bytes', description: 'Its id on chain.' }),
    modelNumber: t.expose('modelNumber', { type: 'BigInt' }),
    versionNumber: t.expose('versionNumber', { type: 'BigInt' }),
    model: t.relation('model', {
      nullable: true,
      description: 'Null where the chain names a model that does not exist.',
    }),
    modelVersion: t.relation('modelVersion', {
      nullable: true,
      description: 'Null where the chain names a version that does not exist.',
    }),
    modelVersionStatus: t.field({
      type: ModelVersionStatus,
      nullable: true,
      description: 'Of its model version when it was made; null where there was no such version then.',
      select: { columns: { modelVersionStatus: true } },
      resolve: ({ modelVersionStatus }) => modelVersionStatus as 'PUBLISHED' | null,
    }),
    caller: t.relation('caller'),
    agentId: t.expose('agentNumber', { type: 'BigInt', description: 'As on chain; 0: none.' }),
    agent: t.relation('agent', {
      nullable: true,
      description: 'Null where no agent acted, or one that does not exist.',
    }),
    agentState: t.field({
      type: ActingAgent,
      nullable: true,
      description: 'What its agent was when it acted; null where none is named.',
      select: { columns: { agentState: true } },
      resolve: ({ agentState }) => agentState as 'ACTIVE' | null,
    }),
    inputHash: t.expose('inputHash', { type: 'Bytes' }),
    output: t.field({
      type: Output,
      select: { columns: { outputHash: true } },
      resolve: ({ outputHash }) => ({ hash: outputHash }),
    }),
    contentUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { contentUri: true } },
      resolve: (row) => withoutBytes(row.contentUri),
    }),
    tokensIn: t.expose('tokensIn', { type: 'BigInt' }),
    tokensOut: t.expose('tokensOut', { type: 'BigInt' }),
    fee: t.expose('fee', { type: 'BigInt', description: 'wei' }),
    host: t.expose('host', { type: 'Bytes' }),
    servedBy: t.relation('servedBy', {
      nullable: true,
      description: 'The host, where it is a registered one.',
    }),
    verdicts: t.field({
      type: [Verdict],
      complexity: { field: 1, multiplier: 2 },
      description: 'One a method; SUFFIX_ARRAY always.',
      select: { columns: { id: true } },
      resolve: ({ id }, _args, context) => verdictsOf(id, context),
    }),
    rewards: t.relatedConnection(
      'rewards',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      RewardConnection,
    ),
    adapters: t.relatedConnection(
      'adapters',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AdapterUseConnection,
    ),
    disputes: t.relatedConnection(
      'disputes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DisputeConnection,
    ),
    claims: t.relatedConnection(
      'claims',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ClaimConnection,
    ),
  }),
})

export const InferenceConnection = createConnection('Inference', Inference)
