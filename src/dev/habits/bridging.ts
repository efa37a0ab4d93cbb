// What do those do on the L2 who move their OPEN from chain to chain? Each in turn takes some back to L1, now and then
// with a call that fails there; the way there begins on L1.
import { type Address, type Hex, parseEther } from 'viem'
import type { Intent } from '../chain/sequencer'
import { callTo, isTurn, type Scene } from '../inhabitants/scene'

const EVERY_BLOCKS = 13
const AMOUNT = parseEther('4')
const L1_GAS = 100_000n
/** Of so many, the second is paid to where its call is refused: a precompile that takes 213 bytes and no others. */
const FAILING_EVERY = 16
const REFUSING: Address = '0x0000000000000000000000000000000000000009'
const REFUSED: Hex = '0x00'

export function takeBack(scene: Pick<Scene, 'height' | 'cast' | 'contracts'>): Intent[] {
  const { bridgers } = scene.cast
  const turn = Math.floor(scene.height / EVERY_BLOCKS)
  const from = bridgers[turn % bridgers.length]
  if (!isTurn(scene, EVERY_BLOCKS, 3) || from === undefined) return []
  const args = turn % FAILING_EVERY === 1 ? [REFUSING, L1_GAS, REFUSED] : [from.address, L1_GAS, '0x']
  return [callTo(scene, 'L2ToL1MessagePasser', { from, call: 'initiateWithdrawal', args, value: AMOUNT })]
}
