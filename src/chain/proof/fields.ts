// The fields of a node's answer as RLP takes them: a quantity without leading zeros, bytes as they are.
import type { Hex } from 'viem'
import { AnswerRefused } from '../endpoints/refused'

export type Fields = Readonly<Record<string, unknown>>

export function bytes(fields: Fields, name: string): Hex {
  const value = fields[name]
  if (typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value)) return value as Hex
  throw new AnswerRefused(`its ${name} is no bytes`)
}

/** Nothing where the field is null or absent, as the address of a contract that is being made. */
export function optionalBytes(fields: Fields, name: string): Hex {
  return fields[name] === null || fields[name] === undefined ? '0x' : bytes(fields, name)
}

export function quantity(fields: Fields, name: string): Hex {
  const value = fields[name]
  if (typeof value !== 'string' || !/^0x[0-9a-f]+$/i.test(value)) throw new AnswerRefused(`its ${name} is no quantity`)
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

export function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name]
  if (Array.isArray(value)) return value
  throw new AnswerRefused(`its ${name} is no list`)
}

export function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new AnswerRefused('it gave a value where an object should be')
}

/** 0 for legacy transactions, whose type old nodes leave out. */
export function typeOf(fields: Fields): number {
  return fields['type'] === undefined ? 0 : Number(quantity(fields, 'type') === '0x' ? 0 : fields['type'])
}

/** Behind its type, where it has one: as EIP-2718 wraps them. */
export function typed(type: number, rlp: Hex): Hex {
  return type === 0 ? rlp : `0x${type.toString(16).padStart(2, '0')}${rlp.slice(2)}`
}
