// What happens after the fees are split? Those who earned withdraw, a watcher recomputes claims and disputes what it finds
// different, and the founder decides the disputes.
import { parseEther } from 'viem'
import { callTo, type Habit, isTurn, type Scene } from '../inhabitants/scene'
import type { PostedClaim } from '../inhabitants/world'
import { parseInference, plantLeaves } from '../library/documents'
import { workOut } from './operating'

const WORTH_WITHDRAWING = parseEther('0.002')

/** One a block at most, each account in its turn. */
export const withdrawRewards: Habit = (scene) => {
  const { cast, world } = scene
  const earners = [
    ...cast.contributors,
    ...cast.modelOwners,
    ...cast.operators,
    cast.treasury,
    cast.stakerPool,
    cast.remainder,
  ]
  const from = earners[Math.floor(scene.height / 3) % earners.length]
  if (!isTurn(scene, 3) || from === undefined) return []
  if ((world.accrued.get(from.address) ?? 0n) < WORTH_WITHDRAWING) return []
  return [callTo(scene, 'RewardDistributor', { from, call: 'withdraw', args: [] })]
}

const BOND = parseEther('1')
const CHECK_EVERY_BLOCKS = 19

/** The newest claim that can be checked and is found different; every third time a grumble about one that is right. */
export const dispute: Habit = (scene) => {
  if (!isTurn(scene, CHECK_EVERY_BLOCKS, 7)) return []
  const wantsDifference = Math.floor(scene.height / CHECK_EVERY_BLOCKS) % 3 !== 0
  const candidates = scene.world.claims.slice(-30).toReversed()
  const claim = candidates.find(
    (one) => !scene.world.disputed.has(one.inference.id) && isDifferent(scene, one) === wantsDifference,
  )
  if (claim === undefined) return []
  const reason = wantsDifference ? 'a recomputation gives other shares' : 'a contributor feels forgotten'
  const reasonUri = scene.content.publish(JSON.stringify({ inference: claim.inference.id, reason }), 'json')
  const args = [claim.inference.id, claim.method, reasonUri]
  return [callTo(scene, 'InferenceLedger', { from: scene.cast.watcher, call: 'dispute', args, value: BOND })]
}

/** Upheld when the decider, too, finds a difference. */
export const decideDisputes: Habit = (scene) => {
  if (!isTurn(scene, CHECK_EVERY_BLOCKS, 13)) return []
  return [...scene.world.disputed].flatMap(([id, { method, isOpen }]) => {
    const claim = scene.world.claims.find(({ inference }) => inference.id === id)
    if (!isOpen) return []
    const args = [id, method, claim !== undefined && isDifferent(scene, claim) === true]
    return [callTo(scene, 'InferenceLedger', { from: scene.cast.founder, call: 'resolveDispute', args })]
  })
}

/** null: its texts are not shown, so nobody can tell. */
function isDifferent({ world, content, studies }: Scene, { inference, root }: PostedClaim): boolean | null {
  const texts = content.readPublic(inference.contentUri)
  const model = world.models.get(inference.modelId)
  const version = model?.versions.find((one) => one.version === inference.version)
  if (texts === null || model === undefined || version === undefined) return null
  const { leaves } = workOut(parseInference(texts).output, studies.of(world, model, version))
  return plantLeaves(leaves).root !== root
}
