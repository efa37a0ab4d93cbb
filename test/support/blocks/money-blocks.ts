// Blocks in which money moves in every way that is asked for: stakes, tokens, slashes, credits, grants, votes, and one log that can't be so.
import { encodeFunctionData } from 'viem'
import type { WatchedContract } from '../../../src/chain/watched'
import { abiOf } from '../../../src/dev/contracts/contract'
import { ADDRESS, type Arguments, address, bytes32, type LogDraft, logOf } from './blocks'
import { TERMS } from './events'
import { DATANET, ORDERLY, ORDINARY_ARGUMENTS } from './random-chain'

const ANN = address(0xa)
const call = (functionName: string, args: unknown[]) => ({
  to: ADDRESS.Staking,
  input: encodeFunctionData({ abi: abiOf('Staking'), functionName, args }),
})
const staking = (name: string, args: Record<string, unknown>, called: LogDraft['call'] = null): LogDraft => ({
  ...logOf('Staking', name, { configId: 7n, stakingId: 9n, recipient: ANN, ...args }),
  call: called ?? null,
})
const speak = (contract: WatchedContract, name: string, args: Arguments = {}) =>
  logOf(contract, name, { ...ORDINARY_ARGUMENTS, ...args }, contract === 'Datanet' ? DATANET : undefined)

/** One block each, two seconds apart; TERMS make a stake worth e times as much in that time. */
export const MONEY_BLOCKS: LogDraft[][] = [
  ORDERLY,
  [staking('ConfigCreated', {}, call('createConfig', [TERMS]))],
  [staking('Staked', { amount: 1_000n }, call('stake', [7n, ANN, 1_000n]))],
  [staking('ToppedUp', { amount: 10n })],
  [
    staking('RequestUnstake', {}),
    speak('Datanet', 'ContributorSlashed'),
    speak('InferenceLedger', 'DisputeResolved'),
    speak('Datanet', 'RowsRemoved', { rows: [1, 0, 1], reason: 'spam' }),
    speak('RewardDistributor', 'RewardWithdrawn'),
  ],
  [staking('Unstaked', {}), speak('WOPEN', 'Transfer'), speak('WOPEN', 'Withdrawal')],
  [speak('GOPEN', 'DelegateChanged'), speak('GOPEN', 'DelegateVotesChanged')],
  [
    speak('AdapterRegistry', 'AdapterDeployed'),
    speak('InferenceLedger', 'AdapterUsed', { weightPpm: 600_000 }),
    speak('AdapterRegistry', 'HostRetired'),
    speak('AgentRegistry', 'AgentSlashed', { amount: 2n, reason: 'it lied' }),
    speak('StudioVault', 'Deposited', { amount: 50n }),
    speak('StudioVault', 'CreditsSpent', { amount: 9n }),
    speak('GrantProgram', 'MilestoneReached', { evidenceUri: 'data:,e' }),
    speak('GrantProgram', 'GrantDisbursed', { amount: 7n }),
    speak('GrantProgram', 'GrantAwarded', { grantId: 2n, tier: 1, amountUsd: 100_000_000_000n }),
    speak('GrantProgram', 'GrantClosed', { grantId: 2n, reason: 'no report' }),
  ],
  [
    speak('OpenLedgerGovernor', 'QuorumNumeratorUpdated'),
    speak('OpenLedgerGovernor', 'ProposalCreated', {
      proposalId: 2n,
      voteStart: 1_700_000_019n,
      voteEnd: 1_700_000_021n,
    }),
    speak('Timelock', 'RoleGranted', { role: bytes32(0) }),
  ],
  [speak('OpenLedgerGovernor', 'VoteCast', { proposalId: 2n, reason: 'it is time' })],
  [speak('Timelock', 'CallExecuted'), speak('GrantProgram', 'GrantClosed', { grantId: 99n })],
]
