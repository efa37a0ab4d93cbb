// Chains made by chance in a world so small that everything collides: the same numbers twice, claims before inferences, foreign
// contracts, bytes that are no events. Every log is one that some contract could emit; few orders of them make sense.
import fc from 'fast-check'
import { encodeAbiParameters, keccak256 } from 'viem'
import { WATCHED } from '../../../src/chain/watched'
import { ADDRESS, type Arguments, address, bytes32, type LogDraft, logOf } from './blocks'

const datanetContract = fc.integer({ min: 0xd1, max: 0xd4 }).map(address)
const account = fc.integer({ min: 0xa1, max: 0xa4 }).map(address)
/** Or nobody: what is minted, burned, not delegated. */
const holder = fc.integer({ min: 0, max: 3 }).map((number) => address(number === 0 ? 0 : 0xa0 + number))
const few = fc.bigInt({ min: 0n, max: 3n })
const small = fc.integer({ min: 0, max: 3 })
const hash = fc.integer({ min: 1, max: 4 }).map(bytes32)
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => `0x${Buffer.from(some).toString('hex')}`)
const opaque = fc.uint8Array({ minLength: 70, maxLength: 90 }).map((some) => `0x${Buffer.from(some).toString('hex')}`)
const money = fc.oneof(fc.bigInt({ min: 0n, max: 100n }), fc.constant(2n ** 256n - 1n))

