// What is done once, at the very beginning? Datanets with their first contribution, base models, staking and the bank behind it.
import { keccak256, maxUint256, parseEther, stringToHex } from 'viem'
import type { Intent } from '../chain/sequencer'
import { BASE_MODELS, DATANETS } from '../inhabitants/roles'
import { callDatanet, callTo, type Habit, type Scene } from '../inhabitants/scene'
import { countContributions, findDatanet } from '../inhabitants/world'
import { prepareSubmission } from './contributing'

export const found: Habit = (scene) => {
  if (scene.world.datanets.size > 0) return appointReviewers(scene)
  return [...createDatanets(scene), ...registerBaseModels(scene), ...openStaking(scene)]
}

const CREATION_GAS = 5_000_000n

/** The first contribution goes into the transaction that creates its Datanet. */
function createDatanets(scene: Scene): Intent[] {
  return DATANETS.flatMap((spec, index) => {
    const owner = scene.cast.datanetOwners[index]
    const source = scene.sources[index]
    if (owner === undefined || source === undefined) return []
    const { name, category, isPublic, fee } = spec
    const metadataUri = scene.content.publish(JSON.stringify({ name, category }), 'json')
    const submission = prepareSubmission(scene, source, index)
    const args = [{ name, category, metadataUri, isPublic, fee }, submission]
    return [callTo(scene, 'DatanetFactory', { from: owner, call: 'create', args, gas: CREATION_GAS })]
  })
}

function registerBaseModels(scene: Scene): Intent[] {
  return BASE_MODELS.map((name) => {
    const metadataUri = scene.content.publish(JSON.stringify({ name, kind: 'n-gram language model' }), 'json')
    const args = [name, keccak256(stringToHex(name)), metadataUri]
    return callTo(scene, 'ModelRegistry', { from: scene.cast.founder, call: 'registerBaseModel', args })
  })
}

const RESERVE = parseEther('50000')

/** Two ways to stake: at any time with a cooldown, or for a fixed time without one. Seconds are short, for a chain that is watched. */
export const STAKING_CONFIGS = [
  { stakeDuration: 0n, cooldownDuration: 15n, interestRate: parseEther('0.08') },
  { stakeDuration: 25n, cooldownDuration: 0n, interestRate: parseEther('0.12') },
] as const

export function stakingConfig(scene: Scene, index: number): Record<string, unknown> {
  return {
    bank: scene.cast.bank.address,
    manager: scene.cast.founder.address,
    token: scene.contracts.WOPEN,
    maxStake: parseEther('10000'),
    minStake: parseEther('1'),
    isActive: true,
    isTopupEnabled: true,
    isPublic: true,
    ...STAKING_CONFIGS[index],
  }
}

function openStaking(scene: Scene): Intent[] {
  const { bank, founder } = scene.cast
  return [
    callTo(scene, 'WOPEN', { from: bank, call: 'deposit', args: [], value: RESERVE }),
    callTo(scene, 'WOPEN', { from: bank, call: 'approve', args: [scene.contracts.Staking, maxUint256] }),
    ...STAKING_CONFIGS.map((_, index) =>
      callTo(scene, 'Staking', { from: founder, call: 'createConfig', args: [stakingConfig(scene, index)] }),
    ),
  ]
}

/** In the block after the founding, when the Datanets' addresses are known. */
function appointReviewers(scene: Scene): Intent[] {
  if (countContributions(scene.world) > DATANETS.length) return []
  return DATANETS.flatMap((spec, index) => {
    const datanet = findDatanet(scene.world, spec.name)
    const from = scene.cast.datanetOwners[index]
    if (datanet === undefined || from === undefined) return []
    return scene.cast.reviewers.map(({ address }) =>
      callDatanet(datanet, { from, call: 'setReviewer', args: [address, true] }),
    )
  })
}
