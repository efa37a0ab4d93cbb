// What is said of grants. amountUsd has 6 decimals; what is paid out is wei.

export type GrantEvent =
  | Readonly<{
      kind: 'grantAwarded'
      grantId: bigint
      recipient: string
      tier: string
      area: string
      amountUsd: bigint
      metadataUri: string
    }>
  | Readonly<{ kind: 'milestoneSet'; grantId: bigint; index: bigint; title: string; amountUsd: bigint }>
  | Readonly<{ kind: 'milestoneReached'; grantId: bigint; index: bigint; evidenceUri: string }>
  | Readonly<{ kind: 'grantDisbursed'; grantId: bigint; index: bigint; amount: bigint }>
  | Readonly<{ kind: 'grantClosed'; grantId: bigint; reason: string }>
