// Rows of the entities room and entities of the store, one into the other: which class a kind of row is kept as, in which
// order they can be written, and which columns name other rows.
import type { Change, Entities, Row, RowKind } from '../entities/rows'
import * as model from '../model'

type Relations = Partial<Record<string, RowKind>>

/** In the order of their foreign keys: what is named stands before what names it. */
export const WRITE_ORDER: readonly RowKind[] = [
  'block',
  'account',
  'datanet',
  'contribution',
  'rowRemoval',
  'datanetVersion',
  'contributorStake',
  'slash',
  'dataAccess',
  'baseModel',
  'model',
  'modelVersion',
  'trainingData',
  'host',
  'adapter',
  'adapterDeployment',
  'agent',
  'agentSlash',
  'inference',
  'attributionClaim',
  'adapterUse',
  'dispute',
  'feeSplit',
  'reward',
  'remainderRecipient',
  'rewardWithdrawal',
  'studioAccount',
  'creditMovement',
  'grantProgram',
  'grant',
  'grantMilestone',
  'grantDisbursement',
  'stakingConfig',
  'stakingTerms',
  'stake',
  'stakeState',
  'token',
  'tokenBalance',
  'tokenAllowance',
  'tokenTransfer',
  'tokenWrap',
  'delegation',
  'votesChange',
  'skippedLog',
]

export const ENTITY_CLASSES: { readonly [K in RowKind]: new (props?: Partial<Entities[K]>) => Entities[K] } = {
  block: model.Block,
  account: model.Account,
  datanet: model.Datanet,
  contribution: model.Contribution,
  rowRemoval: model.RowRemoval,
  datanetVersion: model.DatanetVersion,
  contributorStake: model.ContributorStake,
  slash: model.Slash,
  dataAccess: model.DataAccess,
  baseModel: model.BaseModel,
  model: model.Model,
  modelVersion: model.ModelVersion,
  trainingData: model.TrainingData,
  host: model.Host,
  adapter: model.Adapter,
  adapterDeployment: model.AdapterDeployment,
  agent: model.Agent,
  agentSlash: model.AgentSlash,
  inference: model.Inference,
  attributionClaim: model.AttributionClaim,
  adapterUse: model.AdapterUse,
  dispute: model.Dispute,
  feeSplit: model.FeeSplit,
  reward: model.Reward,
  remainderRecipient: model.RemainderRecipient,
  rewardWithdrawal: model.RewardWithdrawal,
  studioAccount: model.StudioAccount,
  creditMovement: model.CreditMovement,
  grantProgram: model.GrantProgram,
  grant: model.Grant,
  grantMilestone: model.GrantMilestone,
  grantDisbursement: model.GrantDisbursement,
  stakingConfig: model.StakingConfig,
  stakingTerms: model.StakingTerms,
  stake: model.Stake,
  stakeState: model.StakeState,
  token: model.Token,
  tokenBalance: model.TokenBalance,
  tokenAllowance: model.TokenAllowance,
  tokenTransfer: model.TokenTransfer,
  tokenWrap: model.TokenWrap,
  delegation: model.Delegation,
  votesChange: model.VotesChange,
  skippedLog: model.SkippedLog,
}

export const RELATIONS: { readonly [K in RowKind]: Relations } = {
  block: {},
  account: {},
  datanet: { owner: 'account' },
  contribution: { datanet: 'datanet', contributor: 'account', reviewer: 'account' },
  rowRemoval: { contribution: 'contribution' },
  datanetVersion: { datanet: 'datanet' },
  contributorStake: { datanet: 'datanet', contributor: 'account' },
  slash: { datanet: 'datanet', contribution: 'contribution', contributor: 'account' },
  dataAccess: { datanet: 'datanet', datanetVersion: 'datanetVersion', account: 'account' },
  baseModel: {},
  model: { owner: 'account', baseModel: 'baseModel' },
  modelVersion: { model: 'model', trainer: 'account' },
  trainingData: { modelVersion: 'modelVersion', datanetVersion: 'datanetVersion' },
  host: { operator: 'account' },
  adapter: { model: 'model', modelVersion: 'modelVersion', owner: 'account' },
  adapterDeployment: { adapter: 'adapter', host: 'host' },
  agent: { owner: 'account', model: 'model' },
  agentSlash: { agent: 'agent' },
  inference: { model: 'model', modelVersion: 'modelVersion', caller: 'account', agent: 'agent' },
  attributionClaim: { inference: 'inference' },
  adapterUse: { inference: 'inference', adapter: 'adapter' },
  dispute: { inference: 'inference', challenger: 'account' },
  feeSplit: { inference: 'inference' },
  reward: { inference: 'inference', recipient: 'account', datanet: 'datanet' },
  remainderRecipient: { recipient: 'account' },
  rewardWithdrawal: { recipient: 'account' },
  studioAccount: { account: 'account' },
  creditMovement: { account: 'account', inference: 'inference' },
  grantProgram: {},
  grant: { recipient: 'account' },
  grantMilestone: { grant: 'grant' },
  grantDisbursement: { grant: 'grant', milestone: 'grantMilestone', recipient: 'account' },
  stakingConfig: {},
  stakingTerms: { config: 'stakingConfig' },
  stake: { recipient: 'account' },
  stakeState: { stake: 'stake' },
  token: {},
  tokenBalance: { token: 'token', account: 'account' },
  tokenAllowance: { token: 'token', owner: 'account', spender: 'account' },
  tokenTransfer: { token: 'token', from: 'account', to: 'account' },
  tokenWrap: { token: 'token', account: 'account' },
  delegation: { token: 'token', delegator: 'account', from: 'account', to: 'account' },
  votesChange: { token: 'token', delegate: 'account' },
  skippedLog: {},
}

export function toEntity<K extends RowKind>(kind: K, row: Row<K>): Entities[K] {
  const props: Record<string, unknown> = { ...row }
  for (const field of Object.keys(RELATIONS[kind])) {
    const id = props[field]
    props[field] = typeof id === 'string' ? { id } : null
  }
  return new ENTITY_CLASSES[kind](props as Partial<Entities[K]>)
}

/** The entity must have been loaded with its relations. */
export function toChange<K extends RowKind>(kind: K, entity: Entities[K]): Change {
  const row: Record<string, unknown> = { ...entity }
  // The store reads an empty numeric column as undefined; in rows nothing is null, loaded or just made.
  for (const [field, value] of Object.entries(row)) row[field] = value ?? null
  for (const field of Object.keys(RELATIONS[kind])) row[field] = (row[field] as { id: string } | null)?.id ?? null
  return { kind, row } as unknown as Change
}
