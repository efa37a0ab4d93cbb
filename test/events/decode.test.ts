// Decoding is exact where the bytes are right, and total where they are not: hostile logs become skipped events with a reason.
import fc from 'fast-check'
import { stringToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { AbiField } from '../../src/chain/abi'
import type { ChainBlock, ChainLog } from '../../src/chain/block'
import { WATCHED, type WatchedContract, watchedLogs } from '../../src/chain/watched'
import { createDatanetRegistry } from '../../src/events/data/datanet-registry'
import { decodeBlock, decodeCreations } from '../../src/events/decode'
import type { Event } from '../../src/events/event'
import { operationOf } from '../../src/events/governance/operation'
import { decodeFields, type LogFields, UndecodableLog } from '../../src/events/log-fields'
import { ADDRESS, address, BOOK, blocksOf, bytes32, type LogDraft, logOf } from '../support/blocks/blocks'

const DATANET = address(0xda)
const MAX_256 = 2n ** 256n - 1n

function eventsOf(...blocks: LogDraft[][]): Event[] {
  const chain = blocksOf(blocks)
  const creations = chain.flatMap((block) => decodeCreations(block, BOOK))
  const registry = createDatanetRegistry([], creations)
  return chain.flatMap((block) => decodeBlock(block, BOOK, registry))
}

function created(contract: string = DATANET, datanetId = 1n): LogDraft {
  const about = { name: 'Poems', category: 'text', metadataUri: 'data:,', isPublic: true, fee: 5n }
  return logOf('DatanetFactory', 'DatanetCreated', { datanetId, owner: address(0xa), datanet: contract, ...about })
}

const updated = (speaker: string = DATANET) => logOf('Datanet', 'MetadataUpdated', { metadataUri: 'x' }, speaker)
const withdrawn = (amount: bigint) => logOf('RewardDistributor', 'RewardWithdrawn', { recipient: address(7), amount })

/** Values of an ABI type, edges likely. */
function valuesOf({ type, ...rest }: AbiField): fc.Arbitrary<unknown> {
  if (type.endsWith('[]')) return fc.array(valuesOf({ ...rest, type: type.slice(0, -2) }), { maxLength: 40 })
  if (rest.components !== undefined) return recordOf(rest.components)
  if (type === 'string') return fc.string({ unit: 'grapheme', maxLength: 200 })
  if (type === 'bool') return fc.boolean()
  if (type === 'address') return hex(20)
  if (type === 'bytes32') return hex(32)
  if (type === 'bytes') return hex(0, 100)
  const bits = BigInt(type.slice('uint'.length))
  const numbers = fc.oneof(fc.constant(0n), fc.constant(2n ** bits - 1n), fc.bigInt({ min: 0n, max: 2n ** bits - 1n }))
  return bits <= 48n ? numbers.map(Number) : numbers
}

function recordOf(fields: readonly AbiField[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field)])))
}

const withoutNul = (value: string) => value.replaceAll('\0', '\uFFFD')

const hex = (bytes: number, most = bytes) =>
  fc.uint8Array({ minLength: bytes, maxLength: most }).map((value) => `0x${Buffer.from(value).toString('hex')}`)

const watchedEvents = Object.entries(WATCHED).flatMap(([contract, events]) =>
  [...events.values()].map((event) => ({ contract: contract as WatchedContract, event, name: event.name })),
)

describe('two tokens with the same topics', () => {
  const holder = address(0xa)

  test('are told apart by their address', () => {
    const events = eventsOf([
      logOf('WOPEN', 'Deposit', { dst: holder, wad: 5n }),
      logOf('GOPEN', 'Transfer', { from: address(0), to: holder, value: 5n }),
      logOf('GOPEN', 'Deposit', { sender: holder, amt: 5n }),
    ])
    expect(events).toMatchObject([
      { kind: 'tokenMoved', token: 'WOPEN', movement: 'WRAP', from: null, to: holder },
      { kind: 'tokenMoved', token: 'GOPEN', movement: 'MINT', from: null, to: holder },
      { kind: 'tokenWrapped', token: 'GOPEN', movement: 'WRAP', account: holder, amount: 5n },
    ])
  })

  test('and say nothing from anywhere else', () => {
    const deposit = logOf('GOPEN', 'Deposit', { sender: holder, amt: 5n })
    expect(eventsOf([{ ...deposit, address: address(0x77) }])).toEqual([])
  })
})

