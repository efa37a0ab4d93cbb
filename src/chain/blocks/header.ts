// What does a header say, and does it hash to what the node calls it? Fields are taken as the chain hashes them, in order; a
// node can't alter one without another hash.
import type { HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import type { Hex } from 'viem'
import { keccak256, toRlp } from 'viem/utils'
import { AnswerRefused, Contradiction } from '../endpoints/refused'
import { bounded } from './bounded'

export type Header = Readonly<{
  number: number
  hash: string
  parentHash: string
  timestamp: Date
  logsBloom: string
  transactionsRoot: string
  receiptsRoot: string
}>

/** `recomputed: false` believes the node's own hash. */
export function readHeader(answer: unknown, recomputed = true): Header {
  if (typeof answer !== 'object' || answer === null) throw new AnswerRefused('it has no such block')
  const fields = answer as Record<string, unknown>
  const number = bounded('place', quantityOf(fields, 'number'), 'number')
  const hash = bytesOf(fields, 'hash', 32).toLowerCase()
  if (recomputed && headerHash(fields) !== hash)
    throw new Contradiction(`the fields of block ${number} have another hash`)
  return {
    number,
    hash,
    parentHash: bytesOf(fields, 'parentHash', 32).toLowerCase(),
    timestamp: new Date(bounded('seconds', quantityOf(fields, 'timestamp'), 'timestamp') * 1000),
    logsBloom: bytesOf(fields, 'logsBloom', 256).toLowerCase(),
    transactionsRoot: bytesOf(fields, 'transactionsRoot', 32).toLowerCase(),
    receiptsRoot: bytesOf(fields, 'receiptsRoot', 32).toLowerCase(),
  }
}

/** The block of this number and of no other: nothing is made of an answer to what was not asked. */
export function readHeaderAt(number: number, answer: unknown): Header {
  const header = readHeader(answer)
  if (header.number === number) return header
  throw new Contradiction(`it gave block ${header.number} when asked for ${number}`)
}

/** Number and hash alone, believed as they stand; null for what is no block. */
export function headOf(answer: unknown): HashAndHeight | null {
  if (typeof answer !== 'object' || answer === null) return null
  const { number, hash } = answer as Record<string, unknown>
  if (typeof number !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(number)) return null
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) return null
  return { height: Number(number), hash: hash.toLowerCase() }
}

type Kind = 'quantity' | 'bytes'

// The yellow paper's fifteen, then those that upgrades added one after another, each only where those before it stand.
const FIRST_FIELDS: readonly [string, Kind][] = [
  ['parentHash', 'bytes'],
  ['sha3Uncles', 'bytes'],
  ['miner', 'bytes'],
  ['stateRoot', 'bytes'],
  ['transactionsRoot', 'bytes'],
  ['receiptsRoot', 'bytes'],
  ['logsBloom', 'bytes'],
  ['difficulty', 'quantity'],
  ['number', 'quantity'],
  ['gasLimit', 'quantity'],
  ['gasUsed', 'quantity'],
  ['timestamp', 'quantity'],
  ['extraData', 'bytes'],
  ['mixHash', 'bytes'],
  ['nonce', 'bytes'],
]
const LATER_FIELDS: readonly [string, Kind][] = [
  ['baseFeePerGas', 'quantity'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'quantity'],
  ['excessBlobGas', 'quantity'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
]

function headerHash(fields: Record<string, unknown>): string {
  const later = LATER_FIELDS.filter(([name]) => fields[name] !== undefined && fields[name] !== null)
  return keccak256(toRlp([...FIRST_FIELDS, ...later].map(([name, kind]) => encoded(fields, name, kind))))
}

function encoded(fields: Record<string, unknown>, name: string, kind: Kind): Hex {
  const text = hexOf(fields, name)
  if (kind === 'bytes') return text
  const digits = text.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

function quantityOf(fields: Record<string, unknown>, name: string): number {
  const value = Number(hexOf(fields, name))
  if (Number.isSafeInteger(value)) return value
  throw new AnswerRefused(`its ${name} is no number`)
}

function bytesOf(fields: Record<string, unknown>, name: string, length: number): Hex {
  const text = hexOf(fields, name)
  if (text.length === 2 + 2 * length) return text
  throw new AnswerRefused(`its ${name} is not ${length} bytes`)
}

function hexOf(fields: Record<string, unknown>, name: string): Hex {
  const value = fields[name]
  if (typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value)) return value as Hex
  throw new AnswerRefused(`its ${name} is no hex`)
}
