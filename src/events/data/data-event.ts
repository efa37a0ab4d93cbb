// What is said of data: a Datanet's creation by its factory, everything else by the Datanet's own contract.

export type DataEvent =
  | DatanetCreated
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

type DatanetCreated = Readonly<{
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
