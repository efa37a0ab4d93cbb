// Who pays for calls with credits? Callers, in turn, fill up what they have in the studio's vault; some take a part back. What is spent
// is spent where calls are made.
import { parseEther } from 'viem'
import { presentCallers } from '../../inhabitants/cast'
import { callTo, type Habit, isTurn } from '../../inhabitants/scene'

const FILL = parseEther('5')
const LOW = parseEther('3')
const TAKE_BACK = parseEther('0.25')

export const keepCredits: Habit = (scene) => {
  if (scene.isOpening) return []
  const callers = presentCallers(scene.cast, scene.height)
  // Every second caller pays each call by itself.
  const from = callers[(2 * Math.floor(scene.height / 9)) % callers.length]
  if (from === undefined) return []
  const credits = scene.world.credits.get(from.address) ?? 0n
  if (isTurn(scene, 9, 4) && credits < LOW) {
    return [callTo(scene, 'StudioVault', { from, call: 'deposit', args: [], value: FILL })]
  }
  const rich = callers.find(({ address }) => (scene.world.credits.get(address) ?? 0n) > LOW)
  if (!isTurn(scene, 47, 30) || rich === undefined) return []
  return [callTo(scene, 'StudioVault', { from: rich, call: 'withdraw', args: [TAKE_BACK] })]
}
