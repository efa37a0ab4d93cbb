// How far has a deposit come on the L2? By its own transaction where that one was read, else by the L1 blocks that the L2's follow from:
// derivation puts a deposit into the first L2 block that follows from its L1 block.

export type DepositState = 'UNDER_WAY' | 'ARRIVED' | 'FAILED' | 'UNKNOWN'

export type ArrivalFacts = Readonly<{
  /** Of its transaction on the L2; null where that one was not read. */
  isSuccess: boolean | null
  /** Whether an L2 block is indexed that follows from the deposit's L1 block, or from a later one. */
  isPassed: boolean
  /** Whether any origin is known. */
  isFollowed: boolean
}>

export function depositStateOf({ isSuccess, isPassed, isFollowed }: ArrivalFacts): DepositState {
  if (isSuccess !== null) return isSuccess ? 'ARRIVED' : 'FAILED'
  if (!isFollowed) return 'UNKNOWN'
  return isPassed ? 'ARRIVED' : 'UNDER_WAY'
}
