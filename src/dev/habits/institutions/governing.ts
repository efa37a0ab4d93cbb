// How is the chain governed? A council of four wraps OPEN into votes and proposes in turn: a new fee and who gets what is left over of it,
// which passes and is executed; one that is voted down; one that its proposer takes back; one that passes and is stopped in the timelock by
// the founder; other code for the studio's vault, which passes.
import { type Address, encodeFunctionData, getContractAddress, type Hex, parseAbi, parseEther } from 'viem'
import { FEE_RATES, spareVaultCode } from '../../chain/deploy'
import type { Intent } from '../../chain/sequencer'
import { encodeCall } from '../../contracts/contract'
import { callTo, type Habit, isTurn, type Scene } from '../../inhabitants/scene'
import type { Proposal } from '../../inhabitants/world'

const KINDS = ['new fee', 'voted down', 'taken back', 'stopped', 'upgrade'] as const
/** Blocks are a second apart or more, so these are longer than the delay, delay and period together, and the timelock's delay. */
const VOTE_AFTER_BLOCKS = 7
const QUEUE_AFTER_BLOCKS = 38
const EXECUTE_AFTER_BLOCKS = 8

export const govern: Habit = (scene) => {
  const { world, cast, isOpening } = scene
  if (isOpening) return []
  if (!world.voters.has(cast.watcher.address)) return seatCouncil(scene)
  const proposals = [...world.proposals.values()]
  const isFirst = proposals.length === 0 && isTurn(scene, 3)
  const isAnother = proposals.length > 0 && isTurn(scene, 97)
  const made = isFirst ? KINDS.map((_, number) => number) : isAnother ? [proposals.length] : []
  return [...made.flatMap((number) => propose(scene, number)), ...proposals.flatMap((one) => goOn(scene, one))]
}

const VOTES = parseEther('50')

function council({ cast }: Scene) {
  return [cast.watcher, ...cast.reviewers]
}

function seatCouncil(scene: Scene): Intent[] {
  return council(scene).flatMap((from) => [
    callTo(scene, 'GOPEN', { from, call: 'deposit', args: [], value: VOTES }),
    callTo(scene, 'GOPEN', { from, call: 'delegate', args: [from.address] }),
  ])
}

const PROXY_ADMIN = parseAbi(['function upgradeAndCall(address proxy, address implementation, bytes data)'])

type Action = { readonly target: Address; readonly data: Hex }

function propose(scene: Scene, number: number): Intent[] {
  const actions = actionsOf(scene, number)
  const description = `# Proposal ${number + 1}: ${KINDS[number % KINDS.length]}`
  const [targets, data] = [actions.map((one) => one.target), actions.map((one) => one.data)]
  const args = [targets, actions.map(() => 0n), data, description]
  return [asWatcher(scene, 'propose', args)]
}

function actionsOf({ contracts, cast }: Scene, number: number): Action[] {
  const kind = KINDS[number % KINDS.length]
  if (kind === 'taken back') {
    return [{ target: contracts.Timelock, data: encodeCall('Timelock', 'updateDelay', [6n]) }]
  }
  if (kind === 'stopped') {
    return [{ target: contracts.OpenLedgerGovernor, data: encodeCall('OpenLedgerGovernor', 'setVotingPeriod', [60]) }]
  }
  if (kind === 'upgrade') {
    // The proxy's own creation: nobody but its admin may touch its code.
    const target = getContractAddress({ from: contracts.StudioVault, nonce: 1n })
    const args = [contracts.StudioVault, spareVaultCode(contracts, cast.founder.address), '0x'] as const
    return [{ target, data: encodeFunctionData({ abi: PROXY_ADMIN, args }) }]
  }
  const platformFee = FEE_RATES.platformFee + parseEther('0.0001') * BigInt(1 + (number % 3))
  const set = (call: string, args: readonly unknown[]) => ({
    target: contracts.RewardDistributor,
    data: encodeCall('RewardDistributor', call, args),
  })
  return [set('setRates', [{ ...FEE_RATES, platformFee }]), set('setRemainderRecipient', [cast.remainder.address])]
}

function goOn(scene: Scene, proposal: Proposal): Intent[] {
  const { id, number, status, createdAt, changedAt, operation } = proposal
  const kind = KINDS[number % KINDS.length]
  const age = scene.height - createdAt
  if (kind === 'taken back') return status === 'created' ? [asWatcher(scene, 'cancel', [id])] : []
  if (status === 'created' && age === VOTE_AFTER_BLOCKS) return vote(scene, id, kind === 'voted down')
  if (kind === 'voted down') return []
  if (status === 'voted' && age === QUEUE_AFTER_BLOCKS) return [asWatcher(scene, 'queue', [id])]
  if (status !== 'queued') return []
  if (kind === 'stopped' && operation !== null) {
    return [callTo(scene, 'Timelock', { from: scene.cast.founder, call: 'cancel', args: [operation] })]
  }
  return scene.height - changedAt === EXECUTE_AFTER_BLOCKS ? [asWatcher(scene, 'execute', [id])] : []
}

const [AGAINST, FOR, ABSTAIN] = [0, 1, 2]

function vote(scene: Scene, id: bigint, isUnwanted: boolean): Intent[] {
  const support = isUnwanted ? AGAINST : FOR
  return council(scene).map((from, seat) => {
    if (seat === 0) {
      const args = [id, support, isUnwanted ? 'on second thoughts' : 'as I proposed it', '0x01']
      return callTo(scene, 'OpenLedgerGovernor', { from, call: 'castVoteWithReasonAndParams', args })
    }
    const args = seat === 1 ? [id, ABSTAIN, 'I review data, not fees'] : [id, support, 'it is time']
    return callTo(scene, 'OpenLedgerGovernor', { from, call: 'castVoteWithReason', args })
  })
}

function asWatcher(scene: Scene, call: string, args: readonly unknown[]): Intent {
  return callTo(scene, 'OpenLedgerGovernor', { from: scene.cast.watcher, call, args })
}
