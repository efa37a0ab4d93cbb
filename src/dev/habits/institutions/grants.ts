// How do builders get grants? The founder awards them to model owners, in two milestones each; what is reached is paid; one in five is
// closed early, the others when all is reached.
import { parseEther } from 'viem'
import type { Intent } from '../../chain/sequencer'
import { callTo, type Habit, isTurn, type Scene } from '../../inhabitants/scene'
import type { Grant } from '../../inhabitants/world'

const USD = 1_000_000n
/** Within the bounds of exploration, building and expansion. */
const AMOUNTS_USD = [40_000n * USD, 120_000n * USD, 300_000n * USD] as const
const AREAS = 4
const GRANTS_IN_ALL = 12
/** There is no price here: the local chain pays one OPEN for so many dollars. */
const USD_PER_OPEN = 5_000n * USD

export const giveGrants: Habit = (scene) => {
  if (scene.isOpening) return []
  const grants = [...scene.world.grants.values()]
  return [
    ...(grants.length < GRANTS_IN_ALL && isTurn(scene, 17, 5) ? award(scene, grants.length) : []),
    ...grants.flatMap((grant) => advance(scene, grant)),
  ]
}

function award(scene: Scene, index: number): Intent[] {
  const { modelOwners } = scene.cast
  const recipient = modelOwners[index % modelOwners.length]
  const tier = index % AMOUNTS_USD.length
  if (recipient === undefined) return []
  const metadataUri = scene.content.publish(JSON.stringify({ grant: index + 1, tier }), 'json')
  return [asFounder(scene, 'award', [recipient.address, tier, index % AREAS, AMOUNTS_USD[tier], metadataUri])]
}

function advance(scene: Scene, grant: Grant): Intent[] {
  const { id, amountUsd, milestones, isClosed } = grant
  const reached = [...milestones].find(([, { status }]) => status === 'reached')
  if (reached !== undefined) {
    const [index, milestone] = reached
    const value = (milestone.amountUsd * parseEther('1')) / USD_PER_OPEN
    return [asFounder(scene, 'disburse', [id, index], value)]
  }
  if (isClosed) return []
  if (milestones.size === 0) {
    const first = amountUsd / 4n
    const second = [id, 1, 'ten thousand calls', amountUsd - first]
    return [
      asFounder(scene, 'setMilestone', [id, 0, 'a first version', first]),
      asFounder(scene, 'setMilestone', second),
    ]
  }
  return goOn(scene, grant)
}

function goOn(scene: Scene, { id, milestones }: Grant): Intent[] {
  const next = [...milestones].find(([, { status }]) => status === 'set')?.[0]
  if (next === undefined) return [asFounder(scene, 'close', [id, 'all milestones are reached'])]
  if (next === 1 && id % 5n === 2n) return [asFounder(scene, 'close', [id, 'no report for two months'])]
  if (!isTurn(scene, 13, Number(id))) return []
  const evidence = scene.content.publish(JSON.stringify({ grant: Number(id), milestone: next }), 'json')
  return [asFounder(scene, 'reachMilestone', [id, next, evidence])]
}

function asFounder(scene: Scene, call: string, args: readonly unknown[], value?: bigint): Intent {
  const { founder } = scene.cast
  return callTo(scene, 'GrantProgram', { from: founder, call, args, ...(value === undefined ? {} : { value }) })
}
