// What the ModelRegistry says: base models, models, training runs with their data, prices, deprecations.
import { type Decoders, nameOf } from '../decoder'

const TRAINING_METHODS = ['FULL', 'LORA', 'QLORA', 'RAG_INDEX'] as const

export const modelRegistry: Decoders<'ModelRegistry'> = {
  BaseModelRegistered: (fields) => ({
    kind: 'baseModelRegistered',
    baseModelId: fields.uint('baseModelId'),
    name: fields.text('name'),
    weightsHash: fields.bytes32('weightsHash'),
    metadataUri: fields.text('metadataUri'),
  }),
  ModelRegistered: (fields) => ({
    kind: 'modelRegistered',
    modelId: fields.uint('modelId'),
    owner: fields.address('owner'),
    baseModelId: fields.uint('baseModelId'),
    name: fields.text('name'),
    metadataUri: fields.text('metadataUri'),
  }),
  TrainingRecorded: (fields) => ({
    kind: 'trainingRecorded',
    modelId: fields.uint('modelId'),
    version: fields.uint('version'),
    trainer: fields.address('trainer'),
    trainingMethod: nameOf(TRAINING_METHODS, fields.uint('method')),
    configHash: fields.bytes32('configHash'),
    weightsHash: fields.bytes32('weightsHash'),
    gradientsHash: fields.bytes32('gradientsHash'),
    artifactsUri: fields.text('artifactsUri'),
  }),
  TrainingDataUsed: (fields) => ({
    kind: 'trainingDataUsed',
    modelId: fields.uint('modelId'),
    version: fields.uint('version'),
    datanetId: fields.uint('datanetId'),
    datanetVersion: fields.uint('datanetVersion'),
  }),
  ModelPublished: (fields) => ({
    kind: 'modelPublished',
    modelId: fields.uint('modelId'),
    version: fields.uint('version'),
    inputRatePer1k: fields.uint('inputRatePer1k'),
    outputRatePer1k: fields.uint('outputRatePer1k'),
  }),
  ModelDeprecated: (fields) => ({
    kind: 'modelDeprecated',
    modelId: fields.uint('modelId'),
    version: fields.uint('version'),
    reason: fields.text('reason'),
  }),
}