const SHAPES: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
  DatanetCreated: {
    ...{ datanetId: few, owner: account, datanet: datanetContract, name: text, category: text, metadataUri: text },
    ...{ isPublic: fc.boolean(), fee: money },
  },
  ContributionSubmitted: {
    ...{ contributionId: few, contributor: account, contentRoot: hash, contentUri: text, rowCount: small },
    ...{ byteLength: few, license: text, stake: money },
  },
  ContributionApproved: { contributionId: few, reviewer: account, qualityPpm: small },
  ContributionRejected: { contributionId: few, reviewer: account, reason: text },
  ContributionWithdrawn: { contributionId: few },
  RowsRemoved: { contributionId: few, rows: fc.array(small, { maxLength: 3 }), reason: text },
  VersionPublished: { version: small, dataRoot: hash, rowCount: few, metadataUri: text },
  MetadataUpdated: { metadataUri: text },
  StakeDeposited: { contributor: account, amount: money },
  StakeWithdrawn: { contributor: account, amount: money },
  ContributorSlashed: { contributor: account, contributionId: few, amount: money, reason: small },
  DataAccessPaid: { account, version: small, fee: money },
  PenaltyScoreSet: { contributor: account, scorePpm: small },
  BaseModelRegistered: { baseModelId: few, name: text, weightsHash: hash, metadataUri: text },
  ModelRegistered: { modelId: few, owner: account, baseModelId: few, name: text, metadataUri: text },
  TrainingRecorded: {
    ...{ modelId: few, version: small, trainer: account, method: small, configHash: hash, weightsHash: hash },
    ...{ gradientsHash: hash, artifactsUri: text },
  },
  TrainingDataUsed: { modelId: few, version: small, datanetId: few, datanetVersion: small },
  ModelPublished: { modelId: few, version: small, inputRatePer1k: money, outputRatePer1k: money },
  ModelDeprecated: { modelId: few, version: small, reason: text },
  InferenceRecorded: {
    ...{ inferenceId: hash, modelId: few, caller: account, version: small, agentId: few, inputHash: hash },
    ...{ outputHash: hash, contentUri: text, tokensIn: few, tokensOut: few, fee: money, host: hash },
  },
  AttributionCommitted: {
    ...{ inferenceId: hash, method: small, methodVersion: text, root: hash, count: small, unattributedPpb: small },
    evidenceUri: text,
  },
  AdapterUsed: { inferenceId: hash, adapterId: few, weightPpm: small },
  AttributionDisputed: { inferenceId: hash, method: small, challenger: account, bond: money, reasonUri: text },
  DisputeResolved: { inferenceId: hash, method: small, upheld: fc.boolean() },
  FeeSplit: {
    ...{ inferenceId: hash, fee: money, platform: money, model: money, compute: money, stakers: money },
    ...{ contributors: money, method: small },
  },
  RewardAccrued: { inferenceId: hash, recipient: account, role: small, datanetId: few, amount: money },
  RemainderRecipientSet: { recipient: account },
  RewardWithdrawn: { recipient: account, amount: money },
  ConfigCreated: { configId: few },
  ConfigSet: { configId: few },
  Staked: { stakingId: few, recipient: account, amount: money },
  CommitStake: { stakingId: few, commitment: bytes },
  ToppedUp: { stakingId: few, recipient: account, amount: money },
  RequestUnstake: { stakingId: few, recipient: account },
  Unstaked: { stakingId: few, recipient: account },
  ProposalCreated: {
    ...{ proposalId: few, proposer: account, voteStart: few, voteEnd: few, description: text },
    ...{ targets: fc.tuple(account, account), values: fc.tuple(money, money), signatures: fc.tuple(text, text) },
    calldatas: fc.tuple(bytes, bytes),
  },
  ProposalQueued: { proposalId: few, etaSeconds: money },
  ProposalExecuted: { proposalId: few },
  ProposalCanceled: { proposalId: few },
  VoteCast: { voter: account, proposalId: few, support: small, weight: money, reason: text },
  VoteCastWithParams: { voter: account, proposalId: few, support: small, weight: money, reason: text, params: bytes },
  VotingDelaySet: { oldVotingDelay: few, newVotingDelay: few },
  VotingPeriodSet: { oldVotingPeriod: few, newVotingPeriod: few },
  ProposalThresholdSet: { oldProposalThreshold: money, newProposalThreshold: money },
  QuorumNumeratorUpdated: { oldQuorumNumerator: few, newQuorumNumerator: few },
  TimelockChange: { oldTimelock: account, newTimelock: account },
  CallScheduled: {
    ...{ id: hash, index: few, target: account, value: money, data: bytes, predecessor: hash, delay: money },
  },
  CallSalt: { id: hash, salt: hash },
  CallExecuted: { id: hash, index: few, target: account, value: money, data: bytes },
  Cancelled: { id: hash },
  MinDelayChange: { oldDuration: few, newDuration: few },
  RoleGranted: { role: hash, account, sender: account },
  RoleRevoked: { role: hash, account, sender: account },
  Transfer: { src: account, dst: account, wad: money, from: holder, to: holder, value: money },
  Approval: { src: account, guy: account, wad: money, owner: account, spender: account, value: money },
  Deposit: { dst: account, wad: money, sender: account, amt: money },
  Withdrawal: { src: account, wad: money, sender: account, amt: money },
  DelegateChanged: { delegator: account, fromDelegate: holder, toDelegate: holder },
  DelegateVotesChanged: { delegate: account, previousVotes: money, newVotes: money },
  HostRegistered: { host: hash, operator: account, gpus: small, uri: text },
  HostRetired: { host: hash },
  AdapterRegistered: {
    ...{ adapterId: few, modelId: few, owner: account, version: small, rank: small, weightsHash: hash, uri: text },
  },
  AdapterDeployed: { adapterId: few, host: hash },
  AdapterRetired: { adapterId: few, host: hash },
  AgentDeployed: { agentId: few, owner: account, modelId: few, metadataUri: text, stake: money },
  AgentStakeChanged: { agentId: few, stake: money },
  AgentSlashed: { agentId: few, amount: money, reason: text },
  AgentRetired: { agentId: few },
  Deposited: { account, amount: money },
  CreditsSpent: { account, inferenceId: hash, amount: money },
  Withdrawn: { account, amount: money },
  GrantAwarded: { grantId: few, recipient: account, tier: small, area: small, amountUsd: money, metadataUri: text },
  MilestoneSet: { grantId: few, index: small, title: text, amountUsd: money },
  MilestoneReached: { grantId: few, index: small, evidenceUri: text },
  GrantDisbursed: { grantId: few, index: small, amount: money },
  GrantClosed: { grantId: few, reason: text },
  MessagePassed: { nonce: few, sender: account, target: account, value: few, gasLimit: few, data: bytes },
  TransactionDeposited: { from: account, to: account, version: fc.constantFrom(0n, 0n, 0n, 1n), opaqueData: opaque },
  WithdrawalProven: { withdrawalHash: hash, from: account, to: account },
  WithdrawalFinalized: { withdrawalHash: hash, success: fc.boolean() },
  OFTSent: { guid: hash, dstEid: small, fromAddress: account, amountSentLD: money, amountReceivedLD: money },
  OFTReceived: { guid: hash, srcEid: small, toAddress: account, amountReceivedLD: money },
  OwnershipTransferred: { previousOwner: holder, newOwner: holder },
  PeerSet: { eid: small, peer: hash },
  EnforcedOptionSet: {
    _enforcedOptions: fc.array(fc.record({ eid: small, msgType: small, options: bytes }), { maxLength: 3 }),
  },
  MsgInspectorSet: { inspector: holder },
  PreCrimeSet: { preCrimeAddress: holder },
  DisputeGameCreated: { disputeProxy: account, gameType: small, rootClaim: hash },
  Upgraded: { implementation: account },
  AdminChanged: { previousAdmin: holder, newAdmin: account },
  BeaconUpgraded: { beacon: account },
  ConfigUpdate: { version: few, updateType: small, data: bytes },
  AirdropClaimed: { batch: hash, account, amount: money },
  VaultSet: { vault: account },
  TokenSet: { token: account },
  BatchEnabled: { root: hash, enabled: fc.boolean() },
  BatchFeeSet: { root: hash, fee: money },
  OutputProposed: { outputRoot: hash, l2OutputIndex: few, l2BlockNumber: few, l1Timestamp: few },
}

