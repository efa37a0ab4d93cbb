// The fee fields that an OP Stack node puts into receipts and the local chain's node leaves out, as constants of one L1 block.
import type { Call, Reply } from './fault.mts'

const FEES = {
  l1GasPrice: '0x3b9aca00',
  l1GasUsed: '0x640',
  l1Fee: '0x2540be400',
  l1BaseFeeScalar: '0x558',
  l1BlobBaseFee: '0x1',
  l1BlobBaseFeeScalar: '0xc5fc5',
}
// The system's own transactions pay none.
const DEPOSIT_TYPE = '0x7e'

export const hasFees = ({ method }: Call): boolean => /^eth_get(Transaction|Block)Receipts?$/.test(method)

export function withFees(call: Call, reply: Reply): Reply {
  if (call.method === 'eth_getTransactionReceipt') return { ...reply, result: charged(reply.result) }
  if (call.method !== 'eth_getBlockReceipts' || !Array.isArray(reply.result)) return reply
  return { ...reply, result: reply.result.map(charged) }
}

function charged(receipt: unknown): unknown {
  if (typeof receipt !== 'object' || receipt === null) return receipt
  return (receipt as { type?: string }).type === DEPOSIT_TYPE ? receipt : { ...FEES, ...receipt }
}
