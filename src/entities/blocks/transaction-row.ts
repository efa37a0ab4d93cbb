// What a transaction was and what its signer paid: for the L2's gas, for L1's data, and to the operator. A deposit paid on L1, and pays nothing here.
import type { MadeTransaction } from '../../events/blocks/block-reading'
import type { L1Attributes } from '../../events/blocks/l1-attributes'
import { transactionId } from '../../events/ids'
import type { Row } from '../rows'

/** `attributes` null: what the L2's block says of L1 is not known. */
export function transactionRow({ at, facts }: MadeTransaction, attributes: L1Attributes | null): Row<'transaction'> {
  const { chainId, blockNumber, blockHash, timestamp, transactionHash, transactionIndex } = at
  const { from, to, value, isSuccess, gasUsed, gasPrice, l1, deposit, internal } = facts
  const operatorFee = deposit === null ? operatorFeeOf(gasUsed, attributes) : 0n
  const parts = deposit === null ? [gasPrice === null ? null : gasUsed * gasPrice, l1.fee, operatorFee] : []
  return {
    ...{ id: transactionId(at), chainId, blockNumber, blockHash, timestamp, transactionHash, transactionIndex },
    ...{ kind: deposit === null ? 'SIGNED' : 'DEPOSIT', from, to, value, isSuccess, gasUsed, gasPrice },
    ...{ l1Fee: l1.fee, l1GasUsed: l1.gasUsed, l1GasPrice: l1.gasPrice, l1FeeScalar: l1.feeScalar },
    ...{ l1BlobBaseFee: l1.blobBaseFee, operatorFee, fee: sumOf(parts) },
    ...{ mint: deposit?.mint ?? null, sourceHash: deposit?.sourceHash ?? null, tracesAvailable: internal !== null },
  }
}

const PARTS_PER_MILLION = 1_000_000n
/** Since Jovian the scalar counts hundreds. */
const JOVIAN_FACTOR = 100n

/** As the block's own deposit sets it; before Isthmus there was none. */
function operatorFeeOf(gasUsed: bigint, attributes: L1Attributes | null): bigint | null {
  if (attributes === null) return null
  const { format, operatorFeeScalar, operatorFeeConstant } = attributes
  if (operatorFeeScalar === null || operatorFeeConstant === null) return 0n
  const scaled = gasUsed * operatorFeeScalar
  const part = format === 'JOVIAN' ? scaled * JOVIAN_FACTOR : scaled / PARTS_PER_MILLION
  return part + operatorFeeConstant
}

function sumOf(parts: readonly (bigint | null)[]): bigint | null {
  return parts.reduce<bigint | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0n)
}
