// A block's transactions and receipts as a node answers them, held against each other and checked for shape. What a fee depends on and only
// some nodes say may be missing or unreadable: then it is null. Everything else is refused.
import { AnswerRefused, Contradiction } from '../endpoints/refused'
import type { BlockFacts, L1Share, TransactionFacts } from './facts'

type Fields = Readonly<Record<string, unknown>>

export type ReadBlock = Readonly<{
  hash: string
  /** As `eth_getBlockByHash` gives it, with its transactions. */
  block: unknown
  receipts: unknown
  /** Of the transactions whose logs were asked for. */
  wanted: ReadonlySet<string>
}>

/** Without what is inside of transactions. */
export function readFacts({ hash, block: answer, receipts, wanted }: ReadBlock): BlockFacts {
  if (answer === null || answer === undefined) throw new AnswerRefused(`it has no block ${hash}`)
  const block = fieldsOf(answer)
  if (hashOf(block, 'hash') !== hash)
    throw new Contradiction(`it gave block ${hashOf(block, 'hash')} when asked for ${hash}`)
  const transactions = listOf(block['transactions'], hash)
  const found = listOf(receipts, hash)
  if (found.length !== transactions.length) {
    throw new AnswerRefused(`it has ${found.length} receipts of the ${transactions.length} transactions of ${hash}`)
  }
  const facts = transactions.flatMap((transaction, index) => {
    const isDeposit = transaction['type'] === DEPOSIT
    if (!isDeposit && !wanted.has(hashOf(transaction, 'hash'))) return []
    return [readTransaction(transaction, found[index] ?? {}, { index, hash })]
  })
  const missing = [...wanted].find((one) => !facts.some((fact) => fact.hash === one))
  if (missing !== undefined)
    throw new Contradiction(`it has logs of ${missing} in block ${hash}, and not the transaction`)
  return { gasUsed: quantity(block, 'gasUsed'), baseFee: optional(block, 'baseFeePerGas'), transactions: facts }
}

const DEPOSIT = '0x7e'

function readTransaction(
  transaction: Fields,
  receipt: Fields,
  place: { index: number; hash: string },
): TransactionFacts {
  const hash = hashOf(transaction, 'hash')
  if (hashOf(receipt, 'transactionHash') !== hash || hashOf(receipt, 'blockHash') !== place.hash) {
    throw new AnswerRefused(`its receipt ${place.index} of block ${place.hash} is of another transaction`)
  }
  const isDeposit = transaction['type'] === DEPOSIT
  const to = isAbsent(transaction['to']) ? null : bytes(transaction, 'to', 20)
  const made = to !== null || isAbsent(receipt['contractAddress']) ? null : bytes(receipt, 'contractAddress', 20)
  return {
    ...{ index: place.index, hash, from: bytes(transaction, 'from', 20), to, made },
    ...{ input: bytes(transaction, 'input', null) },
    ...{ value: quantity(transaction, 'value'), isSuccess: isSuccessful(receipt) },
    ...{
      gasUsed: quantity(receipt, 'gasUsed'),
      gasPrice: optional(receipt, 'effectiveGasPrice'),
      l1: shareOf(receipt),
    },
    deposit: isDeposit ? { sourceHash: bytes(transaction, 'sourceHash', 32), mint: mintOf(transaction) } : null,
    internal: null,
  }
}

/** Money hangs on it: what is neither is no answer. */
function isSuccessful({ status }: Fields): boolean {
  if (status === '0x1' || status === '0x0') return status === '0x1'
  throw new AnswerRefused('its status of a transaction is neither 0x0 nor 0x1')
}

/** A deposit that mints nothing may leave it out. */
function mintOf(transaction: Fields): bigint {
  return isAbsent(transaction['mint']) ? 0n : quantity(transaction, 'mint')
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined

function shareOf(receipt: Fields): L1Share {
  const scalar = String(receipt['l1FeeScalar'] ?? '')
  return {
    fee: optional(receipt, 'l1Fee'),
    gasUsed: optional(receipt, 'l1GasUsed'),
    gasPrice: optional(receipt, 'l1GasPrice'),
    feeScalar: /^\d{1,30}(\.\d{1,30})?$/.test(scalar) ? scalar : null,
    blobBaseFee: optional(receipt, 'l1BlobBaseFee'),
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields
  throw new AnswerRefused('it gave a value where an object should be')
}

function listOf(value: unknown, hash: string): Fields[] {
  if (Array.isArray(value)) return value.map(fieldsOf)
  throw new AnswerRefused(`it has no transactions or no receipts of block ${hash}`)
}

// 256 bits: no amount is larger.
const QUANTITY = /^0x[0-9a-f]{1,64}$/i

function quantity(fields: Fields, name: string): bigint {
  const value = optional(fields, name)
  if (value === null) throw new AnswerRefused(`its ${name} of a transaction or block is no quantity`)
  return value
}

function optional(fields: Fields, name: string): bigint | null {
  const value = fields[name]
  return typeof value === 'string' && QUANTITY.test(value) ? BigInt(value) : null
}

const hashOf = (fields: Fields, name: string): string => bytes(fields, name, 32)

function bytes(fields: Fields, name: string, length: number | null): string {
  const value = fields[name]
  const isHex = typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value)
  if (isHex && (length === null || value.length === 2 + 2 * length)) return value.toLowerCase()
  throw new AnswerRefused(`its ${name} of a transaction or block can't be read`)
}
