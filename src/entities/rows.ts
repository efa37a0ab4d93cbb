// The rows that the chain's events make: the entities of schema.graphql as plain, frozen values, in which another row is
// named by its id.
import type {
  Account,
  Adapter,
  AdapterDeployment,
  AdapterUse,
  Agent,
  AgentSlash,
  AirdropBatch,
  AirdropPayout,
  AirdropSetting,
  AttributionClaim,
  BaseModel,
  Block,
  BridgeDeposit,
  BridgeWithdrawal,
  CoinMovement,
  ContractSetting,
  Contribution,
  ContributorStake,
  CreditMovement,
  DataAccess,
  Datanet,
  DatanetVersion,
  Delegation,
  Dispute,
  FeeSplit,
  GovernanceParameter,
  Grant,
  GrantDisbursement,
  GrantMilestone,
  GrantProgram,
  Host,
  Inference,
  L1Origin,
  Model,
  ModelVersion,
  OftReceipt,
  OftSending,
  OutputRoot,
  Proposal,
  ProposalAction,
  Proxy as ProxyEntity,
  RemainderRecipient,
  Reward,
  RewardWithdrawal,
  RoleChange,
  RowRemoval,
  SkippedLog,
  Slash,
  Stake,
  StakeState,
  StakingConfig,
  StakingTerms,
  StudioAccount,
  SystemConfigUpdate,
  TimelockCall,
  TimelockOperation,
  Token,
  TokenAllowance,
  TokenBalance,
  TokenTransfer,
  TokenWrap,
  TrainingData,
  Transaction,
  Upgrade,
  Vote,
  VotesChange,
  WithdrawalFinalisation,
  WithdrawalProof,
} from '../model'

export type Entities = {
  block: Block
  l1Origin: L1Origin
  transaction: Transaction
  coinMovement: CoinMovement
  account: Account
  datanet: Datanet
  contribution: Contribution
  rowRemoval: RowRemoval
  datanetVersion: DatanetVersion
  contributorStake: ContributorStake
  slash: Slash
  dataAccess: DataAccess
  baseModel: BaseModel
  model: Model
  modelVersion: ModelVersion
  trainingData: TrainingData
  host: Host
  adapter: Adapter
  adapterDeployment: AdapterDeployment
  agent: Agent
  agentSlash: AgentSlash
  inference: Inference
  attributionClaim: AttributionClaim
  adapterUse: AdapterUse
  dispute: Dispute
  feeSplit: FeeSplit
  reward: Reward
  remainderRecipient: RemainderRecipient
  rewardWithdrawal: RewardWithdrawal
  studioAccount: StudioAccount
  creditMovement: CreditMovement
  grantProgram: GrantProgram
  grant: Grant
  grantMilestone: GrantMilestone
  grantDisbursement: GrantDisbursement
  proposal: Proposal
  proposalAction: ProposalAction
  vote: Vote
  governanceParameter: GovernanceParameter
  timelockOperation: TimelockOperation
  timelockCall: TimelockCall
  roleChange: RoleChange
  proxy: ProxyEntity
  upgrade: Upgrade
  systemConfigUpdate: SystemConfigUpdate
  contractSetting: ContractSetting
  airdropBatch: AirdropBatch
  airdropPayout: AirdropPayout
  airdropSetting: AirdropSetting
  stakingConfig: StakingConfig
  stakingTerms: StakingTerms
  stake: Stake
  stakeState: StakeState
  token: Token
  tokenBalance: TokenBalance
  tokenAllowance: TokenAllowance
  tokenTransfer: TokenTransfer
  tokenWrap: TokenWrap
  delegation: Delegation
  votesChange: VotesChange
  bridgeDeposit: BridgeDeposit
  bridgeWithdrawal: BridgeWithdrawal
  withdrawalProof: WithdrawalProof
  withdrawalFinalisation: WithdrawalFinalisation
  oftSending: OftSending
  oftReceipt: OftReceipt
  outputRoot: OutputRoot
  skippedLog: SkippedLog
}

export type RowKind = keyof Entities

/** An entity with its relations as ids and its absences as null; lists of the other side are not part of a row. */
type Plain<E> = {
  readonly [F in keyof E as E[F] extends { id: string }[] ? never : F]: undefined extends E[F]
    ? Scalar<NonNullable<E[F]>> | null
    : Scalar<E[F]>
}
type Scalar<V> = V extends { id: string } ? string : V

export type Row<K extends RowKind> = Plain<Entities[K]>

export type Change = { [K in RowKind]: Readonly<{ kind: K; row: Row<K> }> }[RowKind]
