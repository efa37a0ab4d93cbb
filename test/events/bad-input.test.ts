// Whatever a contract of ours says, and whenever: it leaves a row of its own or a skipped log with the reason, and nothing stops. Said by a
// stranger, it leaves nothing.
import { encodeAbiParameters, pad, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { AbiEvent, AbiField } from '../../src/chain/abi'
import { WATCHED, type WatchedContract } from '../../src/chain/watched'
import { ADDRESS, address, blocksOf, type LogDraft, logOf } from '../support/blocks/blocks'
import { DATANET, ORDERLY, ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { createMemory, type Memory, processInMemory } from '../support/memory'

const EVENTS = Object.entries(WATCHED).flatMap(([name, events]) =>
  [...events.values()].map((event) => ({ contract: name as WatchedContract, name: event.name, event })),
)

type Draw = Readonly<{ number: (bits: bigint) => bigint; word: string; text: Buffer }>

/** Control characters, all that there are, up to 100 KB; and half of a character, which is no UTF-8. */
const CONTROLS = Buffer.alloc(100_000, Buffer.from(Array.from({ length: 32 }, (_, code) => code)))
const NO_TEXT = Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x00, 0xf0, 0x9f])

const DRAWS: readonly (readonly [name: string, draw: Draw])[] = [
  ['zero and empty', { number: () => 0n, word: '00', text: Buffer.alloc(0) }],
  ['as large as can be, with 100 KB of control characters', { number: mostOf, word: 'ff', text: CONTROLS }],
  ['unknown, in words that are no UTF-8', { number: (bits) => mostOf(bits) / 3n, word: '5a', text: NO_TEXT }],
]

function mostOf(bits: bigint): bigint {
  return 2n ** bits - 1n
}

const creation = logOf('DatanetFactory', 'DatanetCreated', ORDINARY_ARGUMENTS)

describe.each(DRAWS)('values that are %s', (_name, draw) => {
  test.each(EVENTS)('$contract $name', (said) => {
    const log = logWith(said, draw)
    for (const before of [ORDERLY, [creation]]) {
      const memory = createMemory()
      processInMemory(memory, blocksOf([before]))
      const known = new Map(memory.rows)
      processInMemory(memory, blocksOf([[log, log]], 2))
      expect(kindsLeft(memory, known)).not.toEqual([])
    }
  })
})

test.each(EVENTS)('$contract $name from an unknown address leaves nothing', ({ contract, event }) => {
  const memory = createMemory()
  for (const [, draw] of DRAWS) {
    const log = { ...logWith({ contract, event }, draw), address: address(0x5717) }
    processInMemory(memory, blocksOf([[log]]))
  }
  expect([...memory.rows.keys()]).toEqual([])
})

test('what can’t be read at all is a skipped log', () => {
  for (const { contract, event } of EVENTS) {
    const memory = createMemory()
    processInMemory(memory, blocksOf([[creation]]))
    const log = { address: speakerOf(contract), topics: [event.topic0], data: '0xfe' }
    processInMemory(memory, blocksOf([[log]], 2))
    expect([event.name, memory.all('skippedLog').length]).toEqual([event.name, 1])
  }
})

/** But for blocks and accounts, which come along. */
function kindsLeft(memory: Memory, known: ReadonlyMap<string, unknown>): string[] {
  const left = [...memory.rows].filter(([key, change]) => known.get(key) !== change)
  return left.map(([, { kind }]) => kind).filter((kind) => kind !== 'block' && kind !== 'account')
}

function logWith({ contract, event }: { contract: WatchedContract; event: AbiEvent }, draw: Draw): LogDraft {
  const encoded = (fields: readonly AbiField[]) =>
    encodeAbiParameters(
      // Texts as bytes: any bytes can stand where a text should.
      fields.map((field) => ({ ...field, type: field.type.replace('string', 'bytes') })),
      fields.map((field) => drawn(field, draw)),
    )
  const topics = event.fields.filter(({ indexed }) => indexed).map((field) => encoded([field]))
  const data = encoded(event.fields.filter(({ indexed }) => !indexed))
  return { address: speakerOf(contract), topics: [event.topic0, ...topics], data }
}

function drawn({ type, ...rest }: AbiField, draw: Draw): unknown {
  if (type.endsWith('[]')) return [drawn({ ...rest, type: type.slice(0, -2) }, draw)]
  if (rest.components !== undefined) return rest.components.map((field) => drawn(field, draw))
  if (type === 'string' || type === 'bytes') return toHex(draw.text)
  if (type === 'bool') return draw.number(1n) === 1n
  if (type === 'address') return pad('0x', { size: 20 }).replaceAll('00', draw.word)
  if (type === 'bytes32') return pad('0x', { size: 32 }).replaceAll('00', draw.word)
  return draw.number(BigInt(type.slice('uint'.length)))
}

function speakerOf(contract: WatchedContract): string {
  if (contract === 'Datanet') return DATANET
  return ADDRESS[contract === 'Proxy' ? 'StudioVault' : contract]
}