const logs = Object.entries(WATCHED).flatMap(([contract, events]) =>
  [...events.values()].map(({ name }) => {
    const args = fc.record(SHAPES[name] ?? {})
    const speaker = contract === 'Datanet' ? datanetContract : fc.constant(undefined)
    return fc
      .tuple(args, speaker)
      .map(([values, who]) => logOf(contract as keyof typeof WATCHED, name, withHash(values as Arguments), who))
  }),
)

const transfer = fc
  .record({ src: account, dst: account, wad: money })
  .map((args) => logOf('WOPEN', 'Transfer', args, ADDRESS.WOPEN))

const damaged = fc.tuple(fc.oneof(...logs), fc.nat(40)).map(([draft, cut]) => ({
  ...draft,
  data: draft.data.slice(0, Math.max(2, draft.data.length - cut)),
}))

/** Creations and submissions more often than chance would have them, or little else would ever apply. */
export const randomLog: fc.Arbitrary<LogDraft> = fc
  .tuple(
    fc.oneof(
      { weight: 40, arbitrary: fc.oneof(...logs) },
      { weight: 6, arbitrary: logs[0] as fc.Arbitrary<LogDraft> },
      { weight: 6, arbitrary: logs[1] as fc.Arbitrary<LogDraft> },
      { weight: 4, arbitrary: damaged },
      { weight: 3, arbitrary: transfer },
    ),
    fc.nat(3),
  )
  .map(([draft, transaction]) => ({ ...draft, transaction }))

/** Half of the chains begin in good order, so that rows of every kind come about and then meet chance. */
export function randomBlocks(most: number): fc.Arbitrary<LogDraft[][]> {
  const chance = fc.array(fc.array(randomLog, { maxLength: 8 }), { minLength: 1, maxLength: most })
  return fc.oneof(
    chance,
    chance.map((blocks) => [ORDERLY, SELDOM, ...blocks]),
  )
}

export const DATANET = address(0xd1)

