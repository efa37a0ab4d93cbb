// What is said of an inference's fee: who it is owed to, and who took out what he was owed.

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
