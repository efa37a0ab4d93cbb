// What the StudioVault says: deposits, credits spent on inferences, withdrawals.
import type { Decoders } from '../decoder'

export const studioVault: Decoders<'StudioVault'> = {
  Deposited: (fields) => ({
    kind: 'creditsDeposited',
    account: fields.address('account'),
    amount: fields.uint('amount'),
  }),
  CreditsSpent: (fields) => ({
    kind: 'creditsSpent',
    account: fields.address('account'),
    inferenceId: fields.bytes32('inferenceId'),
    amount: fields.uint('amount'),
  }),
  Withdrawn: (fields) => ({
    kind: 'creditsWithdrawn',
    account: fields.address('account'),
    amount: fields.uint('amount'),
  }),
}