/** A message has the hash of its fields, or it is none. */
function withHash<Values extends Arguments>(values: Values): Values {
  const { nonce, sender, target, value, gasLimit, data } = values
  if (nonce === undefined) return values
  const types = ['uint256', 'address', 'address', 'uint256', 'uint256', 'bytes'].map((type) => ({ type }))
  const withdrawalHash = keccak256(encodeAbiParameters(types, [nonce, sender, target, value, gasLimit, data]))
  return { ...values, withdrawalHash }
}

const about = {
  name: 'a',
  category: '',
  metadataUri: '',
  license: '',
  contentUri: '',
  methodVersion: '',
  evidenceUri: '',
}
const sums = { fee: 9n, platform: 1n, model: 1n, compute: 1n, stakers: 1n, contributors: 5n, amount: 5n, stake: 0n }
/** Values under which one event of each kind makes sense behind the others. */
export const ORDINARY_ARGUMENTS = withHash({
  ...{ ...about, ...sums, datanetId: 1n, contributionId: 1n, baseModelId: 1n, modelId: 1n, version: 1, method: 0 },
  ...{ datanetVersion: 1, inferenceId: bytes32(1), owner: address(0xa1), contributor: address(0xa1), stakingId: 1n },
  ...{ reviewer: address(0xa2), trainer: address(0xa2), caller: address(0xa3), recipient: address(0xa4), rows: [0] },
  ...{ datanet: DATANET, isPublic: true, contentRoot: bytes32(1), rowCount: 2, byteLength: 9n, qualityPpm: 1 },
  ...{ dataRoot: bytes32(1), weightsHash: bytes32(1), configHash: bytes32(1), gradientsHash: bytes32(1), reason: '' },
  ...{ artifactsUri: '', inputRatePer1k: 1n, outputRatePer1k: 1n, agentId: 1n, inputHash: bytes32(1), role: 3 },
  ...{ outputHash: bytes32(1), tokensIn: 1n, tokensOut: 1n, host: bytes32(1), root: bytes32(1), count: 1 },
  ...{ unattributedPpb: 0, account: address(0xa3), challenger: address(0xa3), bond: 9n, reasonUri: '', scorePpm: 1 },
  ...{ adapterId: 1n, weightPpm: 1, upheld: true, configId: 1n, commitment: '0x' },
  ...{ src: address(0xa1), dst: address(0xa2), guy: address(0xa3), wad: 9n, from: address(0xa1), to: address(0xa2) },
  ...{ value: 9n, spender: address(0xa3), sender: address(0xa1), amt: 9n, delegator: address(0xa1), newVotes: 9n },
  ...{ fromDelegate: address(0), toDelegate: address(0xa2), delegate: address(0xa2), previousVotes: 0n },
  ...{ operator: address(0xa1), gpus: 8, uri: '', rank: 16, grantId: 1n, tier: 0, area: 1, amountUsd: 40n, index: 0 },
  ...{ title: '', proposalId: 1n, proposer: address(0xa1), voteStart: 1_700_000_003n, voteEnd: 1_700_000_005n },
  ...{ targets: [address(0xa1)], values: [0n], signatures: [''], calldatas: ['0x01'], description: 'a fee' },
  ...{ voter: address(0xa2), support: 1, weight: 9n, params: '0x', etaSeconds: 9n, id: bytes32(1), target: address(1) },
  ...{ data: '0x01', predecessor: bytes32(0), delay: 5n, salt: bytes32(2), oldDuration: 0n, newDuration: 5n },
  ...{ oldVotingDelay: 0n, newVotingDelay: 5n, oldVotingPeriod: 0n, newVotingPeriod: 30n, oldTimelock: address(0) },
  ...{ oldProposalThreshold: 0n, newProposalThreshold: 9n, oldQuorumNumerator: 0n, newQuorumNumerator: 5n },
  newTimelock: address(13),
  ...{ nonce: 1n, gasLimit: 1n, opaqueData: `0x${'01'.repeat(73)}`, success: true },
  ...{ guid: bytes32(1), dstEid: 2, srcEid: 1, fromAddress: address(0xa1), toAddress: address(0xa2) },
  ...{ amountSentLD: 9n, amountReceivedLD: 9n, disputeProxy: address(0xe1), gameType: 0, rootClaim: bytes32(1) },
  ...{ implementation: address(0xf1), previousAdmin: address(0), newAdmin: address(0xf2), beacon: address(0xf3) },
  ...{ updateType: 2, batch: bytes32(1), vault: address(0xf4), token: address(6), enabled: true },
  ...{ previousOwner: address(0), newOwner: address(0xa1), eid: 2, peer: bytes32(22), inspector: address(0) },
  ...{ _enforcedOptions: [{ eid: 2, msgType: 1, options: '0x0003' }], preCrimeAddress: address(0xf5) },
  ...{ outputRoot: bytes32(1), l2OutputIndex: 1n, l2BlockNumber: 1n, l1Timestamp: 1n },
})

