// Events made by hand, one a log, each with ordinary values that a case overrides where it matters.
import type { Event, EventKind, Position, Statement } from '../../../src/events/event'
import { ADDRESS, address, blockHash, bytes32, CHAIN_ID } from './blocks'

type StatementOf<K extends EventKind> = Extract<Statement, { kind: K }>
type Facts<K extends EventKind> = Omit<StatementOf<K>, 'kind'> & { contract: string }

export const ANN = address(0xa)
export const BOB = address(0xb)
export const EVE = address(0xe)
export const POEMS = '31337-0000000001'
export const POEMS_CONTRACT = address(0xd1)

const poems = { datanet: POEMS, contract: POEMS_CONTRACT }
const rewards = { contract: ADDRESS.RewardDistributor, inferenceId: bytes32(1) }
const inference = { contract: ADDRESS.InferenceLedger, inferenceId: bytes32(1) }
const host = { contract: ADDRESS.AdapterRegistry, host: bytes32(7) }
const agent = { contract: ADDRESS.AgentRegistry, agentId: 1n }
const credits = { contract: ADDRESS.StudioVault, account: EVE }
const grant = { contract: ADDRESS.GrantProgram, grantId: 1n }
const proposal = { contract: ADDRESS.OpenLedgerGovernor, proposalId: 1n }
const operation = { contract: ADDRESS.Timelock, operation: bytes32(18) }
const role = { contract: ADDRESS.Timelock, role: bytes32(19), account: ANN, sender: EVE }
const version = { contract: ADDRESS.ModelRegistry, modelId: 1n, version: 1n }
const batch = { contract: ADDRESS.SigDispersal, root: bytes32(25) }
const stake = { contract: ADDRESS.Staking, stakingId: 1n, recipient: ANN }

/** A rate that shows within the two seconds between two events: e^(2 / 365 days * 15768000) = e for each. */
export const TERMS = {
  ...{ bank: EVE, manager: ANN, token: ADDRESS.WOPEN, interestRate: 15_768_000n * 10n ** 18n, stakeDuration: 0n },
  ...{ cooldownDuration: 15n, maxStake: 10_000n, minStake: 1n, isActive: true, isTopupEnabled: true, isPublic: true },
}

