// Decodes one log by its ABI event, strictly: the right number of topics, no bits above a type's width, and exactly the
// one encoding that contracts produce, so that bytes which merely resemble an event are refused with a reason.
import type { Hex } from 'viem'
import type { AbiEvent, AbiField } from '../chain/abi'
import type { ChainLog } from '../chain/block'

/** As the log has it, in hex: what is no UTF-8 stays what it is. */
type Text = Readonly<{ bytes: Hex }>

type Value = bigint | string | boolean | Text | readonly bigint[] | readonly string[] | readonly LogFields[]

/** Typed access to a decoded log. Asking for a field or a type that the ABI does not have is a fault of the program. */
export type LogFields = Readonly<{
  uint(name: string): bigint
  uints(name: string): readonly bigint[]
  /** Of addresses, texts or bytes, as the field's type says. */
  strings(name: string): readonly string[]
  /** A list of structs, each with access to its own fields. */
  structs(name: string): readonly LogFields[]
  address(name: string): string
  bytes32(name: string): string
  /** Bytes of any length, as 0x-hex. */
  bytes(name: string): string
  text(name: string): string
  /** The bytes of a text, as 0x-hex, for what contracts hash: `text` replaces those that are no text of ours. */
  textBytes(name: string): Hex
  flag(name: string): boolean
}>

export class UndecodableLog extends Error {}

const WORD_HEX = 64
const WORD_BYTES = 32n

export function decodeFields(event: AbiEvent, log: ChainLog): LogFields {
  const values = new Map<string, Value>()
  const indexed = event.fields.filter((field) => field.indexed)
  if (log.topics.length !== indexed.length + 1) {
    throw new UndecodableLog(`${event.name} has ${indexed.length + 1} topics, not ${log.topics.length}`)
  }
  indexed.forEach((field, index) => {
    const topic = (log.topics[index + 1] ?? '').slice(2)
    if (!/^[0-9a-f]{64}$/.test(topic)) throw new UndecodableLog(`${event.name}.${field.name} is not 32 bytes`)
    values.set(field.name, readWord(field, topic))
  })
  if (!/^0x(?:[0-9a-f]{2})*$/.test(log.data)) throw new UndecodableLog(`the data of ${event.name} are not bytes`)
  const hex = log.data.slice(2)
  const unindexed = event.fields.filter((field) => !field.indexed)
  const { values: data, words } = readFields(event, unindexed, hex, 0)
  if (hex.length !== words * WORD_HEX) throw new UndecodableLog(`${event.name} has bytes behind its last field`)
  return accessTo(event, new Map([...values, ...data]))
}

type Fields = Readonly<{ values: ReadonlyMap<string, Value>; words: number }>

/** Heads first, tails behind them in order and without gaps: the canonical encoding and no other. `at` in words, and so are the offsets from there. */
function readFields(event: AbiEvent, fields: readonly AbiField[], hex: string, at: number): Fields {
  const values = new Map<string, Value>()
  let tail = fields.length
  fields.forEach((field, index) => {
    const word = wordAt(event, hex, at + index)
    if (!isDynamic(field)) {
      values.set(field.name, readWord(field, word))
      return
    }
    if (BigInt(`0x${word}`) !== BigInt(tail) * WORD_BYTES) {
      throw new UndecodableLog(`${event.name}.${field.name} does not stand where its offset should point`)
    }
    const { value, words } = readTail(event, field, hex, at + tail)
    values.set(field.name, value)
    tail += words
  })
  return { values, words: tail }
}

function readTail(event: AbiEvent, field: AbiField, hex: string, at: number): { value: Value; words: number } {
  const length = BigInt(`0x${wordAt(event, hex, at)}`)
  const start = (at + 1) * WORD_HEX
  if (isNested(field)) return readNested(event, field, hex, { at, length })
  const unitHex = isBytes(field) ? 2n : BigInt(WORD_HEX)
  if (length * unitHex > BigInt(hex.length - start))
    throw new UndecodableLog(`${event.name}.${field.name} is cut short`)
  const count = Number(length)
  if (!isBytes(field)) {
    const item = { ...field, type: field.type.slice(0, -2) }
    const items = Array.from({ length: count }, (_, index) => readWord(item, wordAt(event, hex, at + 1 + index)))
    return { value: items as bigint[] | string[], words: 1 + count }
  }
  const words = Math.ceil(count / Number(WORD_BYTES))
  const end = start + count * 2
  const padding = hex.slice(end, start + words * WORD_HEX)
  if (padding.length !== words * WORD_HEX - count * 2 || /[^0]/.test(padding)) {
    throw new UndecodableLog(`${event.name}.${field.name} is not padded with zeros`)
  }
  const bytes: Hex = `0x${hex.slice(start, end)}`
  return { value: field.type === 'bytes' ? bytes : { bytes }, words: 1 + words }
}

