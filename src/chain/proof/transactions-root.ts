// The root that a header keeps of its block's transactions, recomputed: transactions that give it are the block's, with their call data.
import type { Hex } from 'viem'
import { toRlp } from 'viem/utils'
import { AnswerRefused } from '../endpoints/refused'
import { bytes, type Fields, fieldsOf, list, optionalBytes, quantity, typed, typeOf } from './fields'
import { trieRoot } from './trie-root'

type Rlp = Hex | readonly Rlp[]

export function transactionsRoot(transactions: readonly unknown[]): Hex {
  return trieRoot(transactions.map(encodeTransaction))
}

/** As it was signed, or deposited: what its hash is of. */
export function encodeTransaction(answer: unknown): Hex {
  const transaction = fieldsOf(answer)
  const type = typeOf(transaction)
  const fields = FIELDS_OF[type]
  if (fields === undefined) throw new AnswerRefused(`it has a transaction of type ${type}, which is not known here`)
  return typed(type, toRlp(fields(transaction) as Parameters<typeof toRlp>[0]))
}

// What each upgrade brought: legacy, EIP-2930, 1559, 4844, 7702, and the OP Stack's deposits.
const FIELDS_OF: Readonly<Record<number, (of: Fields) => readonly Rlp[]>> = {
  0: (of) => [quantity(of, 'nonce'), quantity(of, 'gasPrice'), ...call(of), quantity(of, 'v'), ...point(of)],
  1: (of) => [
    quantity(of, 'chainId'),
    quantity(of, 'nonce'),
    quantity(of, 'gasPrice'),
    ...call(of),
    accessList(of),
    parity(of),
    ...point(of),
  ],
  2: (of) => [...dynamicFee(of), accessList(of), parity(of), ...point(of)],
  3: (of) => [
    ...dynamicFee(of),
    accessList(of),
    quantity(of, 'maxFeePerBlobGas'),
    list(of, 'blobVersionedHashes') as Hex[],
    parity(of),
    ...point(of),
  ],
  4: (of) => [
    ...dynamicFee(of),
    accessList(of),
    list(of, 'authorizationList').map((item) => authorization(fieldsOf(item))),
    parity(of),
    ...point(of),
  ],
  126: (of) => [
    bytes(of, 'sourceHash'),
    bytes(of, 'from'),
    optionalBytes(of, 'to'),
    of['mint'] === undefined || of['mint'] === null ? '0x' : quantity(of, 'mint'),
    quantity(of, 'value'),
    quantity(of, 'gas'),
    of['isSystemTx'] === true ? '0x01' : '0x',
    bytes(of, 'input'),
  ],
}

function dynamicFee(of: Fields): Rlp[] {
  const fees = [quantity(of, 'maxPriorityFeePerGas'), quantity(of, 'maxFeePerGas')]
  return [quantity(of, 'chainId'), quantity(of, 'nonce'), ...fees, ...call(of)]
}

const call = (of: Fields): Hex[] => [
  quantity(of, 'gas'),
  optionalBytes(of, 'to'),
  quantity(of, 'value'),
  bytes(of, 'input'),
]

const point = (of: Fields): Hex[] => [quantity(of, 'r'), quantity(of, 's')]

/** Older nodes call it v. */
const parity = (of: Fields): Hex => quantity(of, of['yParity'] === undefined ? 'v' : 'yParity')

function accessList(of: Fields): Rlp {
  if (of['accessList'] === undefined) return []
  return list(of, 'accessList').map((item) => {
    const entry = fieldsOf(item)
    return [bytes(entry, 'address'), list(entry, 'storageKeys') as Hex[]]
  })
}

function authorization(of: Fields): Rlp {
  const signed = [quantity(of, 'chainId'), bytes(of, 'address'), quantity(of, 'nonce')]
  return [...signed, parity(of), ...point(of)]
}