const ORDINARY: { [K in EventKind]: Facts<K> } = {
  datanetCreated: {
    ...{ contract: ADDRESS.DatanetFactory, datanetId: 1n, owner: ANN, datanetContract: POEMS_CONTRACT },
    ...{ name: 'Poems', category: 'text', metadataUri: 'data:,a', isPublic: true, fee: 7n },
  },
  contributionSubmitted: {
    ...{ ...poems, contributionId: 1n, contributor: BOB, contentRoot: bytes32(8), contentUri: 'data:,b' },
    ...{ rowCount: 3n, byteLength: 90n, license: 'MIT', stake: 2n },
  },
  contributionApproved: { ...poems, contributionId: 1n, reviewer: ANN, qualityPpm: 900_000n },
  contributionRejected: { ...poems, contributionId: 1n, reviewer: ANN, reason: 'too short' },
  contributionWithdrawn: { ...poems, contributionId: 1n },
  rowsRemoved: { ...poems, contributionId: 1n, rows: [0n, 2n], reason: 'spam' },
  versionPublished: { ...poems, version: 1n, dataRoot: bytes32(9), rowCount: 3n, metadataUri: 'data:,c' },
  metadataUpdated: { ...poems, metadataUri: 'data:,d' },
  stakeDeposited: { ...poems, contributor: BOB, amount: 50n },
  stakeWithdrawn: { ...poems, contributor: BOB, amount: 20n },
  contributorSlashed: { ...poems, contributor: BOB, contributionId: 1n, amount: 5n, reason: 'REDUNDANT' },
  dataAccessPaid: { ...poems, account: EVE, version: 1n, fee: 7n },
  penaltyScoreSet: { ...poems, contributor: BOB, scorePpm: 100_000n },
  baseModelRegistered: {
    ...{ contract: ADDRESS.ModelRegistry, baseModelId: 1n, name: 'Base', weightsHash: bytes32(10), metadataUri: '' },
  },
  modelRegistered: {
    ...{ contract: ADDRESS.ModelRegistry, modelId: 1n, owner: ANN, baseModelId: 1n, name: 'Bard', metadataUri: '' },
  },
  trainingRecorded: {
    ...{ ...version, trainer: ANN, trainingMethod: 'LORA', configHash: bytes32(11), weightsHash: bytes32(12) },
    ...{ gradientsHash: bytes32(13), artifactsUri: 'data:,e' },
  },
  trainingDataUsed: { ...version, datanetId: 1n, datanetVersion: 1n },
  modelPublished: { ...version, inputRatePer1k: 10n, outputRatePer1k: 20n },
  modelDeprecated: { ...version, reason: 'old' },
  hostRegistered: { ...host, operator: ANN, gpus: 8n, uri: 'data:,i' },
  hostRetired: host,
  adapterRegistered: {
    ...{ contract: ADDRESS.AdapterRegistry, adapterId: 2n, modelId: 1n, owner: ANN, version: 1n, rank: 16n },
    ...{ weightsHash: bytes32(17), uri: 'data:,j' },
  },
  adapterDeployed: { ...host, adapterId: 2n },
  adapterRetired: { ...host, adapterId: 2n },
  agentDeployed: { ...agent, owner: BOB, modelId: 1n, metadataUri: 'data:,k', stake: 100n },
  agentStakeChanged: { ...agent, stake: 150n },
  agentSlashed: { ...agent, amount: 30n, reason: 'it lied' },
  agentRetired: agent,
  creditsDeposited: { ...credits, amount: 100n },
  creditsSpent: { ...credits, inferenceId: bytes32(1), amount: 40n },
  creditsWithdrawn: { ...credits, amount: 10n },
  grantAwarded: {
    ...{ ...grant, recipient: BOB, tier: 'EXPLORATION', area: 'GAMING', amountUsd: 40_000_000_000n },
    metadataUri: 'data:,l',
  },
  milestoneSet: { ...grant, index: 0n, title: 'a first version', amountUsd: 10_000_000_000n },
  milestoneReached: { ...grant, index: 0n, evidenceUri: 'data:,m' },
  grantDisbursed: { ...grant, index: 0n, amount: 9n },
  grantClosed: { ...grant, reason: 'done' },
  proposalCreated: {
    ...{ ...proposal, proposer: ANN, voteStart: 1_700_000_004n, voteEnd: 1_700_000_010n, description: 'a fee' },
    ...{ actions: [{ target: BOB, value: 0n, signature: '', calldata: '0x01' }], operation: bytes32(18) },
  },
  proposalQueued: { ...proposal, etaSeconds: 1_700_000_020n },
  proposalExecuted: proposal,
  proposalCanceled: proposal,
  voteCast: { ...proposal, voter: BOB, support: 'FOR', weight: 10n, reason: 'it is time', params: null },
  governanceParameterSet: {
    ...{ contract: ADDRESS.OpenLedgerGovernor, parameter: 'QUORUM_NUMERATOR', previous: '0', value: '5' },
  },
  callScheduled: {
    ...{ ...operation, index: 0n, target: BOB, value: 0n, calldata: '0x01', predecessor: bytes32(0) },
    delaySeconds: 5n,
  },
  operationSalted: { ...operation, salt: bytes32(20) },
  callExecuted: { ...operation, index: 0n },
  operationCancelled: operation,
  roleGranted: role,
  roleRevoked: role,
  proxyChanged: {
    ...{ contract: ADDRESS.StudioVault, name: 'StudioVault', part: 'IMPLEMENTATION', previous: null, current: ANN },
  },
  systemConfigUpdated: { contract: ADDRESS.SystemConfig, version: 0n, setting: 'GAS_LIMIT', data: '0x01' },
  airdropPaid: { ...batch, account: ANN, amount: 10n },
  airdropBatchEnabled: { ...batch, isEnabled: true },
  airdropBatchFeeSet: { ...batch, fee: 3n },
  airdropSet: { contract: ADDRESS.SigDispersal, setting: 'VAULT', value: EVE },
  inferenceRecorded: {
    ...{ ...inference, modelId: 1n, caller: EVE, version: 1n, agentId: 0n, inputHash: bytes32(14) },
    ...{ outputHash: bytes32(15), contentUri: 'data:,f', tokensIn: 5n, tokensOut: 50n, fee: 100n, host: bytes32(0) },
  },
  attributionCommitted: {
    ...{ ...inference, method: 'SUFFIX_ARRAY', methodVersion: 'suffix-array/1', root: bytes32(16), count: 2n },
    ...{ unattributedPpb: 400_000_000n, evidenceUri: 'data:,g' },
  },
  adapterUsed: { ...inference, adapterId: 2n, weightPpm: 600_000n },
  attributionDisputed: { ...inference, method: 'SUFFIX_ARRAY', challenger: EVE, bond: 9n, reasonUri: 'data:,h' },
  disputeResolved: { ...inference, method: 'SUFFIX_ARRAY', upheld: true },
  feeSplit: {
    ...{ ...rewards, fee: 100n, platform: 10n, model: 30n, compute: 0n, stakers: 20n, contributors: 40n },
    method: 'SUFFIX_ARRAY',
  },
  rewardAccrued: { ...rewards, recipient: BOB, role: 'CONTRIBUTOR', datanetId: 1n, amount: 24n },
  remainderRecipientSet: { contract: ADDRESS.RewardDistributor, recipient: ANN },
  rewardWithdrawn: { contract: ADDRESS.RewardDistributor, recipient: BOB, amount: 24n },
  stakingConfigCreated: { contract: ADDRESS.Staking, configId: 3n, terms: TERMS },
  stakingConfigSet: { contract: ADDRESS.Staking, configId: 3n, terms: { ...TERMS, interestRate: 0n } },
  staked: { ...stake, amount: 1_000n, configId: 3n },
  stakeCommitted: { contract: ADDRESS.Staking, stakingId: 1n, commitment: '0xc0ffee', configId: 3n, amount: 1_000n },
  toppedUp: { ...stake, amount: 10n },
  unstakeRequested: stake,
  unstaked: { ...stake, paid: [{ token: TERMS.token, from: TERMS.bank, amount: 1_015n }] },
  tokenMoved: { contract: ADDRESS.WOPEN, token: 'WOPEN', movement: 'TRANSFER', from: ANN, to: BOB, amount: 10n },
  tokenApproved: { contract: ADDRESS.WOPEN, token: 'WOPEN', owner: ANN, spender: BOB, amount: 10n },
  tokenWrapped: { contract: ADDRESS.GOPEN, token: 'GOPEN', movement: 'WRAP', account: ANN, amount: 10n },
  delegateChanged: { contract: ADDRESS.GOPEN, token: 'GOPEN', delegator: ANN, from: null, to: BOB },
  votesChanged: { contract: ADDRESS.GOPEN, token: 'GOPEN', delegate: BOB, previousVotes: 0n, votes: 10n },
  depositMade: {
    ...{ contract: ADDRESS.OptimismPortal, from: ANN, to: BOB, mint: 10n, value: 10n, gasLimit: 21_000n, data: '0x' },
    ...{ isCreation: false, sourceHash: bytes32(20), l2TransactionHash: bytes32(21) },
  },
  withdrawalInitiated: {
    ...{ contract: ADDRESS.L2ToL1MessagePasser, nonce: 1n, sender: ANN, target: BOB, value: 10n, gasLimit: 0n },
    ...{ data: '0x', withdrawalHash: bytes32(22) },
  },
  withdrawalProven: {
    ...{ contract: ADDRESS.OptimismPortal, withdrawalHash: bytes32(22), sender: ANN, target: BOB },
  },
  withdrawalFinalised: { contract: ADDRESS.OptimismPortal, withdrawalHash: bytes32(22), isSuccess: true },
  oftSent: {
    ...{ contract: ADDRESS.OPENOFTAdapter, guid: bytes32(23), destinationEid: 30_102n, account: ANN },
    ...{ amountSent: 10n, amountReceived: 10n },
  },
  oftReceived: {
    ...{ contract: ADDRESS.OPENOFTAdapter, guid: bytes32(23), sourceEid: 30_101n, account: BOB, amount: 10n },
  },
  contractSet: {
    ...{ contract: ADDRESS.OPENOFT, setting: 'PEER' },
    values: [{ eid: 30_101n, messageType: null, previous: null, value: bytes32(23) }],
  },
  outputProposed: {
    ...{ contract: ADDRESS.DisputeGameFactory, root: bytes32(24), gameType: 0n, game: EVE, outputIndex: null },
    l2BlockNumber: 9n,
  },
  skipped: { contract: POEMS_CONTRACT, reason: 'no event' },
}

/** Not yet placed: `chronicle` gives events their positions. */
export type Said = Readonly<{ kind: EventKind; facts: object }>

export function said<K extends EventKind>(kind: K, facts: Partial<Facts<K>> = {}): Said {
  return { kind, facts }
}

/** The events in order, one a block, from block 1. */
export function chronicle(lines: readonly Said[]): Event[] {
  return lines.map(({ kind, facts }, index) => {
    return { topic0: bytes32(99), ...ORDINARY[kind], ...facts, kind, at: positionAt(index + 1) } as Event
  })
}

export function positionAt(blockNumber: number, logIndex = 0): Position {
  return {
    chainId: CHAIN_ID,
    blockNumber,
    blockHash: blockHash(blockNumber),
    parentHash: blockHash(blockNumber - 1),
    timestamp: new Date(1_700_000_000_000 + blockNumber * 2_000),
    transactionHash: bytes32(blockNumber),
    transactionIndex: 0,
    logIndex,
  }
}
