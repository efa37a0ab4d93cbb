// Every event of the contracts on the local chain, as the poa/1 reference interface (all but the last two) and the published contracts
// (the others) have it: names, types, indexed or not (i), order.

export const EVENTS: Readonly<Record<string, readonly string[]>> = {
  DatanetFactory: [
    'DatanetCreated(i uint256 datanetId, i address owner, address datanet, string name, string category, string metadataUri, bool isPublic, uint256 fee)',
  ],
  Datanet: [
    'ContributionSubmitted(i uint256 contributionId, i address contributor, i bytes32 contentRoot, string contentUri, uint32 rowCount, uint64 byteLength, string license, uint256 stake)',
    'ContributionApproved(i uint256 contributionId, i address reviewer, uint32 qualityPpm)',
    'ContributionRejected(i uint256 contributionId, i address reviewer, string reason)',
    'ContributionWithdrawn(i uint256 contributionId)',
    'RowsRemoved(i uint256 contributionId, uint32[] rows, string reason)',
    'VersionPublished(i uint32 version, bytes32 dataRoot, uint64 rowCount, string metadataUri)',
    'MetadataUpdated(string metadataUri)',
    'StakeDeposited(i address contributor, uint256 amount)',
    'StakeWithdrawn(i address contributor, uint256 amount)',
    'ContributorSlashed(i address contributor, i uint256 contributionId, uint256 amount, uint8 reason)',
    'DataAccessPaid(i address account, uint32 version, uint256 fee)',
    'PenaltyScoreSet(i address contributor, uint32 scorePpm)',
  ],
  ModelRegistry: [
    'BaseModelRegistered(i uint256 baseModelId, string name, bytes32 weightsHash, string metadataUri)',
    'ModelRegistered(i uint256 modelId, i address owner, i uint256 baseModelId, string name, string metadataUri)',
    'TrainingRecorded(i uint256 modelId, i uint32 version, i address trainer, uint8 method, bytes32 configHash, bytes32 weightsHash, bytes32 gradientsHash, string artifactsUri)',
    'TrainingDataUsed(i uint256 modelId, i uint32 version, i uint256 datanetId, uint32 datanetVersion)',
    'ModelPublished(i uint256 modelId, i uint32 version, uint256 inputRatePer1k, uint256 outputRatePer1k)',
    'ModelDeprecated(i uint256 modelId, i uint32 version, string reason)',
  ],
  InferenceLedger: [
    'InferenceRecorded(i bytes32 inferenceId, i uint256 modelId, i address caller, uint32 version, uint256 agentId, bytes32 inputHash, bytes32 outputHash, string contentUri, uint64 tokensIn, uint64 tokensOut, uint256 fee, bytes32 host)',
    'AdapterUsed(i bytes32 inferenceId, i uint256 adapterId, uint32 weightPpm)',
    'AttributionCommitted(i bytes32 inferenceId, i uint8 method, string methodVersion, bytes32 root, uint32 count, uint32 unattributedPpb, string evidenceUri)',
    'AttributionDisputed(i bytes32 inferenceId, i uint8 method, i address challenger, uint256 bond, string reasonUri)',
    'DisputeResolved(i bytes32 inferenceId, i uint8 method, bool upheld)',
  ],
  RewardDistributor: [
    'FeeSplit(i bytes32 inferenceId, uint256 fee, uint256 platform, uint256 model, uint256 compute, uint256 stakers, uint256 contributors, uint8 method)',
    'RewardAccrued(i bytes32 inferenceId, i address recipient, uint8 role, uint256 datanetId, uint256 amount)',
    'RemainderRecipientSet(i address recipient)',
    'RewardWithdrawn(i address recipient, uint256 amount)',
  ],
  AdapterRegistry: [
    'HostRegistered(i bytes32 host, i address operator, uint32 gpus, string uri)',
    'HostRetired(i bytes32 host)',
    'AdapterRegistered(i uint256 adapterId, i uint256 modelId, i address owner, uint32 version, uint16 rank, bytes32 weightsHash, string uri)',
    'AdapterDeployed(i uint256 adapterId, i bytes32 host)',
    'AdapterRetired(i uint256 adapterId, i bytes32 host)',
  ],
  AgentRegistry: [
    'AgentDeployed(i uint256 agentId, i address owner, i uint256 modelId, string metadataUri, uint256 stake)',
    'AgentStakeChanged(i uint256 agentId, uint256 stake)',
    'AgentSlashed(i uint256 agentId, uint256 amount, string reason)',
    'AgentRetired(i uint256 agentId)',
  ],
  StudioVault: [
    'Deposited(i address account, uint256 amount)',
    'CreditsSpent(i address account, i bytes32 inferenceId, uint256 amount)',
    'Withdrawn(i address account, uint256 amount)',
  ],
  GrantProgram: [
    'GrantAwarded(i uint256 grantId, i address recipient, uint8 tier, uint8 area, uint256 amountUsd, string metadataUri)',
    'MilestoneSet(i uint256 grantId, i uint32 index, string title, uint256 amountUsd)',
    'MilestoneReached(i uint256 grantId, i uint32 index, string evidenceUri)',
    'GrantDisbursed(i uint256 grantId, i uint32 index, uint256 amount)',
    'GrantClosed(i uint256 grantId, string reason)',
  ],
  OpenLedgerGovernor: [
    'ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
    'ProposalQueued(uint256 proposalId, uint256 etaSeconds)',
    'ProposalExecuted(uint256 proposalId)',
    'ProposalCanceled(uint256 proposalId)',
    'VoteCast(i address voter, uint256 proposalId, uint8 support, uint256 weight, string reason)',
    'VoteCastWithParams(i address voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
    'VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay)',
    'VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod)',
    'ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold)',
    'QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator)',
    'TimelockChange(address oldTimelock, address newTimelock)',
  ],
  Timelock: [
    'CallScheduled(i bytes32 id, i uint256 index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)',
    'CallSalt(i bytes32 id, bytes32 salt)',
    'CallExecuted(i bytes32 id, i uint256 index, address target, uint256 value, bytes data)',
    'Cancelled(i bytes32 id)',
    'MinDelayChange(uint256 oldDuration, uint256 newDuration)',
    'RoleGranted(i bytes32 role, i address account, i address sender)',
    'RoleRevoked(i bytes32 role, i address account, i address sender)',
  ],
  WOPEN: [
    'Transfer(i address src, i address dst, uint256 wad)',
    'Approval(i address src, i address guy, uint256 wad)',
    'Deposit(i address dst, uint256 wad)',
    'Withdrawal(i address src, uint256 wad)',
  ],
  GOPEN: [
    'Transfer(i address from, i address to, uint256 value)',
    'Approval(i address owner, i address spender, uint256 value)',
    'Deposit(i address sender, uint256 amt)',
    'Withdrawal(i address sender, uint256 amt)',
    'DelegateChanged(i address delegator, i address fromDelegate, i address toDelegate)',
    'DelegateVotesChanged(i address delegate, uint256 previousVotes, uint256 newVotes)',
  ],
  L2ToL1MessagePasser: [
    'MessagePassed(i uint256 nonce, i address sender, i address target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)',
  ],
  OPEN: [
    'Transfer(i address from, i address to, uint256 value)',
    'Approval(i address owner, i address spender, uint256 value)',
  ],
  OPENOFTAdapter: [
    'OFTSent(i bytes32 guid, uint32 dstEid, i address fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
    'OFTReceived(i bytes32 guid, uint32 srcEid, i address toAddress, uint256 amountReceivedLD)',
  ],
  OptimismPortal: [
    'TransactionDeposited(i address from, i address to, i uint256 version, bytes opaqueData)',
    'WithdrawalProven(i bytes32 withdrawalHash, i address from, i address to)',
    'WithdrawalFinalized(i bytes32 withdrawalHash, bool success)',
  ],
  DisputeGameFactory: ['DisputeGameCreated(i address disputeProxy, i uint32 gameType, i bytes32 rootClaim)'],
  L2OutputOracle: [
    'OutputProposed(i bytes32 outputRoot, i uint256 l2OutputIndex, i uint256 l2BlockNumber, uint256 l1Timestamp)',
  ],
  SystemConfig: ['ConfigUpdate(i uint256 version, i uint8 updateType, bytes data)'],
  SigDispersal: [
    'AirdropClaimed(i bytes32 batch, i address account, uint256 amount)',
    'VaultSet(i address vault)',
    'TokenSet(i address token)',
    'BatchEnabled(i bytes32 root, bool enabled)',
    'BatchFeeSet(i bytes32 root, uint256 fee)',
  ],
  Proxy: [
    'Upgraded(i address implementation)',
    'AdminChanged(address previousAdmin, address newAdmin)',
    'BeaconUpgraded(i address beacon)',
  ],
  Staking: [
    'Staked(i uint256 stakingId, i address recipient, i uint256 amount)',
    'ToppedUp(i uint256 stakingId, i address recipient, uint256 amount)',
    'RequestUnstake(i uint256 stakingId, i address recipient)',
    'Unstaked(i uint256 stakingId, i address recipient)',
    'ConfigCreated(i uint256 configId)',
    'ConfigSet(i uint256 configId)',
    'CommitStake(i uint256 stakingId, bytes commitment)',
  ],
}

/** topic0 of the published staking contract. */
export const SELECTORS: Readonly<Record<string, string>> = {
  Staked: '0x18dcd430020e4d4899772fd94a8b40451dc5044dfb70bc46b532eeae431c864f',
  ToppedUp: '0xf19b343790b563def8e3295fefceb8287c0389331561e09afd814bca77f1850a',
  RequestUnstake: '0x31159605084327548f769cbdbd72e8abca5a043cd0a976d4fa97cfd932efd8ec',
  Unstaked: '0x81b0ac4b13aab1ab3b86d524dd62924e99a9d694e94e235f627bb41589717ff7',
}
