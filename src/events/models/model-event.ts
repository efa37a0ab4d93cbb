// What is said of models, training runs and the data behind them.

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
