// The scalars of the graph, each of exactly one JSON shape: 256-bit integers are decimal strings always, bytes 0x-hex,
// times RFC 3339 UTC, shares integer parts per billion.
import { GraphQLError, Kind } from 'graphql'
import { builder } from '../builder'

builder.scalarType('BigInt', {
  description: 'An integer of up to 256 bits, as a decimal string, always.',
  serialize: (value) => {
    const text = String(value)
    if (!/^-?\d+$/.test(text)) throw new TypeError(`BigInt can't be ${text}`)
    return text
  },
  parseValue: (value) => {
    if (typeof value === 'string' && /^-?\d{1,78}$/.test(value)) return value
    throw new GraphQLError('BigInt is a decimal string')
  },
})

builder.scalarType('Bytes', {
  description: 'Bytes as lower-case hexadecimal with 0x.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    if (typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value)) return value.toLowerCase()
    throw new GraphQLError('Bytes are 0x and an even number of hexadecimal digits')
  },
})

builder.scalarType('DateTime', {
  description: 'A moment in UTC, as RFC 3339 writes it.',
  serialize: (value) => (value instanceof Date ? value : new Date(`${value}`)).toISOString(),
})

builder.scalarType('Ppb', {
  description: 'A share in parts per billion: an integer, as a JSON number. 1000000000 is the whole.',
  serialize: (value) => {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new TypeError(`Ppb can't be ${value}`)
    return number
  },
  parseValue: (value) => {
    if (Number.isSafeInteger(value)) return Number(value)
    throw new GraphQLError('Ppb is an integer')
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.INT) return Number(node.value)
    throw new GraphQLError('Ppb is an integer')
  },
})

builder.scalarType('Count', {
  description: 'An integer from 0 to 2^53, as a JSON number: for what may not fit an Int.',
  serialize: (value) => {
    const number = Number(value)
    if (!Number.isSafeInteger(number) || number < 0) throw new TypeError(`Count can't be ${value}`)
    return number
  },
})

builder.scalarType('Json', {
  description: 'Any JSON value.',
  serialize: (value) => value,
})
