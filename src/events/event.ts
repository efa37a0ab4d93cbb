// What the chain said, in our words: one union, one member a kind. Numbers are the chain's own (bigint), addresses and
// hashes lower-case hex, texts free of U+0000.

/** Where an event stands: every row that follows from it names this place. */
export type Position = Readonly<{
  chainId: number
  blockNumber: number
  blockHash: string
  parentHash: string
  timestamp: Date
  transactionHash: string
  transactionIndex: number
  logIndex: number
}>

export type EventOrigin = Readonly<{ at: Position; contract: string; topic0: string | null }>

export type DatanetCreated = Readonly<{
  kind: 'datanetCreated'
  datanetId: bigint
  owner: string
  datanetContract: string
  name: string
  category: string
  metadataUri: string
  isPublic: boolean
  fee: bigint
}>

/** Said by a Datanet's own contract; `datanet` is the id of the Datanet it speaks for. */
type OfDatanet<T> = Readonly<T & { datanet: string }>

export type DatanetEvent =
  | OfDatanet<{
      kind: 'contributionSubmitted'
      contributionId: bigint
      contributor: string
      contentRoot: string
      contentUri: string
      rowCount: bigint
      byteLength: bigint
      license: string
      stake: bigint
    }>
  | OfDatanet<{ kind: 'contributionApproved'; contributionId: bigint; reviewer: string; qualityPpm: bigint }>
  | OfDatanet<{ kind: 'contributionRejected'; contributionId: bigint; reviewer: string; reason: string }>
  | OfDatanet<{ kind: 'contributionWithdrawn'; contributionId: bigint }>
  | OfDatanet<{ kind: 'rowsRemoved'; contributionId: bigint; rows: readonly bigint[]; reason: string }>
  | OfDatanet<{ kind: 'versionPublished'; version: bigint; dataRoot: string; rowCount: bigint; metadataUri: string }>
  | OfDatanet<{ kind: 'metadataUpdated'; metadataUri: string }>
  | OfDatanet<{ kind: 'stakeDeposited'; contributor: string; amount: bigint }>
  | OfDatanet<{ kind: 'stakeWithdrawn'; contributor: string; amount: bigint }>
  | OfDatanet<{
      kind: 'contributorSlashed'
      contributor: string
      contributionId: bigint
      amount: bigint
      reason: string
    }>
  | OfDatanet<{ kind: 'dataAccessPaid'; account: string; version: bigint; fee: bigint }>
  | OfDatanet<{ kind: 'penaltyScoreSet'; contributor: string; scorePpm: bigint }>

export type ModelEvent =
  | Readonly<{
      kind: 'baseModelRegistered'
      baseModelId: bigint
      name: string
      weightsHash: string
      metadataUri: string
    }>
  | Readonly<{
      kind: 'modelRegistered'
      modelId: bigint
      owner: string
      /** 0: none. */
      baseModelId: bigint
      name: string
      metadataUri: string
    }>
  | Readonly<{
      kind: 'trainingRecorded'
      modelId: bigint
      version: bigint
      trainer: string
      trainingMethod: string
      configHash: string
      weightsHash: string
      gradientsHash: string
      artifactsUri: string
    }>
  | Readonly<{
      kind: 'trainingDataUsed'
      modelId: bigint
      version: bigint
      datanetId: bigint
      datanetVersion: bigint
    }>
  | Readonly<{
      kind: 'modelPublished'
      modelId: bigint
      version: bigint
      inputRatePer1k: bigint
      outputRatePer1k: bigint
    }>
  | Readonly<{ kind: 'modelDeprecated'; modelId: bigint; version: bigint; reason: string }>

export type InferenceEvent =
  | Readonly<{
      kind: 'inferenceRecorded'
      inferenceId: string
      modelId: bigint
      caller: string
      version: bigint
      agentId: bigint
      inputHash: string
      outputHash: string
      contentUri: string
      tokensIn: bigint
      tokensOut: bigint
      fee: bigint
      host: string
    }>
  | Readonly<{
      kind: 'attributionCommitted'
      inferenceId: string
      method: string
      methodVersion: string
      root: string
      count: bigint
      unattributedPpb: bigint
      evidenceUri: string
    }>
  | Readonly<{ kind: 'adapterUsed'; inferenceId: string; adapterId: bigint; weightPpm: bigint }>
  | Readonly<{
      kind: 'attributionDisputed'
      inferenceId: string
      method: string
      challenger: string
      bond: bigint
      reasonUri: string
    }>
  | Readonly<{ kind: 'disputeResolved'; inferenceId: string; method: string; upheld: boolean }>

