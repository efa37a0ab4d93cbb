// The rows that the chain's events make: the entities of schema.graphql as plain, frozen values, in which another row is
// named by its id.
import type {
  Account,
  AttributionClaim,
  BaseModel,
  Block,
  Contribution,
  Datanet,
  DatanetVersion,
  FeeSplit,
  Inference,
  Model,
  ModelVersion,
  Reward,
  RewardWithdrawal,
  RowRemoval,
  SkippedLog,
  Stake,
  TrainingData,
} from '../model'

export type Entities = {
  block: Block
  account: Account
  datanet: Datanet
  contribution: Contribution
  rowRemoval: RowRemoval
  datanetVersion: DatanetVersion
  baseModel: BaseModel
  model: Model
  modelVersion: ModelVersion
  trainingData: TrainingData
  inference: Inference
  attributionClaim: AttributionClaim
  feeSplit: FeeSplit
  reward: Reward
  rewardWithdrawal: RewardWithdrawal
  stake: Stake
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
