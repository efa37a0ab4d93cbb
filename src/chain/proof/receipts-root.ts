// The root that a header keeps of its block's receipts, recomputed: receipts that give it are the block's, with every log, in order.
import type { Hex } from 'viem'
import { toRlp } from 'viem/utils'
import { bytes, type Fields, fieldsOf, list, quantity, typed, typeOf } from './fields'
import { trieRoot } from './trie-root'

const DEPOSIT = 0x7e

export function receiptsRoot(receipts: readonly unknown[]): Hex {
  return trieRoot(receipts.map((receipt) => encoded(fieldsOf(receipt))))
}

function encoded(receipt: Fields): Hex {
  const type = typeOf(receipt)
  const logs = list(receipt, 'logs').map((log) => logRlp(fieldsOf(log)))
  const common = [outcome(receipt), quantity(receipt, 'cumulativeGasUsed'), bytes(receipt, 'logsBloom'), logs]
  return typed(type, toRlp([...common, ...(type === DEPOSIT ? depositFields(receipt) : [])]))
}

/** Before Byzantium, the state's root in place of the status. */
function outcome(receipt: Fields): Hex {
  return receipt['status'] === undefined ? bytes(receipt, 'root') : quantity(receipt, 'status')
}

/** Under the root since Canyon, which brought the version; the nonce alone, before, was not. */
function depositFields(receipt: Fields): Hex[] {
  const version = receipt['depositReceiptVersion']
  if (version === undefined || version === null) return []
  return [quantity(receipt, 'depositNonce'), quantity(receipt, 'depositReceiptVersion')]
}

function logRlp(log: Fields): (Hex | Hex[])[] {
  return [bytes(log, 'address'), list(log, 'topics') as Hex[], bytes(log, 'data')]
}
