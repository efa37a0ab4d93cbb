// What is said of studio credits: OPEN that was put in, spent on inferences, taken back. All in wei.

export type CreditEvent =
  | Readonly<{ kind: 'creditsDeposited'; account: string; amount: bigint }>
  | Readonly<{ kind: 'creditsSpent'; account: string; inferenceId: string; amount: bigint }>
  | Readonly<{ kind: 'creditsWithdrawn'; account: string; amount: bigint }>
