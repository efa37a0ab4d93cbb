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
}>

export function supplyPartsOf(sums: SupplySums): SupplyPart[] {
  const { held, heldAbroad, oftUnderWay, wrapped, voting, withdrawing } = sums
  const seen = (form: SupplyForm, amount: bigint): SupplyPart => ({ form, amount, isSeen: true })
  return [
    seen('HELD_ON_L1', held),
    seen('HELD_ABROAD', heldAbroad),
    seen('OFT_UNDER_WAY', oftUnderWay),
    seen('WOPEN', wrapped),
    seen('GOPEN', voting),
    seen('WITHDRAWING', withdrawing),
    { form: 'L2_COIN', amount: sums.lockedInPortal - wrapped - voting - withdrawing, isSeen: false },
  ]
}

/** Not 0 where the lockbox holds other than what is abroad and under way. */
export function supplyDifferenceOf(sums: SupplySums): bigint {
  return supplyPartsOf(sums).reduce((rest, { amount }) => rest - amount, sums.made)
}
