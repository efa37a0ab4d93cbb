// What do those do who care about votes? Each in turn wraps OPEN into GOPEN, lets a neighbour vote for it, passes some on, and takes
// the rest back; what one gives, another gave before, so that nobody runs dry.
import { parseEther } from 'viem'
import { callTo, type Habit, isTurn } from '../inhabitants/scene'

const EVERY_BLOCKS = 11
const WRAPPED = parseEther('3')
const PASSED_ON = parseEther('1')

export const wrap: Habit = (scene) => {
  const { contributors } = scene.cast
  const round = Math.floor(scene.height / EVERY_BLOCKS)
  const from = contributors[round % contributors.length]
  const neighbour = contributors[(round + 1) % contributors.length]
  if (scene.isOpening || !isTurn(scene, EVERY_BLOCKS, 5) || from === undefined || neighbour === undefined) return []
  return [
    callTo(scene, 'GOPEN', { from, call: 'deposit', args: [], value: WRAPPED }),
    callTo(scene, 'GOPEN', { from, call: 'delegate', args: [neighbour.address] }),
    callTo(scene, 'GOPEN', { from, call: 'transfer', args: [neighbour.address, PASSED_ON] }),
    callTo(scene, 'GOPEN', { from, call: 'approve', args: [neighbour.address, PASSED_ON] }),
    callTo(scene, 'GOPEN', { from, call: 'withdraw', args: [WRAPPED - PASSED_ON] }),
  ]
}
