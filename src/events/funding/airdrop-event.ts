// What is said of the airdrop: batches under their roots, what was paid out of them, and where from. Amounts are wei.

export type AirdropEvent =
  | Readonly<{ kind: 'airdropPaid'; root: string; account: string; amount: bigint }>
  | Readonly<{ kind: 'airdropBatchEnabled'; root: string; isEnabled: boolean }>
  | Readonly<{ kind: 'airdropBatchFeeSet'; root: string; fee: bigint }>
  | Readonly<{ kind: 'airdropSet'; setting: 'VAULT' | 'TOKEN'; value: string }>
