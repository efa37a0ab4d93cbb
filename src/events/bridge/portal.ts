// What the bridge says on L1: deposits, withdrawals proven and finalised.
import type { Decoders } from '../decoder'
import { UndecodableLog } from '../log-fields'
import { depositTransactionHash, sourceHashOf, unpackDeposit } from './deposit'

export const optimismPortal: Decoders<'OptimismPortal'> = {
  TransactionDeposited: (fields, { log, blockHash }) => {
    const version = fields.uint('version')
    if (version !== 0n) throw new UndecodableLog(`TransactionDeposited has the version ${version}, which nobody knows`)
    const [from, to] = [fields.address('from'), fields.address('to')]
    const deposit = unpackDeposit(fields.bytes('opaqueData'))
    const sourceHash = sourceHashOf({ blockHash, logIndex: log.logIndex })
    const l2TransactionHash = depositTransactionHash(deposit, { from, to, sourceHash })
    return { kind: 'depositMade', from, to, ...deposit, sourceHash, l2TransactionHash }
  },
  WithdrawalProven: (fields) => ({
    kind: 'withdrawalProven',
    withdrawalHash: fields.bytes32('withdrawalHash'),
    sender: fields.address('from'),
    target: fields.address('to'),
  }),
  WithdrawalFinalized: (fields) => ({
    kind: 'withdrawalFinalised',
    withdrawalHash: fields.bytes32('withdrawalHash'),
    isSuccess: fields.flag('success'),
  }),
}
