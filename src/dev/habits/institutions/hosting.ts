// What do operators host? Each registers the host of its model; the first also keeps one that all share, and a spare one that it gives
// up. Owners of LoRA models register adapters, which go onto hosts and, now and then, off them and on again.
import { type Hex, keccak256, stringToHex } from 'viem'
import type { Intent } from '../../chain/sequencer'
import { MODELS } from '../../inhabitants/roles'
import { callTo, type Habit, isTurn, type Scene } from '../../inhabitants/scene'
import { type Adapter, findModel, latestPublished, type Model } from '../../inhabitants/world'

/** What stands in an inference that this host served. */
export function hostOf(name: string): Hex {
  return keccak256(stringToHex(`${name} host`))
}

const SHARED = 'Shared'
const SPARE = 'Spare'

export const keepHosts: Habit = (scene) => {
  if (scene.isOpening) return []
  if (scene.world.hosts.size === 0) return registerHosts(scene)
  const spare = hostOf(SPARE)
  const [from] = scene.cast.operators
  if (!isTurn(scene, 67, 41) || from === undefined || scene.world.hosts.get(spare)?.isRetired !== false) return []
  return [callTo(scene, 'AdapterRegistry', { from, call: 'retireHost', args: [spare] })]
}

function registerHosts(scene: Scene): Intent[] {
  const own = MODELS.flatMap(({ name, hasHost }, index) => (hasHost ? [{ name, index }] : []))
  return [{ name: SHARED, index: 0 }, { name: SPARE, index: 0 }, ...own].flatMap(({ name, index }) => {
    const from = scene.cast.operators[index]
    if (from === undefined) return []
    const uri = scene.content.publish(JSON.stringify({ name: `${name} host`, gpus: 4 + index }), 'json')
    return [callTo(scene, 'AdapterRegistry', { from, call: 'registerHost', args: [hostOf(name), 4 + index, uri] })]
  })
}

const LORA = 1
const ADAPTERS_PER_MODEL = 3

export const keepAdapters: Habit = (scene) => {
  if (scene.world.hosts.size === 0) return []
  return MODELS.flatMap((spec, index) => {
    const model = spec.method === LORA ? findModel(scene.world, spec.name) : undefined
    if (model === undefined) return []
    const own = [...scene.world.adapters.values()].filter(({ modelId }) => modelId === model.id)
    return [
      ...(own.length < ADAPTERS_PER_MODEL && isTurn(scene, 7, index) ? registerAdapter(scene, model, index) : []),
      ...own.flatMap((adapter) => (adapter.hosts.size === 0 ? deploy(scene, adapter) : [])),
      ...takeOff(scene, own),
    ]
  })
}

function registerAdapter(scene: Scene, model: Model, index: number): Intent[] {
  const from = scene.cast.modelOwners[index]
  const version = latestPublished(model)?.version
  if (from === undefined || version === undefined) return []
  const name = `${model.name} adapter ${scene.height}`
  const uri = scene.content.publish(JSON.stringify({ name, version }), 'json')
  const args = [model.id, version, 8 + index, keccak256(stringToHex(name)), uri]
  return [callTo(scene, 'AdapterRegistry', { from, call: 'registerAdapter', args })]
}

/** Onto the shared host, where adapters of all models meet. */
function deploy(scene: Scene, { id }: Adapter): Intent[] {
  return onShared(scene, 'deploy', id)
}

/** The newest comes off; the block after it finds it nowhere and puts it on again. */
function takeOff(scene: Scene, own: readonly Adapter[]): Intent[] {
  const newest = own.findLast(({ hosts }) => hosts.has(hostOf(SHARED)))
  return newest !== undefined && isTurn(scene, 53, 29) ? onShared(scene, 'retire', newest.id) : []
}

function onShared(scene: Scene, call: 'deploy' | 'retire', id: bigint): Intent[] {
  const [from] = scene.cast.operators
  return from === undefined ? [] : [callTo(scene, 'AdapterRegistry', { from, call, args: [id, hostOf(SHARED)] })]
}
