// Who gets the airdrop? Who owns a model, each as much as his place says, out of the founder's wrapped OPEN, one after another; for a while the batch is closed.
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { type Hex, maxUint256, parseEther } from 'viem'
import type { Intent } from '../../chain/sequencer'
import { callTo, type Habit, isTurn, type Scene } from '../../inhabitants/scene'

const RESERVE = parseEther('100')
const UNIT = parseEther('1')
const FEE = parseEther('0.001')
/** So many times it is said whether the batch is open: open, closed, open again. */
const NEWS = 3

export const disperse: Habit = (scene) => {
  if (scene.isOpening || !isTurn(scene, 7, 2)) return []
  const tree = allotments(scene)
  const { airdropNews } = scene.world
  if (airdropNews === 0) return [...prepare(scene), ...open(scene, tree.root as Hex, true)]
  const [next] = allotted(scene).filter(({ address }) => !scene.world.airdropped.has(address))
  if (airdropNews < NEWS && scene.world.airdropped.size > 0) return open(scene, tree.root as Hex, airdropNews % 2 === 0)
  if (next === undefined) return []
  const place = allotted(scene).indexOf(next)
  const args = [tree.root, amountOf(place), tree.getProof(place)]
  return [callTo(scene, 'SigDispersal', { from: next, call: 'claim', args, value: FEE })]
}

function allotted({ cast }: Scene) {
  return cast.modelOwners
}

function allotments(scene: Scene): StandardMerkleTree<[string, bigint]> {
  const values = allotted(scene).map(({ address }, place): [string, bigint] => [address, amountOf(place)])
  return StandardMerkleTree.of(values, ['address', 'uint256'])
}

function amountOf(place: number): bigint {
  return UNIT * BigInt(1 + (place % 3))
}

function prepare(scene: Scene): Intent[] {
  const from = scene.cast.founder
  return [
    callTo(scene, 'WOPEN', { from, call: 'deposit', args: [], value: RESERVE }),
    callTo(scene, 'WOPEN', { from, call: 'approve', args: [scene.contracts.SigDispersal, maxUint256] }),
    callTo(scene, 'SigDispersal', { from, call: 'setVault', args: [from.address] }),
    callTo(scene, 'SigDispersal', { from, call: 'setToken', args: [scene.contracts.WOPEN] }),
  ]
}

function open(scene: Scene, root: Hex, isEnabled: boolean): Intent[] {
  const from = scene.cast.founder
  return [
    callTo(scene, 'SigDispersal', { from, call: 'setFee', args: [root, FEE] }),
    callTo(scene, 'SigDispersal', { from, call: 'enableBatch', args: [root, isEnabled] }),
  ]
}
