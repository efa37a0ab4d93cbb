// What is said of stakes and of the configs that they are made under.

export type StakingEvent =
  | OfConfig<'stakingConfigCreated'>
  | OfConfig<'stakingConfigSet'>
  | Readonly<{
      kind: 'staked'
      stakingId: bigint
      recipient: string
      amount: bigint
      /** null where neither a direct call nor the state says it. */
      configId: bigint | null
    }>
  | Readonly<{
      kind: 'stakeCommitted'
      stakingId: bigint
      commitment: string
      /** Both null where neither a direct call nor the state says it. */
      configId: bigint | null
      amount: bigint | null
    }>
  | Readonly<{ kind: 'toppedUp'; stakingId: bigint; recipient: string; amount: bigint }>
  | Readonly<{ kind: 'unstakeRequested'; stakingId: bigint; recipient: string }>
  | Readonly<{
      kind: 'unstaked'
      stakingId: bigint
      recipient: string
      /** Of every token, to the recipient, in the same transaction; null where another unstake of his is in it. */
      paid: readonly Payment[] | null
    }>

/** A token's transfer to somebody who is known already. */
export type Payment = Readonly<{ token: string; from: string; amount: bigint }>

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

/** The terms are null where neither a direct call nor the state says them. */
type OfConfig<K extends string> = Readonly<{ kind: K; configId: bigint; terms: StakingTerms | null }>
