// Who lets agents act for them? Callers deploy a few with a stake, add to it, take some of it back, retire the oldest; one is slashed
// now and then.
import { parseEther } from 'viem'
import type { Intent } from '../../chain/sequencer'
import { presentCallers } from '../../inhabitants/cast'
import { callTo, type Habit, isTurn, type Scene } from '../../inhabitants/scene'
import type { Agent } from '../../inhabitants/world'

const AGENTS_AT_ONCE = 4
const STAKE = parseEther('2')
const PART = parseEther('0.5')

export const keepAgents: Habit = (scene) => {
  if (scene.isOpening) return []
  const active = [...scene.world.agents.values()].filter(({ isRetired }) => !isRetired)
  return [
    ...(active.length < AGENTS_AT_ONCE && isTurn(scene, 11, 3) ? deploy(scene) : []),
    ...(isTurn(scene, 31, 8) ? ofOwner(scene, active.at(-1), { call: 'addStake', value: PART }) : []),
    ...(isTurn(scene, 43, 27) ? takeBack(scene, active) : []),
    ...(isTurn(scene, 37, 18) ? slash(scene, active) : []),
    ...(isTurn(scene, 59, 45) && active.length > 1 ? ofOwner(scene, active[0], { call: 'retire' }) : []),
  ]
}

/** For the model that was registered first, and then for each in its turn. */
function deploy(scene: Scene): Intent[] {
  const { world, cast, content, height } = scene
  const models = [...world.models.values()]
  const callers = presentCallers(cast, height)
  const model = models[world.agents.size % models.length]
  const from = callers[world.agents.size % callers.length]
  if (model === undefined || from === undefined) return []
  const uri = content.publish(JSON.stringify({ name: `Agent ${world.agents.size + 1}`, model: model.name }), 'json')
  return [callTo(scene, 'AgentRegistry', { from, call: 'deploy', args: [model.id, uri], value: STAKE })]
}

function slash(scene: Scene, active: readonly Agent[]): Intent[] {
  const culprit = active.find(({ stake }) => stake >= PART)
  if (culprit === undefined) return []
  const args = [culprit.id, PART, 'answered without asking its model']
  return [callTo(scene, 'AgentRegistry', { from: scene.cast.founder, call: 'slash', args })]
}

function takeBack(scene: Scene, active: readonly Agent[]): Intent[] {
  const rich = active.find(({ stake }) => stake > STAKE)
  return ofOwner(scene, rich, { call: 'withdrawStake', args: [PART] })
}

type Wish = { readonly call: string; readonly args?: readonly bigint[]; readonly value?: bigint }

/** Not in a block in which the owner's deposit arrives. */
function ofOwner(scene: Scene, agent: Agent | undefined, { args = [], ...wish }: Wish): Intent[] {
  const from = presentCallers(scene.cast, scene.height).find(({ address }) => address === agent?.owner)
  if (agent === undefined || from === undefined) return []
  return [callTo(scene, 'AgentRegistry', { from, ...wish, args: [agent.id, ...args] })]
}