describe('what another encoder wrote', () => {
  test.each(watchedEvents)('$contract.$name is read back field by field', ({ contract, event }) => {
    fc.assert(
      fc.property(recordOf(event.fields), (args) => {
        const [block] = blocksOf([[logOf(contract, event.name, args, DATANET)]])
        expectFields(decodeFields(event, block?.logs[0] as ChainLog), event.fields, args)
      }),
      { numRuns: 50 },
    )
  })

  function expectFields(fields: LogFields, declared: readonly AbiField[], args: Record<string, unknown>): void {
    for (const { name, type, components } of declared) {
      const value = args[name]
      if (type === 'string') {
        expect(fields.text(name)).toBe(withoutNul(String(value)))
        expect(fields.textBytes(name)).toBe(stringToHex(String(value)))
      } else if (components !== undefined) {
        const structs = fields.structs(name)
        const given = value as Record<string, unknown>[]
        expect(structs).toHaveLength(given.length)
        given.forEach((one, index) => {
          expectFields(structs[index] as LogFields, components, one)
        })
      } else if (type === 'bool') expect(fields.flag(name)).toBe(value)
      else if (/^uint.*\[\]$/.test(type)) expect(fields.uints(name)).toEqual((value as number[]).map(BigInt))
      else if (type === 'string[]') expect(fields.strings(name)).toEqual((value as string[]).map(withoutNul))
      else if (type.endsWith('[]')) expect(fields.strings(name)).toEqual(value)
      else if (type.startsWith('uint')) expect(fields.uint(name)).toBe(BigInt(value as number))
      else if (type === 'bytes') expect(fields.bytes(name)).toBe(value)
      else expect(fields.bytes32(name)).toBe(value)
    }
  }

  test('a block of many logs is gone through a few times, not once for each of them', () => {
    const deposit = logOf('WOPEN', 'Deposit', { dst: address(0xa), wad: 1n })
    const [block] = blocksOf([Array.from({ length: 200 }, () => deposit)]) as [ChainBlock]
    let looks = 0
    const logs = block.logs.map(({ transactionIndex, ...log }) => ({
      ...log,
      get transactionIndex() {
        looks++
        return transactionIndex
      },
    }))
    expect(decodeBlock({ ...block, logs }, BOOK, createDatanetRegistry([], []))).toHaveLength(200)
    expect(looks).toBeLessThan(10 * 200)
  })

  test('a proposal is the operation of its very bytes, whatever text becomes of them', () => {
    const calls = [{ target: address(5), value: 1n, signature: '', calldata: '0xc0ffee' }]
    const proposed = logOf('OpenLedgerGovernor', 'ProposalCreated', {
      ...{ proposalId: 2n, proposer: address(0xa), voteStart: 1n, voteEnd: 2n, description: 'ABCD' },
      ...{ targets: [address(5)], values: [1n], signatures: [''], calldatas: ['0xc0ffee'] },
    })
    // No UTF-8, and what PostgreSQL keeps in no text.
    const data = proposed.data.replace('41424344', '41ff0044')
    expect(eventsOf([{ ...proposed, data }])).toMatchObject([
      { description: 'A\uFFFD\uFFFDD', operation: operationOf(ADDRESS.OpenLedgerGovernor, calls, '0x41ff0044') },
    ])
  })

  test('an event carries its whole position', () => {
    const [, event] = eventsOf([created()], [updated()])
    expect(event).toMatchObject({
      kind: 'metadataUpdated',
      datanet: '31337-0000000001',
      contract: DATANET,
      at: { chainId: 31_337, blockNumber: 2, logIndex: 0, transactionIndex: 0 },
    })
    expect(event?.at.parentHash).toBe(blocksOf([[], []])[0]?.hash)
  })

  test('a text of 100 KB is kept whole', () => {
    const metadataUri = 'é'.repeat(50_000)
    expect(eventsOf([created(), logOf('Datanet', 'MetadataUpdated', { metadataUri }, DATANET)])[1]).toMatchObject({
      metadataUri,
    })
  })

  test('numbers of methods and roles that we do not know stay numbers', () => {
    const claim = { inferenceId: bytes32(1), method: 9, methodVersion: '', root: bytes32(0) }
    const rest = { count: 0, unattributedPpb: 0, evidenceUri: '' }
    expect(eventsOf([logOf('InferenceLedger', 'AttributionCommitted', { ...claim, ...rest })])[0]).toMatchObject({
      method: '9',
    })
  })
})