export const ORDERLY: LogDraft[] = ordinary([
  ['DatanetFactory', 'DatanetCreated'],
  ['Datanet', 'ContributionSubmitted'],
  ['Datanet', 'ContributionApproved'],
  ['Datanet', 'RowsRemoved'],
  ['Datanet', 'VersionPublished'],
  ['Datanet', 'StakeDeposited'],
  ['ModelRegistry', 'BaseModelRegistered'],
  ['ModelRegistry', 'ModelRegistered'],
  ['ModelRegistry', 'TrainingRecorded'],
  ['ModelRegistry', 'TrainingDataUsed'],
  ['AdapterRegistry', 'HostRegistered'],
  ['AdapterRegistry', 'AdapterRegistered'],
  ['AgentRegistry', 'AgentDeployed'],
  ['GrantProgram', 'GrantAwarded'],
  ['GrantProgram', 'MilestoneSet'],
  ['OpenLedgerGovernor', 'ProposalCreated'],
  ['Timelock', 'CallScheduled'],
  ['InferenceLedger', 'InferenceRecorded'],
  ['InferenceLedger', 'AttributionCommitted'],
  ['InferenceLedger', 'AttributionDisputed'],
  ['RewardDistributor', 'FeeSplit'],
  ['RewardDistributor', 'RewardAccrued'],
  ['Staking', 'ConfigCreated'],
  ['Staking', 'Staked'],
  ['Proxy', 'Upgraded'],
  ['SystemConfig', 'ConfigUpdate'],
  ['SigDispersal', 'AirdropClaimed'],
  ['SigDispersal', 'VaultSet'],
  ['OPENOFT', 'PeerSet'],
  ['WOPEN', 'Deposit'],
  ['GOPEN', 'Deposit'],
] as const)

/** What comes after these and needs so much to be right at once that chance alone hardly ever says it. */
const SELDOM: LogDraft[] = ordinary([
  ['Datanet', 'ContributorSlashed'],
  ['Datanet', 'DataAccessPaid'],
  ['AdapterRegistry', 'AdapterDeployed'],
  ['AgentRegistry', 'AgentSlashed'],
  ['GrantProgram', 'MilestoneReached'],
  ['GrantProgram', 'GrantDisbursed'],
  ['OpenLedgerGovernor', 'VoteCast'],
  ['InferenceLedger', 'AdapterUsed'],
])

function ordinary(events: readonly (readonly [keyof typeof WATCHED, string])[]): LogDraft[] {
  return events.map(([contract, name]) =>
    logOf(contract, name, ORDINARY_ARGUMENTS, contract === 'Datanet' ? DATANET : undefined),
  )
}

/** Where to cut a list into parts. */
export function cut<T>(list: readonly T[], cuts: readonly number[]): T[][] {
  const places = [...new Set(cuts.map((place) => place % (list.length + 1)))].sort((a, b) => a - b)
  const ends = [...places, list.length]
  return ends.map((end, index) => list.slice(index === 0 ? 0 : ends[index - 1], end)).filter((part) => part.length > 0)
}
