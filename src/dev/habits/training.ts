// How do models come about? Their owners register them, train them on the newest Datanet versions (paying for access where a
// Datanet asks for it), publish what was trained, and retire old versions.
import { type Hex, keccak256, stringToHex, zeroHash } from 'viem'
import type { Intent } from '../chain/sequencer'
import { MODELS, type ModelSpec } from '../inhabitants/roles'
import { callDatanet, callTo, type Habit, type Scene } from '../inhabitants/scene'
import { type Datanet, findDatanet, findModel, type Model } from '../inhabitants/world'

export const train: Habit = (scene) => {
  if (scene.world.baseModels === 0) return []
  return MODELS.flatMap((spec, index) => {
    const model = findModel(scene.world, spec.name)
    if (model === undefined) return registerModel(scene, spec, index)
    return [...trainAgain(scene, { spec, index, model }), ...retireOldest(scene, index, model)]
  })
}

function registerModel(scene: Scene, spec: ModelSpec, index: number): Intent[] {
  const from = scene.cast.modelOwners[index]
  if (from === undefined) return []
  const uri = scene.content.publish(JSON.stringify({ name: spec.name, datanets: spec.datanets }), 'json')
  const args = [BigInt(spec.baseModel), spec.name, uri]
  return [callTo(scene, 'ModelRegistry', { from, call: 'registerModel', args })]
}

type Training = { readonly spec: ModelSpec; readonly index: number; readonly model: Model }

const FIRST_WAIT_BLOCKS = 40
const LONGEST_WAIT_BLOCKS = 900

function trainAgain(scene: Scene, { spec, index, model }: Training): Intent[] {
  const from = scene.cast.modelOwners[index]
  const operator = scene.cast.operators[index]
  const datanets = spec.datanets.flatMap((name) => findDatanet(scene.world, name) ?? [])
  if (from === undefined || operator === undefined || !isDue(scene, model, datanets)) return []
  const version = model.versions.length + 1
  const data = datanets.map(({ id, versions }) => ({ datanetId: id, datanetVersion: versions.length }))
  const name = `${spec.name} ${version}`
  const training = {
    method: spec.method,
    configHash: hashOf(`${name} configuration`),
    weightsHash: hashOf(`${name} weights`),
    // Gradients are recorded by those who train with them; a language model of counted words has none.
    gradientsHash: zeroHash,
    artifactsUri: scene.content.publish(JSON.stringify({ name, trainedOn: data.map(String) }), 'json'),
  }
  const registry = (call: string, args: readonly unknown[]) => callTo(scene, 'ModelRegistry', { from, call, args })
  return [
    ...payForAccess(scene, index, datanets),
    ...(version === 1
      ? [callTo(scene, 'InferenceLedger', { from, call: 'setOperator', args: [model.id, operator.address] })]
      : []),
    registry('recordTraining', [model.id, training, data]),
    registry('publishModel', [model.id, version, spec.inputRate, spec.outputRate]),
  ]
}

function isDue(scene: Scene, model: Model, datanets: readonly Datanet[]): boolean {
  if (datanets.some(({ versions }) => versions.length === 0)) return false
  const last = model.versions.at(-1)
  if (last === undefined) return true
  const isOutdated = last.data.some(({ datanetId, version }) => {
    return (scene.world.datanets.get(datanetId)?.versions.length ?? 0) > version
  })
  const waitBlocks = Math.min(FIRST_WAIT_BLOCKS * model.versions.length, LONGEST_WAIT_BLOCKS)
  return isOutdated && scene.height - model.trainedAt >= waitBlocks
}

function payForAccess(scene: Scene, index: number, datanets: readonly Datanet[]): Intent[] {
  const from = scene.cast.modelOwners[index]
  return datanets
    .filter(({ fee }) => fee > 0n)
    .flatMap((datanet) => {
      if (from === undefined) return []
      const args = [datanet.versions.length]
      return [callDatanet(datanet, { from, call: 'payAccess', args, value: datanet.fee })]
    })
}

const MAX_PUBLISHED = 2

function retireOldest(scene: Scene, index: number, model: Model): Intent[] {
  const from = scene.cast.modelOwners[index]
  const published = model.versions.filter(({ isPublished }) => isPublished)
  const [oldest] = published
  if (from === undefined || oldest === undefined || published.length <= MAX_PUBLISHED) return []
  const args = [model.id, oldest.version, `version ${published.at(-1)?.version} has newer data`]
  return [callTo(scene, 'ModelRegistry', { from, call: 'deprecateModel', args })]
}

function hashOf(text: string): Hex {
  return keccak256(stringToHex(text))
}
