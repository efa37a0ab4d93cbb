// Logs made by chance in a world so small that everything collides: the same numbers twice, claims before inferences, strangers that speak as
// Datanets, bytes that are no events. Values follow from the types and names in abi/, so a new event takes part by being watched.
import { createRequire } from 'node:module'
import { encodeAbiParameters } from 'viem'
import type { AbiEvent, AbiField } from '../../src/chain/abi'
import type { Random } from '../../src/dev/random'
import type { LogDraft } from './speaker.mts'

const require = createRequire(import.meta.url)
const { WATCHED } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')

export const address = (number: number): string => `0x${number.toString(16).padStart(40, '0')}`
const word = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`

// Above the precompiled contracts, which can't be given other code.
const FIRST_CONTRACT = 0x1001
export const DATANETS = [0x10d1, 0x10d2, 0x10d3, 0x10d4].map(address)
export const STRANGER = address(0x10ff)
const ACCOUNTS = [0x20a1, 0x20a2, 0x20a3, 0x20a4].map(address)
const TEXTS = ['', 'a', 'suffix-array/1', 'data:,', '\u0000', 'ü\u{1f331}', 'MIT']
const MOST_MONEY = 2n ** 256n - 1n

type Said = { contract: string; event: AbiEvent }

const SAYABLE: readonly Said[] = Object.entries(WATCHED).flatMap(([contract, events]) =>
  [...events.values()].map((event) => ({ contract, event })),
)

/** The contracts that an address book names, at addresses of this world. */
export const CONTRACTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(WATCHED)
    .filter((name) => name !== 'Datanet' && name !== 'Proxy')
    .map((name, index) => [name, address(FIRST_CONTRACT + index)]),
)

/** Any contract may be a proxy: the vault speaks for them. */
const contractOf = (name: string): string | undefined => CONTRACTS[name === 'Proxy' ? 'StudioVault' : name]

/** One log of each kind under values that fit together, in the order in which they make sense. */
export function orderlyLogs(): LogDraft[] {
  return SAYABLE.map(({ contract, event }) => {
    const speaker = contractOf(contract) ?? (DATANETS[0] as string)
    return logOf(event, speaker, ordinary)
  })
}

// Creations and submissions more often than their share, or little else would ever apply.
const [CREATION, SUBMISSION] = SAYABLE as [Said, Said]

export function randomLog(random: Random): LogDraft {
  const { contract, event } = random.chance(0.2) ? random.pick([CREATION, SUBMISSION]) : random.pick(SAYABLE)
  const isStranger = random.chance(0.04)
  const speaker = isStranger ? STRANGER : (contractOf(contract) ?? random.pick(DATANETS))
  const log = logOf(event, speaker, (field) => randomValue(field, random))
  if (!random.chance(0.06)) return log
  return { ...log, data: log.data.slice(0, Math.max(2, log.data.length - 2 * random.below(40))) }
}

function logOf(event: AbiEvent, speaker: string, valueFor: (field: AbiField) => unknown): LogDraft {
  const encoded = (fields: readonly AbiField[]) => encodeAbiParameters([...fields], fields.map(valueFor))
  const topics = event.fields.filter(({ indexed }) => indexed).map((field) => encoded([field]))
  const data = encoded(event.fields.filter(({ indexed }) => !indexed))
  return { address: speaker, topics: [event.topic0, ...topics], data }
}

const ARRAY = '[]'

function ordinary({ name, type, ...rest }: AbiField): unknown {
  if (type.endsWith(ARRAY)) return [ordinary({ ...rest, name, type: type.slice(0, -ARRAY.length) })]
  if (rest.components !== undefined) return rest.components.map(ordinary)
  if (type === 'address') return name === 'datanet' ? DATANETS[0] : ACCOUNTS[0]
  if (type === 'uint8') return 0
  if (type.startsWith('uint')) return 1n
  if (type === 'bool') return true
  if (type === 'string') return 'a'
  return type === 'bytes32' ? word(1) : '0x01'
}

function randomValue({ name, type, ...rest }: AbiField, random: Random): unknown {
  const item = { ...rest, name, type: type.slice(0, -ARRAY.length) }
  if (type.endsWith(ARRAY)) return Array.from({ length: random.below(3) }, () => randomValue(item, random))
  if (rest.components !== undefined) return rest.components.map((field) => randomValue(field, random))
  if (type === 'address') return random.pick(name === 'datanet' ? DATANETS : ACCOUNTS)
  if (type === 'uint256' && random.chance(0.05)) return MOST_MONEY
  if (type.startsWith('uint')) return BigInt(random.weighted([1, 6, 2, 1]))
  if (type === 'bool') return random.chance(0.5)
  if (type === 'string') return random.pick(TEXTS)
  return type === 'bytes32' ? word(1 + random.weighted([4, 2, 1])) : '0x0102'
}