describe('bytes that are wrong', () => {
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  const recipient = `0x${word(7n)}`
  const [signature = ''] = withdrawn(1n).topics
  const uriTopic = updated().topics
  const text = (hexText: string, length = hexText.length / 2) =>
    `0x${word(32n)}${word(BigInt(length))}${hexText.padEnd(Math.ceil(hexText.length / 64) * 64, '0')}`
  const ledger = { address: ADDRESS.RewardDistributor }
  const sent = logOf('OPENOFT', 'EnforcedOptionSet', { _enforcedOptions: [] })
  /** A list of one struct, whose last field stands where its offset says or does not. */
  const options = (offset: string, messageType = 1n) =>
    `0x${word(32n)}${word(1n)}${word(32n)}${word(2n)}${word(messageType)}${offset}${word(1n)}${'03'.padEnd(64, '0')}`

  const wrong: [string, LogDraft, RegExp][] = [
    ['no indexed field', { ...ledger, topics: [signature], data: `0x${word(7n)}${word(1n)}` }, /2 topics, not 1/],
    [
      'one topic too many',
      { ...ledger, topics: [signature, recipient, recipient], data: `0x${word(1n)}` },
      /2 topics, not 3/,
    ],
    ['no data', { ...ledger, topics: [signature, recipient], data: '0x' }, /cut short/],
    ['half a word', { ...ledger, topics: [signature, recipient], data: `0x${word(1n).slice(32)}` }, /cut short/],
    ['half a byte', { ...ledger, topics: [signature, recipient], data: '0x1' }, /not bytes/],
    ['data that are no hex', { ...ledger, topics: [signature, recipient], data: `0x${'zz'.repeat(32)}` }, /not bytes/],
    [
      'bytes behind',
      { ...ledger, topics: [signature, recipient], data: `0x${word(1n)}${word(1n)}` },
      /behind its last/,
    ],
    [
      'bits above an address',
      { ...ledger, topics: [signature, `0x${word(MAX_256)}`], data: `0x${word(1n)}` },
      /no address/,
    ],
    ['a topic that is cut', { ...ledger, topics: [signature, '0x07'], data: `0x${word(1n)}` }, /not 32 bytes/],
    ['an offset beyond the end', { address: DATANET, topics: uriTopic, data: `0x${word(999n)}${word(0n)}` }, /offset/],
    ['an offset of 2^256-1', { address: DATANET, topics: uriTopic, data: `0x${word(MAX_256)}${word(0n)}` }, /offset/],
    [
      'a length of 2^256-1',
      { address: DATANET, topics: uriTopic, data: `0x${word(32n)}${word(MAX_256)}` },
      /cut short/,
    ],
    ['a length beyond the end', { address: DATANET, topics: uriTopic, data: text('6162', 40) }, /cut short/],
    ['a struct whose bytes stand elsewhere', { ...sent, data: options(word(128n)) }, /offset should point/],
    ['a struct that is cut short', { ...sent, data: options(word(96n)).slice(0, -64) }, /cut short/],
    ['a struct with a number above its type', { ...sent, data: options(word(96n), 2n ** 16n) }, /does not fit uint16/],
    ['dirt behind a text', { address: DATANET, topics: uriTopic, data: text('616263', 2) }, /padded with zeros/],
  ]
  test.each(wrong)('%s is skipped with its reason', (_name, draft, reason) => {
    const event = eventsOf([created(), draft])[1]
    expect(event?.kind).toBe('skipped')
    expect(event?.kind === 'skipped' && event.reason).toMatch(reason)
    expect(event?.topic0).toBe(draft.topics[0])
  })

  test('a number above its type is skipped', () => {
    const approved = logOf(
      'Datanet',
      'ContributionApproved',
      { contributionId: 1n, reviewer: address(1), qualityPpm: 1 },
      DATANET,
    )
    expect(eventsOf([created(), { ...approved, data: `0x${word(2n ** 32n)}` }])[1]?.kind).toBe('skipped')
  })

  test('a flag of 2 is skipped', () => {
    const draft = created()
    const at = 2 + 64 * 4
    const data = `${draft.data.slice(0, at)}${word(2n)}${draft.data.slice(at + 64)}`
    expect(eventsOf([{ ...draft, data }])[0]?.kind).toBe('skipped')
  })

  test('bytes that are no UTF-8 and U+0000 become U+FFFD', () => {
    const draft = { address: DATANET, topics: uriTopic, data: text('61ff0062') }
    expect(eventsOf([created(), draft])[1]).toMatchObject({ kind: 'metadataUpdated', metadataUri: 'a\uFFFD\uFFFDb' })
  })

  test('any damage to any event decodes or is refused, and nothing else', () => {
    const event = fc.constantFrom(...watchedEvents)
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(15)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(event, damage, fc.nat(3), fc.nat(200), ({ event, contract }, flips, topics, length) => {
        const fields = event.fields.map((field) => [field.name, sample(field)])
        const draft = logOf(contract, event.name, Object.fromEntries(fields), DATANET)
        const digits = [...draft.data.slice(2)]
        for (const [at, digit] of flips) if (digits.length > 0) digits[at % digits.length] = digit.toString(16)
        const data = `0x${digits.slice(0, digits.length - length).join('')}`
        const [block] = blocksOf([
          [{ ...draft, data, topics: draft.topics.slice(0, draft.topics.length - (topics % 2)) }],
        ])
        try {
          decodeFields(event, block?.logs[0] as ChainLog)
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableLog)
        }
      }),
      { numRuns: 500 },
    )
  })

  function sample({ type, ...rest }: AbiField): unknown {
    if (type.endsWith('[]')) return [0, 1].map(() => sample({ ...rest, type: type.slice(0, -2) }))
    if (rest.components !== undefined) return rest.components.map((field) => sample(field))
    if (type === 'string') return 'some text'
    if (type === 'bool') return true
    if (type === 'address') return address(3)
    if (type === 'bytes32') return bytes32(4)
    if (type === 'bytes') return '0xc0ffee'
    return type === 'uint256' || type === 'uint64' ? 5n : 5
  }
})

