// What is said of paid inferences, and of the claims about what explains them.

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
