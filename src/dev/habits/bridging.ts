// What do those do on the L2 who move their OPEN from chain to chain? Each in turn takes some back to L1; the way there begins on L1.
import { parseEther } from 'viem'
import type { Intent } from '../chain/sequencer'
import { callTo, isTurn, type Scene } from '../inhabitants/scene'

const EVERY_BLOCKS = 13
const AMOUNT = parseEther('4')
const L1_GAS = 100_000n

export function takeBack(scene: Pick<Scene, 'height' | 'cast' | 'contracts'>): Intent[] {
  const { bridgers } = scene.cast
  const from = bridgers[Math.floor(scene.height / EVERY_BLOCKS) % bridgers.length]
  if (!isTurn(scene, EVERY_BLOCKS, 3) || from === undefined) return []
  const args = [from.address, L1_GAS, '0x']
  return [callTo(scene, 'L2ToL1MessagePasser', { from, call: 'initiateWithdrawal', args, value: AMOUNT })]
}
