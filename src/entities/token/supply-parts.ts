// Where is the whole of OPEN? Parts that hold each wei once. The native coin moves without logs, so it is the rest of what the portal
// holds for the L2, and what is no part of the whole is the difference.

export type SupplyForm = 'HELD_ON_L1' | 'HELD_ABROAD' | 'OFT_UNDER_WAY' | 'WOPEN' | 'GOPEN' | 'WITHDRAWING' | 'L2_COIN'

/** `isSeen`: whether logs say it. */
export type SupplyPart = Readonly<{ form: SupplyForm; amount: bigint; isSeen: boolean }>

/** In wei. `made`: on L1 and not burned; `held`: by everybody but the portal and the lockbox of the OFT. */
export type SupplySums = Readonly<{
  made: bigint
  held: bigint
  lockedInPortal: bigint
  heldAbroad: bigint
  oftUnderWay: bigint
  wrapped: bigint
  voting: bigint
  withdrawing: bigint
  /**
   * Whether those who say it are heard: the tokens of the L2 where a chain's address book names them, the others where they have ever said anything
   * here, which a chain that is not indexed and a contract that is not known never do.
   */
  isSeen: Readonly<{ abroad: boolean; withdrawing: boolean; wrapped: boolean; voting: boolean }>
}>

export function supplyPartsOf(sums: SupplySums): SupplyPart[] {
  const { held, heldAbroad, oftUnderWay, wrapped, voting, withdrawing, isSeen } = sums
  return [
    { form: 'HELD_ON_L1', amount: held, isSeen: true },
    { form: 'HELD_ABROAD', amount: heldAbroad, isSeen: isSeen.abroad },
    // Only the other end says what has arrived.
    { form: 'OFT_UNDER_WAY', amount: oftUnderWay, isSeen: isSeen.abroad },
    { form: 'WOPEN', amount: wrapped, isSeen: isSeen.wrapped },
    { form: 'GOPEN', amount: voting, isSeen: isSeen.voting },
    { form: 'WITHDRAWING', amount: withdrawing, isSeen: isSeen.withdrawing },
    { form: 'L2_COIN', amount: sums.lockedInPortal - wrapped - voting - withdrawing, isSeen: false },
  ]
}

/**
 * Not 0 where the lockbox holds other than what is abroad and under way; null where the far end is not seen. What is not seen of the L2
 * stands in the coin instead, and makes no difference.
 */
export function supplyDifferenceOf(sums: SupplySums): bigint | null {
  if (!sums.isSeen.abroad) return null
  return supplyPartsOf(sums).reduce((rest, { amount }) => rest - amount, sums.made)
}