describe('who may speak', () => {
  const kinds = (events: Event[]) => events.map((event) => event.kind)

  test('a contract that is no Datanet is not heard, and leaves nothing', () => {
    expect(eventsOf([created(), updated(address(0xbad))])).toHaveLength(1)
  })
  test('a Datanet may be a proxy, and no stranger', () => {
    const upgraded = (speaker: string) => logOf('Proxy', 'Upgraded', { implementation: address(0xf1) }, speaker)
    const events = eventsOf([upgraded(DATANET), created(), upgraded(address(0xbad))], [upgraded(DATANET)])
    expect(kinds(events)).toEqual(['datanetCreated', 'proxyChanged', 'proxyChanged'])
    expect(events[1]).toMatchObject({ contract: DATANET, current: address(0xf1) })
    const { childTopics } = watchedLogs(BOOK)
    for (const topic of WATCHED.Proxy.keys()) expect(childTopics).toContain(topic)
  })
  test('a log before its creation in the same transaction counts', () => {
    expect(
      kinds(
        eventsOf([
          { ...updated(), transaction: 0 },
          { ...created(), transaction: 0 },
        ]),
      ),
    ).toEqual(['datanetCreated', 'metadataUpdated'])
  })
  test('a log of the same block but another transaction counts, whichever comes first', () => {
    expect(kinds(eventsOf([updated(), created(), updated()]))).toEqual([
      'datanetCreated',
      'metadataUpdated',
      'metadataUpdated',
    ])
  })
  test('a log of an earlier block does not count', () => {
    expect(kinds(eventsOf([updated()], [created()]))).toEqual(['datanetCreated'])
  })
  test('two Datanets of one block speak for themselves', () => {
    const events = eventsOf([created(), created(address(0xdb), 2n), updated(address(0xdb)), updated()])
    expect(events.slice(2)).toMatchObject([{ datanet: '31337-0000000002' }, { datanet: '31337-0000000001' }])
  })
  test('a creation that takes a number again is skipped, and its contract is not heard', () => {
    expect(kinds(eventsOf([created()], [created(address(0xdb), 1n), updated(address(0xdb))]))).toEqual([
      'datanetCreated',
      'skipped',
    ])
  })
  test('a creation that takes a contract again is skipped, and the contract speaks for its first Datanet', () => {
    const events = eventsOf([created()], [created(DATANET, 2n), updated()])
    expect(kinds(events)).toEqual(['datanetCreated', 'skipped', 'metadataUpdated'])
    expect(events[2]).toMatchObject({ datanet: '31337-0000000001' })
  })
  test('the contract of a Datanet 0, which is none, is not heard', () => {
    expect(kinds(eventsOf([created(DATANET, 0n), updated()]))).toEqual(['datanetCreated'])
  })
  test("a factory's log from another address is not heard", () => {
    expect(eventsOf([{ ...created(), address: address(0xbad) }])).toEqual([])
  })
  test('a known contract saying what another should say is not heard', () => {
    expect(eventsOf([{ ...withdrawn(1n), address: ADDRESS.InferenceLedger }])).toEqual([])
  })
  test('a log without topics is not heard', () => {
    expect(eventsOf([{ address: ADDRESS.InferenceLedger, topics: [], data: '0x' }])).toEqual([])
  })
})
