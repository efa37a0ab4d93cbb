// How the tables hang together, as reads see it: drizzle's relational queries follow these, and the graph's types name them.
// TypeORM leaves its key columns nullable; `optional: false` says where the processor always fills them.
import { defineRelations } from 'drizzle-orm'
import * as tables from './generated/tables'

export const relations = defineRelations(tables, (r) => ({
  account: {
    contributions: r.many.contribution({ from: r.account.id, to: r.contribution.contributorId }),
    datanets: r.many.datanet({ from: r.account.id, to: r.datanet.ownerId }),
    models: r.many.model({ from: r.account.id, to: r.model.ownerId }),
    inferences: r.many.inference({ from: r.account.id, to: r.inference.callerId }),
    rewards: r.many.reward({ from: r.account.id, to: r.reward.recipientId }),
    rewardWithdrawals: r.many.rewardWithdrawal({ from: r.account.id, to: r.rewardWithdrawal.recipientId }),
    tokenBalances: r.many.tokenBalance({ from: r.account.id, to: r.tokenBalance.accountId }),
    delegations: r.many.delegation({ from: r.account.id, to: r.delegation.delegatorId }),
    votesChanges: r.many.votesChange({ from: r.account.id, to: r.votesChange.delegateId }),
    contributorStakes: r.many.contributorStake({ from: r.account.id, to: r.contributorStake.contributorId }),
    slashes: r.many.slash({ from: r.account.id, to: r.slash.contributorId }),
    disputes: r.many.dispute({ from: r.account.id, to: r.dispute.challengerId }),
    stakes: r.many.stake({ from: r.account.id, to: r.stake.recipientId }),
    agents: r.many.agent({ from: r.account.id, to: r.agent.ownerId }),
    votes: r.many.vote({ from: r.account.id, to: r.vote.voterId }),
    grants: r.many.grant({ from: r.account.id, to: r.grant.recipientId }),
    studioAccount: r.one.studioAccount({ from: r.account.id, to: r.studioAccount.accountId }),
  },
  datanet: {
    owner: r.one.account({ from: r.datanet.ownerId, to: r.account.id, optional: false }),
    contributions: r.many.contribution({ from: r.datanet.id, to: r.contribution.datanetId }),
    versions: r.many.datanetVersion({ from: r.datanet.id, to: r.datanetVersion.datanetId }),
    stakes: r.many.contributorStake({ from: r.datanet.id, to: r.contributorStake.datanetId }),
    slashes: r.many.slash({ from: r.datanet.id, to: r.slash.datanetId }),
    accesses: r.many.dataAccess({ from: r.datanet.id, to: r.dataAccess.datanetId }),
  },
  contribution: {
    datanet: r.one.datanet({ from: r.contribution.datanetId, to: r.datanet.id, optional: false }),
    contributor: r.one.account({ from: r.contribution.contributorId, to: r.account.id, optional: false }),
    reviewer: r.one.account({ from: r.contribution.reviewerId, to: r.account.id }),
    slashes: r.many.slash({ from: r.contribution.id, to: r.slash.contributionId }),
    removals: r.many.rowRemoval({ from: r.contribution.id, to: r.rowRemoval.contributionId }),
  },
  datanetVersion: {
    datanet: r.one.datanet({ from: r.datanetVersion.datanetId, to: r.datanet.id, optional: false }),
    contributions: r.many.contribution({ from: r.datanetVersion.datanetId, to: r.contribution.datanetId }),
    trainingData: r.many.trainingData({ from: r.datanetVersion.id, to: r.trainingData.datanetVersionId }),
  },
  model: {
    owner: r.one.account({ from: r.model.ownerId, to: r.account.id, optional: false }),
    baseModel: r.one.baseModel({ from: r.model.baseModelId, to: r.baseModel.id }),
    versions: r.many.modelVersion({ from: r.model.id, to: r.modelVersion.modelId }),
    inferences: r.many.inference({ from: r.model.id, to: r.inference.modelId }),
    adapters: r.many.adapter({ from: r.model.id, to: r.adapter.modelId }),
    agents: r.many.agent({ from: r.model.id, to: r.agent.modelId }),
  },
  baseModel: {
    models: r.many.model({ from: r.baseModel.id, to: r.model.baseModelId }),
  },
  modelVersion: {
    model: r.one.model({ from: r.modelVersion.modelId, to: r.model.id, optional: false }),
    trainer: r.one.account({ from: r.modelVersion.trainerId, to: r.account.id, optional: false }),
    trainingData: r.many.trainingData({ from: r.modelVersion.id, to: r.trainingData.modelVersionId }),
    inferences: r.many.inference({ from: r.modelVersion.id, to: r.inference.modelVersionId }),
  },
  trainingData: {
    modelVersion: r.one.modelVersion({
      from: r.trainingData.modelVersionId,
      to: r.modelVersion.id,
      optional: false,
    }),
    datanetVersion: r.one.datanetVersion({ from: r.trainingData.datanetVersionId, to: r.datanetVersion.id }),
  },
  inference: {
    model: r.one.model({ from: r.inference.modelId, to: r.model.id }),
    modelVersion: r.one.modelVersion({ from: r.inference.modelVersionId, to: r.modelVersion.id }),
    caller: r.one.account({ from: r.inference.callerId, to: r.account.id, optional: false }),
    claims: r.many.attributionClaim({ from: r.inference.id, to: r.attributionClaim.inferenceId }),
    adapters: r.many.adapterUse({ from: r.inference.id, to: r.adapterUse.inferenceId }),
    disputes: r.many.dispute({ from: r.inference.id, to: r.dispute.inferenceId }),
    rewards: r.many.reward({ from: r.inference.id, to: r.reward.inferenceId }),
    verdicts: r.many.verdict({ from: r.inference.id, to: r.verdict.inferenceId }),
    agent: r.one.agent({ from: r.inference.agentId, to: r.agent.id }),
    servedBy: r.one.host({ from: [r.inference.chainId, r.inference.host], to: [r.host.chainId, r.host.host] }),
  },
  attributionClaim: {
    inference: r.one.inference({ from: r.attributionClaim.inferenceId, to: r.inference.id, optional: false }),
  },
  reward: {
    inference: r.one.inference({ from: r.reward.inferenceId, to: r.inference.id, optional: false }),
    recipient: r.one.account({ from: r.reward.recipientId, to: r.account.id, optional: false }),
    datanet: r.one.datanet({ from: r.reward.datanetId, to: r.datanet.id }),
  },
  remainderRecipient: {
    recipient: r.one.account({ from: r.remainderRecipient.recipientId, to: r.account.id, optional: false }),
  },
  rewardWithdrawal: {
    recipient: r.one.account({ from: r.rewardWithdrawal.recipientId, to: r.account.id, optional: false }),
  },
  stakingConfig: {
    terms: r.many.stakingTerms({ from: r.stakingConfig.id, to: r.stakingTerms.configId }),
  },
  stakingTerms: {
    config: r.one.stakingConfig({ from: r.stakingTerms.configId, to: r.stakingConfig.id, optional: false }),
  },
  token: {
    balances: r.many.tokenBalance({ from: r.token.id, to: r.tokenBalance.tokenId }),
    transfers: r.many.tokenTransfer({ from: r.token.id, to: r.tokenTransfer.tokenId }),
    allowances: r.many.tokenAllowance({ from: r.token.id, to: r.tokenAllowance.tokenId }),
    wraps: r.many.tokenWrap({ from: r.token.id, to: r.tokenWrap.tokenId }),
    delegations: r.many.delegation({ from: r.token.id, to: r.delegation.tokenId }),
    votesChanges: r.many.votesChange({ from: r.token.id, to: r.votesChange.tokenId }),
  },
  tokenBalance: {
    token: r.one.token({ from: r.tokenBalance.tokenId, to: r.token.id, optional: false }),
    account: r.one.account({ from: r.tokenBalance.accountId, to: r.account.id, optional: false }),
  },
  tokenAllowance: {
    token: r.one.token({ from: r.tokenAllowance.tokenId, to: r.token.id, optional: false }),
    owner: r.one.account({ from: r.tokenAllowance.ownerId, to: r.account.id, optional: false }),
    spender: r.one.account({ from: r.tokenAllowance.spenderId, to: r.account.id, optional: false }),
  },
  tokenTransfer: {
    token: r.one.token({ from: r.tokenTransfer.tokenId, to: r.token.id, optional: false }),
    from: r.one.account({ from: r.tokenTransfer.fromId, to: r.account.id }),
    to: r.one.account({ from: r.tokenTransfer.toId, to: r.account.id }),
  },
  tokenWrap: {
    token: r.one.token({ from: r.tokenWrap.tokenId, to: r.token.id, optional: false }),
    account: r.one.account({ from: r.tokenWrap.accountId, to: r.account.id, optional: false }),
  },
  delegation: {
    token: r.one.token({ from: r.delegation.tokenId, to: r.token.id, optional: false }),
    delegator: r.one.account({ from: r.delegation.delegatorId, to: r.account.id, optional: false }),
    from: r.one.account({ from: r.delegation.fromId, to: r.account.id }),
    to: r.one.account({ from: r.delegation.toId, to: r.account.id }),
  },
  votesChange: {
    token: r.one.token({ from: r.votesChange.tokenId, to: r.token.id, optional: false }),
    delegate: r.one.account({ from: r.votesChange.delegateId, to: r.account.id, optional: false }),
  },
  bridgeDeposit: {
    from: r.one.account({ from: r.bridgeDeposit.fromId, to: r.account.id, optional: false }),
  },
  bridgeWithdrawal: {
    sender: r.one.account({ from: r.bridgeWithdrawal.senderId, to: r.account.id, optional: false }),
    // Across chains, by the hash that both say.
    proofs: r.many.withdrawalProof({
      from: r.bridgeWithdrawal.withdrawalHash,
      to: r.withdrawalProof.withdrawalHash,
    }),
    finalisation: r.one.withdrawalFinalisation({
      from: r.bridgeWithdrawal.withdrawalHash,
      to: r.withdrawalFinalisation.withdrawalHash,
    }),
  },
  withdrawalProof: {
    withdrawal: r.one.bridgeWithdrawal({
      from: r.withdrawalProof.withdrawalHash,
      to: r.bridgeWithdrawal.withdrawalHash,
    }),
  },
  withdrawalFinalisation: {
    withdrawal: r.one.bridgeWithdrawal({
      from: r.withdrawalFinalisation.withdrawalHash,
      to: r.bridgeWithdrawal.withdrawalHash,
    }),
  },
  oftSending: {
    account: r.one.account({ from: r.oftSending.accountId, to: r.account.id, optional: false }),
    receipt: r.one.oftReceipt({ from: r.oftSending.guid, to: r.oftReceipt.guid }),
  },
  oftReceipt: {
    account: r.one.account({ from: r.oftReceipt.accountId, to: r.account.id, optional: false }),
    sending: r.one.oftSending({ from: r.oftReceipt.guid, to: r.oftSending.guid }),
  },
  stake: {
    recipient: r.one.account({ from: r.stake.recipientId, to: r.account.id, optional: false }),
  },
  verdict: {
    inference: r.one.inference({ from: r.verdict.inferenceId, to: r.inference.id, optional: false }),
    claim: r.one.attributionClaim({ from: r.verdict.claimId, to: r.attributionClaim.id }),
  },
  contributorStake: {
    datanet: r.one.datanet({ from: r.contributorStake.datanetId, to: r.datanet.id, optional: false }),
    contributor: r.one.account({ from: r.contributorStake.contributorId, to: r.account.id, optional: false }),
  },
  slash: {
    datanet: r.one.datanet({ from: r.slash.datanetId, to: r.datanet.id, optional: false }),
    contribution: r.one.contribution({ from: r.slash.contributionId, to: r.contribution.id }),
    contributor: r.one.account({ from: r.slash.contributorId, to: r.account.id, optional: false }),
  },
  dataAccess: {
    datanet: r.one.datanet({ from: r.dataAccess.datanetId, to: r.datanet.id, optional: false }),
    datanetVersion: r.one.datanetVersion({ from: r.dataAccess.datanetVersionId, to: r.datanetVersion.id }),
    account: r.one.account({ from: r.dataAccess.accountId, to: r.account.id, optional: false }),
  },
  host: {
    operator: r.one.account({ from: r.host.operatorId, to: r.account.id, optional: false }),
    deployments: r.many.adapterDeployment({ from: r.host.id, to: r.adapterDeployment.hostId }),
  },
  adapter: {
    model: r.one.model({ from: r.adapter.modelId, to: r.model.id }),
    modelVersion: r.one.modelVersion({ from: r.adapter.modelVersionId, to: r.modelVersion.id }),
    owner: r.one.account({ from: r.adapter.ownerId, to: r.account.id, optional: false }),
    deployments: r.many.adapterDeployment({ from: r.adapter.id, to: r.adapterDeployment.adapterId }),
    uses: r.many.adapterUse({ from: r.adapter.id, to: r.adapterUse.adapterId }),
  },
  adapterDeployment: {
    adapter: r.one.adapter({ from: r.adapterDeployment.adapterId, to: r.adapter.id, optional: false }),
    host: r.one.host({ from: r.adapterDeployment.hostId, to: r.host.id, optional: false }),
  },
  agent: {
    owner: r.one.account({ from: r.agent.ownerId, to: r.account.id, optional: false }),
    model: r.one.model({ from: r.agent.modelId, to: r.model.id }),
    slashes: r.many.agentSlash({ from: r.agent.id, to: r.agentSlash.agentId }),
    inferences: r.many.inference({ from: r.agent.id, to: r.inference.agentId }),
  },
  agentSlash: {
    agent: r.one.agent({ from: r.agentSlash.agentId, to: r.agent.id, optional: false }),
  },
  studioAccount: {
    account: r.one.account({ from: r.studioAccount.accountId, to: r.account.id, optional: false }),
    movements: r.many.creditMovement({ from: r.studioAccount.accountId, to: r.creditMovement.accountId }),
  },
  creditMovement: {
    account: r.one.account({ from: r.creditMovement.accountId, to: r.account.id, optional: false }),
    inference: r.one.inference({ from: r.creditMovement.inferenceId, to: r.inference.id }),
  },
  proposal: {
    proposer: r.one.account({ from: r.proposal.proposerId, to: r.account.id, optional: false }),
    actions: r.many.proposalAction({ from: r.proposal.id, to: r.proposalAction.proposalId }),
    votes: r.many.vote({ from: r.proposal.id, to: r.vote.proposalId }),
    timelockOperation: r.one.timelockOperation({ from: r.proposal.operation, to: r.timelockOperation.id }),
  },
  proposalAction: {
    proposal: r.one.proposal({ from: r.proposalAction.proposalId, to: r.proposal.id, optional: false }),
  },
  vote: {
    proposal: r.one.proposal({ from: r.vote.proposalId, to: r.proposal.id, optional: false }),
    voter: r.one.account({ from: r.vote.voterId, to: r.account.id, optional: false }),
  },
  timelockOperation: {
    calls: r.many.timelockCall({ from: r.timelockOperation.id, to: r.timelockCall.operationId }),
    proposals: r.many.proposal({ from: r.timelockOperation.id, to: r.proposal.operation }),
  },
  timelockCall: {
    operation: r.one.timelockOperation({
      from: r.timelockCall.operationId,
      to: r.timelockOperation.id,
      optional: false,
    }),
  },
  roleChange: {
    account: r.one.account({ from: r.roleChange.accountId, to: r.account.id, optional: false }),
    sender: r.one.account({ from: r.roleChange.senderId, to: r.account.id, optional: false }),
  },
  proxy: {
    upgrades: r.many.upgrade({ from: r.proxy.id, to: r.upgrade.proxyId }),
  },
  upgrade: {
    proxy: r.one.proxy({ from: r.upgrade.proxyId, to: r.proxy.id, optional: false }),
  },
  airdropBatch: {
    payouts: r.many.airdropPayout({ from: r.airdropBatch.id, to: r.airdropPayout.batchId }),
  },
  airdropPayout: {
    batch: r.one.airdropBatch({ from: r.airdropPayout.batchId, to: r.airdropBatch.id, optional: false }),
    account: r.one.account({ from: r.airdropPayout.accountId, to: r.account.id, optional: false }),
  },
  grant: {
    recipient: r.one.account({ from: r.grant.recipientId, to: r.account.id, optional: false }),
    milestones: r.many.grantMilestone({ from: r.grant.id, to: r.grantMilestone.grantId }),
    disbursements: r.many.grantDisbursement({ from: r.grant.id, to: r.grantDisbursement.grantId }),
  },
  grantMilestone: {
    grant: r.one.grant({ from: r.grantMilestone.grantId, to: r.grant.id, optional: false }),
  },
  grantDisbursement: {
    grant: r.one.grant({ from: r.grantDisbursement.grantId, to: r.grant.id, optional: false }),
    milestone: r.one.grantMilestone({ from: r.grantDisbursement.milestoneId, to: r.grantMilestone.id }),
    recipient: r.one.account({ from: r.grantDisbursement.recipientId, to: r.account.id, optional: false }),
  },
  adapterUse: {
    inference: r.one.inference({ from: r.adapterUse.inferenceId, to: r.inference.id, optional: false }),
    adapter: r.one.adapter({ from: r.adapterUse.adapterId, to: r.adapter.id }),
  },
  dispute: {
    inference: r.one.inference({ from: r.dispute.inferenceId, to: r.inference.id, optional: false }),
    challenger: r.one.account({ from: r.dispute.challengerId, to: r.account.id, optional: false }),
  },
  rowRemoval: {
    contribution: r.one.contribution({ from: r.rowRemoval.contributionId, to: r.contribution.id, optional: false }),
  },
}))
