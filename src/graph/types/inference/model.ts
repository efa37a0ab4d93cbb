// Models: what they build on, their versions (one training run each), and the data that each version was trained on.
import { versionStatusOf } from '../../../entities/models/version-status'
import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { AdapterConnection } from '../institutions/adapter'
import { AgentConnection } from '../institutions/agent'
import { OnChain } from '../on-chain'
import { InferenceConnection } from './inference'
import { ModelVersionStatus } from './model-version-status'

export const BaseModel = builder.drizzleNode('baseModel', {
  name: 'BaseModel',
  description: 'A model that others are trained from.',
  interfaces: [OnChain],
  id: { column: (baseModel) => baseModel.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    baseModelId: t.expose('baseModelId', { type: 'BigInt' }),
    name: t.exposeString('name'),
    weightsHash: t.expose('weightsHash', { type: 'Bytes' }),
    metadataUri: t.exposeString('metadataUri'),
  }),
})

export const Model = builder.drizzleNode('model', {
  name: 'Model',
  description: 'A model and its versions.',
  interfaces: [OnChain],
  id: { column: (model) => model.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    modelId: t.expose('modelId', { type: 'BigInt' }),
    name: t.exposeString('name'),
    metadataUri: t.exposeString('metadataUri'),
    owner: t.relation('owner'),
    baseModel: t.relation('baseModel', { nullable: true, description: 'Null where the chain names none.' }),
    versions: t.relatedConnection(
      'versions',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ModelVersionConnection,
    ),
    inferences: t.relatedConnection(
      'inferences',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      InferenceConnection,
    ),
    adapters: t.relatedConnection(
      'adapters',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AdapterConnection,
    ),
    agents: t.relatedConnection(
      'agents',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AgentConnection,
    ),
  }),
})

export const ModelVersion = builder.drizzleNode('modelVersion', {
  name: 'ModelVersion',
  description: 'One training run of a model.',
  interfaces: [OnChain],
  id: { column: (version) => version.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    version: t.expose('version', { type: 'BigInt' }),
    trainingMethod: t.exposeString('trainingMethod', {
      description: 'FULL, LORA, QLORA, RAG_INDEX, or the number on chain where it is none of these.',
    }),
    configHash: t.expose('configHash', { type: 'Bytes' }),
    weightsHash: t.expose('weightsHash', { type: 'Bytes' }),
    gradientsHash: t.expose('gradientsHash', { type: 'Bytes' }),
    artifactsUri: t.exposeString('artifactsUri'),
    publishedInputRatePer1k: t.expose('publishedInputRatePer1k', {
      type: 'BigInt',
      nullable: true,
      description: 'wei',
    }),
    publishedOutputRatePer1k: t.expose('publishedOutputRatePer1k', {
      type: 'BigInt',
      nullable: true,
      description: 'wei',
    }),
    status: t.field({
      type: ModelVersionStatus,
      select: { columns: { publishedInputRatePer1k: true, deprecatedReason: true } },
      resolve: (version) => versionStatusOf(version),
    }),
    deprecatedReason: t.exposeString('deprecatedReason', { nullable: true }),
    model: t.relation('model'),
    trainer: t.relation('trainer'),
    trainingData: t.relatedConnection(
      'trainingData',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TrainingDataConnection,
    ),
    inferences: t.relatedConnection(
      'inferences',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      InferenceConnection,
    ),
  }),
})

export const TrainingData = builder.drizzleNode('trainingData', {
  name: 'TrainingData',
  description: 'One Datanet version that a model version was trained on.',
  interfaces: [OnChain],
  id: { column: (trainingData) => trainingData.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    datanetNumber: t.expose('datanetNumber', { type: 'BigInt' }),
    datanetVersionNumber: t.expose('datanetVersionNumber', { type: 'BigInt' }),
    modelVersion: t.relation('modelVersion'),
    datanetVersion: t.relation('datanetVersion', {
      nullable: true,
      description: 'Null where the chain names a version that does not exist.',
    }),
  }),
})

export const ModelConnection = createConnection('Model', Model)

export const ModelVersionConnection = createConnection('ModelVersion', ModelVersion)

export const TrainingDataConnection = createConnection('TrainingData', TrainingData)
