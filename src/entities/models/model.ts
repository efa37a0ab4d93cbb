// What is true of base models, models and their versions after an event.
import type { EventOf } from '../../events/event'
import {
  accountId,
  baseModelId,
  datanetId,
  datanetVersionId,
  modelId,
  modelVersionId,
  trainingDataId,
} from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'
import { versionStatusOf } from './version-status'

type VersionEvent = EventOf<'trainingRecorded' | 'trainingDataUsed' | 'modelPublished' | 'modelDeprecated'>
type Kinds = 'baseModelRegistered' | 'modelRegistered' | VersionEvent['kind']

export const modelTransitions: Transitions<Kinds> = {
  baseModelRegistered: {
    touches: (event) => [{ kind: 'baseModel', id: baseModelId(event.at.chainId, event.baseModelId) }],
    apply(world, event) {
      const id = baseModelId(event.at.chainId, event.baseModelId)
      if (event.baseModelId === 0n) return skip(event, 'a base model can not have the number 0')
      if (world.get('baseModel', id) !== undefined) {
        return skip(event, `the base model ${event.baseModelId} exists already`)
      }
      const { baseModelId: number, name, weightsHash, metadataUri } = event
      return [
        { kind: 'baseModel', row: { id, baseModelId: number, name, weightsHash, metadataUri, ...placeOf(event) } },
      ]
    },
  },

  modelRegistered: {
    touches: (event) => [
      { kind: 'model', id: modelId(event.at.chainId, event.modelId) },
      { kind: 'baseModel', id: baseModelId(event.at.chainId, event.baseModelId) },
      touchAccount(event, event.owner),
    ],
    apply(world, event) {
      const id = modelId(event.at.chainId, event.modelId)
      if (event.modelId === 0n) return skip(event, 'a model can not have the number 0')
      if (world.get('model', id) !== undefined) return skip(event, `the model ${event.modelId} exists already`)
      const base = world.get('baseModel', baseModelId(event.at.chainId, event.baseModelId))
      const row = {
        ...{ id, modelId: event.modelId, name: event.name, metadataUri: event.metadataUri },
        owner: accountId(event.at.chainId, event.owner),
        baseModel: base?.id ?? null,
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.owner), { kind: 'model', row }]
    },
  },

  trainingRecorded: {
    touches: (event) => [
      { kind: 'model', id: modelId(event.at.chainId, event.modelId) },
      touchVersion(event),
      touchAccount(event, event.trainer),
    ],
    apply(world, event) {
      const model = world.get('model', modelId(event.at.chainId, event.modelId))
      if (model === undefined) return skip(event, `the model ${event.modelId} does not exist`)
      if (event.version === 0n) return skip(event, 'a version can not have the number 0')
      if (versionOf(world, event) !== undefined) return skip(event, `${versionName(event)} was recorded already`)
      const { version, trainingMethod, configHash, weightsHash, gradientsHash, artifactsUri } = event
      const row: Row<'modelVersion'> = {
        ...{ id: modelVersionId(model.id, version), model: model.id, version, trainingMethod },
        ...{ configHash, weightsHash, gradientsHash, artifactsUri },
        trainer: accountId(event.at.chainId, event.trainer),
        ...{ publishedInputRatePer1k: null, publishedOutputRatePer1k: null, deprecatedReason: null },
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.trainer), { kind: 'modelVersion', row }]
    },
  },

  trainingDataUsed: {
    touches: (event) => [
      touchVersion(event),
      { kind: 'datanetVersion', id: usedVersionId(event) },
      { kind: 'trainingData', id: trainingDataId(versionId(event), event.datanetId, event.datanetVersion) },
    ],
    apply(world, event) {
      const version = versionOf(world, event)
      if (version === undefined) return skip(event, `${versionName(event)} does not exist`)
      const id = trainingDataId(version.id, event.datanetId, event.datanetVersion)
      if (world.get('trainingData', id) !== undefined) {
        return skip(
          event,
          `${versionName(event)} names version ${event.datanetVersion} of Datanet ${event.datanetId} twice`,
        )
      }
      const row = {
        ...{ id, modelVersion: version.id, datanetNumber: event.datanetId },
        datanetVersionNumber: event.datanetVersion,
        datanetVersion: world.get('datanetVersion', usedVersionId(event))?.id ?? null,
        ...placeOf(event),
      }
      return [{ kind: 'trainingData', row }]
    },
  },

  modelPublished: {
    touches: (event) => [touchVersion(event)],
    apply(world, event) {
      const version = versionOf(world, event)
      if (version === undefined) return skip(event, `${versionName(event)} does not exist`)
      const row = {
        ...version,
        publishedInputRatePer1k: event.inputRatePer1k,
        publishedOutputRatePer1k: event.outputRatePer1k,
        // Published again after a deprecation, it is for sale again.
        deprecatedReason: null,
      }
      return [{ kind: 'modelVersion', row }]
    },
  },

  modelDeprecated: {
    touches: (event) => [touchVersion(event)],
    apply(world, event) {
      const version = versionOf(world, event)
      if (version === undefined) return skip(event, `${versionName(event)} does not exist`)
      if (versionStatusOf(version) !== 'PUBLISHED') {
        return skip(event, `${versionName(event)} is not published`)
      }
      return [{ kind: 'modelVersion', row: { ...version, deprecatedReason: event.reason } }]
    },
  },
}

function versionId(event: VersionEvent): string {
  return modelVersionId(modelId(event.at.chainId, event.modelId), event.version)
}

function versionOf(world: World, event: VersionEvent): Row<'modelVersion'> | undefined {
  return world.get('modelVersion', versionId(event))
}

function versionName(event: VersionEvent): string {
  return `version ${event.version} of the model ${event.modelId}`
}

function touchVersion(event: VersionEvent): Touch {
  return { kind: 'modelVersion', id: versionId(event) }
}

function usedVersionId(event: EventOf<'trainingDataUsed'>): string {
  return datanetVersionId(datanetId(event.at.chainId, event.datanetId), event.datanetVersion)
}
