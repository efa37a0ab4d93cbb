// What is said in governance: proposals and what became of them, votes, and the parameters that both are under.

export type GovernanceEvent =
  | Readonly<{
      kind: 'proposalCreated'
      proposalId: bigint
      proposer: string
      actions: readonly ProposedCall[]
      /** Seconds since 1970, as the votes' clock counts. */
      voteStart: bigint
      voteEnd: bigint
      description: string
      /** Under which the timelock will know it, if it comes that far. */
      operation: string
    }>
  | Readonly<{ kind: 'proposalQueued'; proposalId: bigint; etaSeconds: bigint }>
  | Readonly<{ kind: 'proposalExecuted'; proposalId: bigint }>
  | Readonly<{ kind: 'proposalCanceled'; proposalId: bigint }>
  | Readonly<{
      kind: 'voteCast'
      proposalId: bigint
      voter: string
      support: string
      weight: bigint
      reason: string
      /** null where it was cast without any. */
      params: string | null
    }>
  | Readonly<{
      kind: 'governanceParameterSet'
      parameter: string
      /** Decimal numbers, or addresses. */
      previous: string
      value: string
    }>

export type ProposedCall = Readonly<{ target: string; value: bigint; signature: string; calldata: string }>
