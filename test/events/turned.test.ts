// The rule of another version, for every event of every contract of the reference interface: other names in another order leave the same
// statements and the same rows, and only the ABI, a decoder and the address book say so.
import { beforeAll, describe, expect, test } from 'vitest'
import { type WatchedContract, watchedBy, watchedLogs } from '../../src/chain/watched'
import type { AddressBook } from '../../src/config'
import { createDatanetRegistry } from '../../src/events/data/datanet-registry'
import { decodeBlock, decodeCreations } from '../../src/events/decode'
import type { Event } from '../../src/events/event'
import { addInterface } from '../../src/events/interfaces'
import { BOOK, blocksOf, type LogDraft, logOf } from '../support/blocks/blocks'
import { DATANET, ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { eventsOf, turned, turnedFactory, turnedLog } from '../support/blocks/turned'
import { createMemory, type Memory, processInMemory } from '../support/memory'

/** In the order in which what they say makes sense. */
const CONTRACTS: readonly WatchedContract[] = [
  ...(['DatanetFactory', 'Datanet', 'ModelRegistry', 'AdapterRegistry', 'AgentRegistry'] as const),
  ...(['InferenceLedger', 'RewardDistributor', 'StudioVault', 'GrantProgram'] as const),
]
const TURNED: AddressBook = { ...BOOK, interface: 'turned-test' }

beforeAll(() => {
  const versions = Object.fromEntries(CONTRACTS.map((name) => [name, turned(name)]))
  addInterface('turned-test', { ...versions, DatanetFactory: turnedFactory() })
})

const EVENTS = CONTRACTS.flatMap((contract) => eventsOf(contract).map(({ name }) => ({ contract, name })))

type Said = (typeof EVENTS)[number]

const speakerOf = ({ contract }: Said) => (contract === 'Datanet' ? DATANET : undefined)
const inOurs = (said: Said) => logOf(said.contract, said.name, ORDINARY_ARGUMENTS, speakerOf(said))
const inTurned = (said: Said) => turnedLog(said.contract, said.name, ORDINARY_ARGUMENTS, speakerOf(said))
const creation: Said = { contract: 'DatanetFactory', name: 'DatanetCreated' }

/** What the log says behind the creation of the Datanet, without the topic that names its event. */
function decoded(logs: LogDraft[], book: AddressBook): unknown {
  const [block] = blocksOf([logs])
  if (block === undefined) throw new Error('there is no block')
  const registry = createDatanetRegistry([], decodeCreations(block, book))
  return decodeBlock(block, book, registry).map(withoutTopic).at(-1)
}

function withoutTopic({ topic0: _, ...event }: Event): unknown {
  return event
}

describe.each(EVENTS)('$contract $name', (said) => {
  test('says the same in either version, and nothing in the other’s words', () => {
    const logs = said.name === creation.name ? [said] : [creation, said]
    const ours = decoded(logs.map(inOurs), BOOK)
    expect(ours).not.toMatchObject({ kind: 'skipped' })
    expect(decoded(logs.map(inTurned), TURNED)).toEqual(ours)
    expect(decoded([...logs.map(inTurned), inOurs(said)], TURNED)).toEqual(ours)
  })
})

test('a chain that speaks it leaves the rows of one that speaks ours', () => {
  const [ours, theirs] = [createMemory(), createMemory()]
  processInMemory(ours, blocksOf([EVENTS.map(inOurs), EVENTS.map(inOurs)]), BOOK)
  processInMemory(theirs, blocksOf([EVENTS.map(inTurned), EVENTS.map(inTurned)]), TURNED)
  expect(rowsOf(theirs)).toEqual(rowsOf(ours))
  const kinds = new Set([...theirs.rows.values()].map(({ kind }) => kind))
  for (const kind of ['datanetVersion', 'trainingData', 'adapterUse', 'dispute', 'reward'] as const) {
    expect(kinds).toContain(kind)
  }
})

test('what is asked for is what it says, and nothing of ours that it renamed', () => {
  const asked = new Set(watchedLogs(TURNED).topics)
  for (const contract of CONTRACTS) {
    for (const topic of watchedBy(BOOK)[contract].keys()) expect(asked).not.toContain(topic)
    for (const topic of watchedBy(TURNED)[contract].keys()) expect(asked).toContain(topic)
  }
})

/** But for the topics, which name the events. */
function rowsOf(memory: Memory): unknown[] {
  return [...memory.rows.values()].map((change) => ({ ...change, row: { ...change.row, topic0: null } }))
}
