// Ids as the graph shows them: `<Type>:<row id>`, readable on purpose. Where only one type can be meant a bare row id will do.
import { ArgumentRefusedError } from '../errors'

export function encodeGlobalId(typename: string, rowId: string): string {
  return `${typename}:${rowId}`
}

export function decodeGlobalId(id: string): { typename: string; id: string } {
  const colon = id.indexOf(':')
  if (colon < 1)
    throw new ArgumentRefusedError({ name: 'id', value: id, expected: 'an id as lists return it: <Type>:<row id>' })
  return { typename: id.slice(0, colon), id: id.slice(colon + 1) }
}

/** The row id behind an argument that must be of this type. */
export function rowIdOf(typename: string, argument: { name: string; value: string }): string {
  const { name, value } = argument
  if (!value.includes(':')) return value
  const decoded = decodeGlobalId(value)
  if (decoded.typename === typename) return decoded.id
  throw new ArgumentRefusedError({ name, value, expected: `the id of a ${typename}` })
}

/** Every row id opens with its chain. Null where it does not look like one: then nothing has that id. */
export function chainOf(rowId: string): number | null {
  const chain = /^(\d{1,10})-/.exec(rowId)?.[1]
  return chain === undefined ? null : Number(chain)
}