export type RewardEvent =
  | Readonly<{
      kind: 'feeSplit'
      inferenceId: string
      fee: bigint
      platform: bigint
      model: bigint
      compute: bigint
      stakers: bigint
      contributors: bigint
      method: string
    }>
  | Readonly<{
      kind: 'rewardAccrued'
      inferenceId: string
      recipient: string
      role: string
      /** 0: none. */
      datanetId: bigint
      amount: bigint
    }>
  | Readonly<{ kind: 'remainderRecipientSet'; recipient: string }>
  | Readonly<{ kind: 'rewardWithdrawn'; recipient: string; amount: bigint }>

/** What stakes of a config are under: a yearly rate as a WAD, durations in seconds (0: none), amounts in wei. */
export type StakingTerms = Readonly<{
  bank: string
  manager: string
  token: string
  interestRate: bigint
  stakeDuration: bigint
  cooldownDuration: bigint
  maxStake: bigint
  minStake: bigint
  isActive: boolean
  isTopupEnabled: boolean
  isPublic: boolean
}>

/** The terms are null where the config was not made by a direct call. */
type OfConfig<K extends string> = Readonly<{ kind: K; configId: bigint; terms: StakingTerms | null }>

export type StakingEvent =
  | OfConfig<'stakingConfigCreated'>
  | OfConfig<'stakingConfigSet'>
  | Readonly<{
      kind: 'staked'
      stakingId: bigint
      recipient: string
      amount: bigint
      /** null where the stake was not made by a direct call. */
      configId: bigint | null
    }>
  | Readonly<{
      kind: 'stakeCommitted'
      stakingId: bigint
      commitment: string
      /** Both null where the stake was not made by a direct call. */
      configId: bigint | null
      amount: bigint | null
    }>
  | Readonly<{ kind: 'toppedUp'; stakingId: bigint; recipient: string; amount: bigint }>
  | Readonly<{ kind: 'unstakeRequested'; stakingId: bigint; recipient: string }>
  | Readonly<{
      kind: 'unstaked'
      stakingId: bigint
      recipient: string
      /** null where the transfers of the transaction do not say it plainly. */
      amountReturned: bigint | null
    }>

export type TokenEvent =
  | Readonly<{
      kind: 'tokenMoved'
      /** The token's symbol, which the address book ties to its contract. */
      token: string
      movement: 'TRANSFER' | 'WRAP' | 'UNWRAP' | 'MINT' | 'BURN'
      /** null: it comes into being. */
      from: string | null
      /** null: it ends. */
      to: string | null
      amount: bigint
    }>
  | Readonly<{ kind: 'tokenApproved'; token: string; owner: string; spender: string; amount: bigint }>
  | Readonly<{
      /** Said beside the movement of the token by those that mint and burn in its place. */
      kind: 'tokenWrapped'
      token: string
      movement: 'WRAP' | 'UNWRAP'
      account: string
      amount: bigint
    }>
  | Readonly<{
      kind: 'delegateChanged'
      token: string
      delegator: string
      /** null: nobody. */
      from: string | null
      to: string | null
    }>
  | Readonly<{ kind: 'votesChanged'; token: string; delegate: string; previousVotes: bigint; votes: bigint }>

/** A log of a known contract that can't be used. */
export type Skipped = Readonly<{ kind: 'skipped'; reason: string }>

export type Statement =
  | DatanetCreated
  | DatanetEvent
  | ModelEvent
  | InferenceEvent
  | RewardEvent
  | StakingEvent
  | TokenEvent
  | Skipped

export type EventKind = Statement['kind']
export type Event = Statement & EventOrigin
export type EventOf<K extends EventKind> = Extract<Statement, { kind: K }> & EventOrigin