/** Each item has a head of its own, counted from behind the length, and a tail behind all heads. */
function readNested(
  event: AbiEvent,
  field: AbiField,
  hex: string,
  { at, length }: { at: number; length: bigint },
): { value: Value; words: number } {
  const first = at + 1
  if (length * BigInt(WORD_HEX) > BigInt(hex.length - first * WORD_HEX))
    throw new UndecodableLog(`${event.name}.${field.name} is cut short`)
  const item = { ...field, type: field.type.slice(0, -2) }
  const items: (string | LogFields)[] = []
  let tail = Number(length)
  for (let index = 0; index < Number(length); index++) {
    if (BigInt(`0x${wordAt(event, hex, first + index)}`) !== BigInt(tail) * WORD_BYTES) {
      throw new UndecodableLog(`${event.name}.${field.name} does not stand where its offset should point`)
    }
    const { value, words } = readItem(event, item, hex, first + tail)
    items.push(value)
    tail += words
  }
  return { value: items as string[] | LogFields[], words: 1 + tail }
}

function readItem(
  event: AbiEvent,
  item: AbiField,
  hex: string,
  at: number,
): { value: string | LogFields; words: number } {
  if (item.components !== undefined) {
    const { values, words } = readFields(event, item.components, hex, at)
    return { value: accessTo(event, values), words }
  }
  const { value, words } = readTail(event, item, hex, at)
  return { value: isText(value) ? readText(value) : String(value), words }
}

/** Bytes that are no UTF-8 become U+FFFD, and so does U+0000, which PostgreSQL keeps in no text column. */
function readText({ bytes }: Text): string {
  return Buffer.from(bytes.slice(2), 'hex').toString('utf8').replaceAll('\0', '\uFFFD')
}

function readWord(field: AbiField, word: string): Value {
  if (field.type === 'bytes32') return `0x${word}`
  if (field.type === 'address') {
    if (!word.startsWith('0'.repeat(24))) throw new UndecodableLog(`${field.name} is no address`)
    return `0x${word.slice(24)}`
  }
  const value = BigInt(`0x${word}`)
  if (field.type === 'bool') {
    if (value > 1n) throw new UndecodableLog(`${field.name} is neither true nor false`)
    return value === 1n
  }
  if (value >> BigInt(bitsOf(field)) !== 0n) throw new UndecodableLog(`${field.name} does not fit ${field.type}`)
  return value
}

function bitsOf(field: AbiField): number {
  const match = /^uint(\d+)$/.exec(field.type)
  if (match === null) throw new Error(`no reader for ${field.type} (${field.name})`)
  return Number(match[1])
}

function isDynamic(field: AbiField): boolean {
  return isBytes(field) || field.type.endsWith('[]')
}

/** Structs of fixed size would stand without heads of their own; no event has a list of such. */
function isNested(field: AbiField): boolean {
  return ['string[]', 'bytes[]', 'tuple[]'].includes(field.type)
}

function isBytes(field: AbiField): boolean {
  return field.type === 'string' || field.type === 'bytes'
}

function wordAt(event: AbiEvent, hex: string, index: number): string {
  const word = hex.slice(index * WORD_HEX, (index + 1) * WORD_HEX)
  if (word.length !== WORD_HEX) throw new UndecodableLog(`${event.name} is cut short`)
  return word
}

function accessTo(event: AbiEvent, values: ReadonlyMap<string, Value>): LogFields {
  const read = <T extends Value>(name: string, is: (value: Value) => value is T): T => {
    const value = values.get(name)
    if (value === undefined || !is(value)) throw new Error(`${event.name} has no such field: ${name}`)
    return value
  }
  const isString = (value: Value): value is string => typeof value === 'string'
  return {
    uint: (name) => read(name, (value): value is bigint => typeof value === 'bigint'),
    uints: (name) => read(name, (value): value is readonly bigint[] => Array.isArray(value)),
    strings: (name) => read(name, (value): value is readonly string[] => Array.isArray(value)),
    structs: (name) => read(name, (value): value is readonly LogFields[] => Array.isArray(value)),
    address: (name) => read(name, isString),
    bytes32: (name) => read(name, isString),
    bytes: (name) => read(name, isString),
    text: (name) => readText(read(name, isText)),
    textBytes: (name) => read(name, isText).bytes,
    flag: (name) => read(name, (value): value is boolean => typeof value === 'boolean'),
  }
}

function isText(value: Value): value is Text {
  return typeof value === 'object' && 'bytes' in value && typeof value.bytes === 'string'
}
