// What SigDispersal says, the airdrop.
import type { Decoders } from '../decoder'

export const sigDispersal: Decoders<'SigDispersal'> = {
  AirdropClaimed: (fields) => ({
    kind: 'airdropPaid',
    root: fields.bytes32('batch'),
    account: fields.address('account'),
    amount: fields.uint('amount'),
  }),
  VaultSet: (fields) => ({ kind: 'airdropSet', setting: 'VAULT', value: fields.address('vault') }),
  TokenSet: (fields) => ({ kind: 'airdropSet', setting: 'TOKEN', value: fields.address('token') }),
  BatchEnabled: (fields) => ({
    kind: 'airdropBatchEnabled',
    root: fields.bytes32('root'),
    isEnabled: fields.flag('enabled'),
  }),
  BatchFeeSet: (fields) => ({ kind: 'airdropBatchFeeSet', root: fields.bytes32('root'), fee: fields.uint('fee') }),
}
