// What was a grant's payment for? Paid in OPEN, at a price that no event says, it can't be held against USD; its milestone's state at that moment can be told.

export type DisbursementGround = 'REACHED' | 'NOT_REACHED' | 'PAID_BEFORE' | 'NO_MILESTONE'

/** Of the milestone's status before the payment; undefined where it was never set. */
export function groundOf(status: string | undefined): DisbursementGround {
  if (status === undefined) return 'NO_MILESTONE'
  if (status === 'PAID') return 'PAID_BEFORE'
  return status === 'REACHED' ? 'REACHED' : 'NOT_REACHED'
}
