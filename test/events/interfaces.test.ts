// A changed ABI costs its file, a decoder and a line in the address book: a chain that speaks `poa/2-test`, with renamed and reordered
// events, is read beside one that speaks `poa/1`, and leaves the same rows.
import { encodeAbiParameters, encodeEventTopics } from 'viem'
import { beforeAll, expect, test } from 'vitest'
import { watchedLogs } from '../../src/chain/watched'
import type { AddressBook } from '../../src/config'
import { addInterface } from '../../src/events/interfaces'
import { ADDRESS, BOOK, blocksOf, CHAIN_ID, type LogDraft, logOf } from '../support/blocks/blocks'
import { ORDINARY_ARGUMENTS as A, ORDERLY } from '../support/blocks/random-chain'
import { createMemory, type Memory, processInMemory } from '../support/memory'
import { ABI, inferenceLedger2 } from '../support/poa-2/inference-ledger'

const SECOND: AddressBook = { ...BOOK, chainId: 31_339, interface: 'poa/2-test' }

beforeAll(() => addInterface('poa/2-test', { InferenceLedger: inferenceLedger2 }))

/** The same sentences in the order of the first version's, each in both. */
const SENTENCES: readonly [first: string, second: string, args: Record<string, unknown>][] = [
  [
    'InferenceRecorded',
    'CallPaid',
    {
      ...{ payer: A.caller, call: A.inferenceId, model: A.modelId, paid: A.fee, tokensOut: A.tokensOut, uri: '' },
      ...{ tokensIn: A.tokensIn, answer: A.outputHash, question: A.inputHash, machine: A.host, agent: A.agentId },
      modelVersion: A.version,
    },
  ],
  [
    'AttributionCommitted',
    'CreditClaimed',
    { call: A.inferenceId, way: 0, tree: A.root, leaves: A.count, rest: A.unattributedPpb, wayVersion: '', uri: '' },
  ],
  ['AdapterUsed', 'AdapterCredited', { adapter: A.adapterId, call: A.inferenceId, ppm: A.weightPpm }],
  [
    'AttributionDisputed',
    'CreditContested',
    { call: A.inferenceId, by: A.challenger, way: 0, uri: A.reasonUri, stake: A.bond },
  ],
  ['DisputeResolved', 'ContestDecided', { call: A.inferenceId, way: 0, stands: false }],
]

const isOf = (name: 'InferenceLedger' | 'RewardDistributor') => (draft: LogDraft) => draft.address === ADDRESS[name]
const others = ORDERLY.filter((draft) => !isOf('InferenceLedger')(draft) && !isOf('RewardDistributor')(draft))
/** Of the inferences. */
const rewards = ORDERLY.filter(isOf('RewardDistributor'))
const first = SENTENCES.map(([name]) => logOf('InferenceLedger', name, A))
const second = SENTENCES.map(([, name, args]) => inSecond(name, args))

function inSecond(eventName: string, args: Record<string, unknown>): LogDraft {
  const event = ABI.find((item) => item.type === 'event' && item.name === eventName)
  if (event?.type !== 'event') throw new Error(`there is no ${eventName}`)
  const data = event.inputs.filter(({ indexed }) => !indexed)
  return {
    address: ADDRESS.InferenceLedger,
    topics: encodeEventTopics({ abi: ABI, eventName, args }) as string[],
    data: encodeAbiParameters(
      data,
      data.map(({ name }) => args[name ?? '']),
    ),
  }
}

/** What the rows of one chain say, without its number. */
function rowsOf(memory: Memory, chainId: number): unknown[] {
  const own = [...memory.rows.values()].filter(({ row }) => row.chainId === chainId)
  const print = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
  return own.map((change) => JSON.parse(JSON.stringify(change, print).replaceAll(String(chainId), '0')))
}

test('both leave the same rows, side by side', () => {
  const memory = createMemory()
  processInMemory(memory, blocksOf([others, first, rewards]), BOOK)
  processInMemory(memory, blocksOf([others, second, rewards]), SECOND)
  const rows = rowsOf(memory, CHAIN_ID)
  expect(memory.all('skippedLog')).toEqual([])
  expect(memory.all('dispute').map(({ status }) => status)).toEqual(['UPHELD', 'UPHELD'])
  expect(rowsOf(memory, SECOND.chainId)).toEqual(rows)
})

test('neither understands the other', () => {
  const memory = createMemory()
  processInMemory(memory, blocksOf([others, second, rewards]), BOOK)
  processInMemory(memory, blocksOf([others, first, rewards]), SECOND)
  expect(memory.all('inference')).toEqual([])
})

test('each is asked for by its own topics', () => {
  const [ours, theirs] = [BOOK, SECOND].map((book) => new Set(watchedLogs(book).topics))
  expect(first.map(({ topics }) => [ours?.has(topics[0] ?? ''), theirs?.has(topics[0] ?? '')])).toEqual(
    first.map(() => [true, false]),
  )
  expect(second.map(({ topics }) => [ours?.has(topics[0] ?? ''), theirs?.has(topics[0] ?? '')])).toEqual(
    second.map(() => [false, true]),
  )
})

test('a version that nobody understands is refused in words', () => {
  expect(() => watchedLogs({ ...BOOK, interface: 'poa/9' })).toThrow('speaks poa/9, which nobody here understands')
})
