// What do stakers do? They wrap OPEN, stake it in one of two ways, top up, and take it out again when they may; one of them hides
// behind commitments.
import {
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
} from 'viem'
import type { Intent } from '../chain/sequencer'
import { callTo, type Habit, isTurn, type Scene } from '../inhabitants/scene'
import type { Stake } from '../inhabitants/world'
import { STAKING_CONFIGS, stakingConfig } from './founding'

export const stake: Habit = (scene) => {
  if (scene.world.stakingConfigs < STAKING_CONFIGS.length) return []
  if (scene.world.stakes.size === 0) return scene.cast.stakers.flatMap((_, index) => open(scene, index))
  if (isTurn(scene, 97, 61)) return announceConfig(scene)
  const index = scene.height % (scene.cast.stakers.length * 3)
  return index < scene.cast.stakers.length ? act(scene, index) : []
}

const AMOUNT = parseEther('20')
const TOP_UP = parseEther('5')
/** Blocks are a second apart or more, so these are longer than the longest duration and cooldown. */
const MATURE_BLOCKS = 30
const COOLDOWN_BLOCKS = 20
/** The last of the stakers does not want to be seen. */
const HIDDEN = 3

function act(scene: Scene, index: number): Intent[] {
  const from = scene.cast.stakers[index]
  if (from === undefined) return []
  const own = [...scene.world.stakes.values()].filter((one) => one.status !== 'closed' && isOf(one, from, index))
  const [oldest] = own
  if (oldest === undefined) return open(scene, index)
  const age = scene.height - oldest.changedAt
  if (oldest.status === 'requested') return age >= COOLDOWN_BLOCKS ? close(scene, from, oldest) : []
  if (age >= MATURE_BLOCKS) return leave(scene, from, { stake: oldest, index })
  return oldest.recipient !== null && oldest.openedAt === oldest.changedAt ? topUp(scene, from, oldest) : []
}

/** A hidden stake can only be the hider's: nobody else makes any. */
function isOf(one: Stake, { address }: PrivateKeyAccount, index: number): boolean {
  return one.recipient === null ? index === HIDDEN : one.recipient === address
}

function open(scene: Scene, index: number): Intent[] {
  const from = scene.cast.stakers[index]
  if (from === undefined) return []
  const how: Pick<Wish, 'call' | 'args'> =
    index === HIDDEN
      ? { call: 'commitStake', args: [1n, AMOUNT, commitmentOf(from.address)] }
      : { call: 'stake', args: [BigInt(configOf(index)), from.address, AMOUNT] }
  return [...provide(scene, from, AMOUNT), callTo(scene, 'Staking', { from, ...how })]
}

type Wish = Parameters<typeof callTo>[2]

/** Those with even places stake with a cooldown, the others for a fixed time. */
function configOf(index: number): 1 | 2 {
  return index % 2 === 0 || index === HIDDEN ? 1 : 2
}

function provide(scene: Scene, from: PrivateKeyAccount, amount: bigint): Intent[] {
  return [
    callTo(scene, 'WOPEN', { from, call: 'deposit', args: [], value: amount }),
    callTo(scene, 'WOPEN', { from, call: 'approve', args: [scene.contracts.Staking, amount] }),
  ]
}

function topUp(scene: Scene, from: PrivateKeyAccount, { id }: Stake): Intent[] {
  return [...provide(scene, from, TOP_UP), callTo(scene, 'Staking', { from, call: 'topUpStake', args: [id, TOP_UP] })]
}

function leave(
  scene: Scene,
  from: PrivateKeyAccount,
  { stake: own, index }: { stake: Stake; index: number },
): Intent[] {
  if (configOf(index) === 2) return close(scene, from, own)
  if (own.recipient !== null) return [callTo(scene, 'Staking', { from, call: 'requestUnstake', args: [own.id] })]
  const args = [own.id, from.address, saltOf(from.address)]
  return [callTo(scene, 'Staking', { from, call: 'requestUnstakeWithCommitment', args })]
}

/** The bank pays in wrapped OPEN, at least what was put in: that much is unwrapped at once. */
function close(scene: Scene, from: PrivateKeyAccount, { id }: Stake): Intent[] {
  return [
    callTo(scene, 'Staking', { from, call: 'unstake', args: [id] }),
    callTo(scene, 'WOPEN', { from, call: 'withdraw', args: [AMOUNT] }),
  ]
}

/** At another rate each time: interest is reckoned anew for the stakes that are open. */
function announceConfig(scene: Scene): Intent[] {
  const interestRate = parseEther('0.01') * BigInt(5 + (scene.height % 7))
  const args = [1n, { ...stakingConfig(scene, 0), interestRate }]
  return [callTo(scene, 'Staking', { from: scene.cast.founder, call: 'setConfig', args })]
}

function saltOf(address: Address): Hex {
  return keccak256(stringToHex(`salt of ${address}`))
}

function commitmentOf(recipient: Address): Hex {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [recipient, saltOf(recipient)]))
}
