// Money and conduct as they are asked for: what a stake was worth at any moment, tokens and their holders, stakes in Datanets, slashes,
// disputes; from logs through the processor's own batch.
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abiOf } from '../../src/dev/contracts/contract'
import { ADDRESS, address, blocksOf, type LogDraft, logOf } from '../support/blocks'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { TERMS } from '../support/events'
import { type Asker, openGraph } from '../support/graph'
import { openProcessed } from '../support/processed'
import { DATANET, ORDERLY, ORDINARY_ARGUMENTS } from '../support/random-chain'

const ANN = address(0xa)
const call = (functionName: string, args: unknown[]) => ({
  to: ADDRESS.Staking,
  input: encodeFunctionData({ abi: abiOf('Staking'), functionName, args }),
})
const staking = (name: string, args: Record<string, unknown>, called: LogDraft['call'] = null): LogDraft => ({
  ...logOf('Staking', name, { configId: 7n, stakingId: 9n, recipient: ANN, ...args }),
  call: called ?? null,
})
const speak = (contract: 'Datanet' | 'InferenceLedger' | 'WOPEN' | 'GOPEN', name: string) =>
  logOf(contract, name, ORDINARY_ARGUMENTS, contract === 'Datanet' ? DATANET : undefined)

/** One block each, two seconds apart; TERMS make a stake worth e times as much in that time. */
const BLOCKS: LogDraft[][] = [
  ORDERLY,
  [staking('ConfigCreated', {}, call('createConfig', [TERMS]))],
  [staking('Staked', { amount: 1_000n }, call('stake', [7n, ANN, 1_000n]))],
  [staking('ToppedUp', { amount: 10n })],
  [staking('RequestUnstake', {}), speak('Datanet', 'ContributorSlashed'), speak('InferenceLedger', 'DisputeResolved')],
  [staking('Unstaked', {}), speak('WOPEN', 'Transfer'), speak('WOPEN', 'Withdrawal')],
  [speak('GOPEN', 'DelegateChanged'), speak('GOPEN', 'DelegateVotesChanged')],
]
const timeOf = (block: number) => new Date(1_700_000_000_000 + block * 2_000).toISOString()

let database: TestDatabase
let graph: Asker

beforeAll(async () => {
  database = await createTestDatabase()
  const processed = await openProcessed(database.url)
  await processed.final(blocksOf(BLOCKS))
  await processed.close()
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph?.close()
  await database?.drop()
})

test('a stake has the worth that it had at each moment', async () => {
  const worth = [2, 3, 4, 5, 6].map((block) => `at${block}: value(at: "${timeOf(block)}")`).join(' ')
  const { data, errors } = await graph.ask(
    `{ stakes(first: 1) { nodes { stakingId principal amountDue now: value ${worth} } } }`,
  )
  expect(errors).toEqual([])
  // 1000, e times that and 10 more, e times that until it was asked for, nothing once it was returned.
  const expected = { at2: null, at3: '1000', at4: '2728', at5: '7415', at6: '0', now: '0' }
  expect(data).toEqual({ stakes: { nodes: [{ stakingId: '9', principal: '2728', amountDue: '7415', ...expected }] } })
})

test('a moment that is none is refused', async () => {
  const { errors } = await graph.ask('{ stakes(first: 1) { nodes { value(at: "yesterday") } } }')
  expect(errors[0]?.message).toContain('yesterday')
})

test('a config shows its terms, newest first', async () => {
  const { data, errors } = await graph.ask(
    '{ stakingConfigs(first: 1) { nodes { configId terms { totalCount nodes { interestRate isPublic } } } } }',
  )
  expect(errors).toEqual([])
  const terms = { totalCount: 1, nodes: [{ interestRate: String(TERMS.interestRate), isPublic: true }] }
  expect(data).toEqual({ stakingConfigs: { nodes: [{ configId: '7', terms }] } })
})

test('a token shows its supply, holders and movements', async () => {
  const { data, errors } = await graph.ask(`{ token(symbol: "WOPEN") { supply
    balances { nodes { balance account { address } } } transfers { nodes { movement amount from { address } to { address } } } } }`)
  expect(errors).toEqual([])
  const [from, to] = [address(0xa1), address(0xa2)]
  expect(data).toMatchObject({
    token: {
      supply: '0',
      // Wrapped by one, then sent and unwrapped by another who never had any: below zero, as the logs have it.
      balances: { nodes: expect.arrayContaining([{ balance: '18', account: { address: to } }]) },
      transfers: {
        nodes: [
          { movement: 'UNWRAP', amount: '9', from: { address: from }, to: null },
          { movement: 'TRANSFER', amount: '9', from: { address: from }, to: { address: to } },
          { movement: 'WRAP', amount: '9', from: null, to: { address: to } },
        ],
      },
    },
  })
})

test('votes are told, and who casts them', async () => {
  const { data, errors } = await graph.ask(`{ token(symbol: "GOPEN") { supply wraps { nodes { movement amount } }
    delegations { nodes { from { address } to { address } } } votesChanges { nodes { votes delegate { address } } } } }`)
  expect(errors).toEqual([])
  const to = { address: address(0xa2) }
  expect(data).toEqual({
    token: {
      // It says that it was wrapped, but never that it was minted.
      supply: '0',
      wraps: { nodes: [{ movement: 'WRAP', amount: '9' }] },
      delegations: { nodes: [{ from: null, to }] },
      votesChanges: { nodes: [{ votes: '9', delegate: to }] },
    },
  })
})

test('conduct stands where it belongs', async () => {
  const { data, errors } = await graph.ask(`{
    datanets { nodes { stakes { nodes { deposited slashed balance } } slashes { nodes { amount reason contribution { id } } } } }
    disputes { nodes { method status resolvedBlockNumber inference { disputes { totalCount } } } }
    remainderRecipients { totalCount } }`)
  expect(errors).toEqual([])
  expect(data).toMatchObject({
    datanets: {
      nodes: [
        {
          stakes: { nodes: [{ deposited: '5', slashed: '5', balance: '0' }] },
          slashes: { nodes: [{ amount: '5', reason: 'BIASED', contribution: {} }] },
        },
      ],
    },
    disputes: {
      nodes: [
        {
          method: 'SUFFIX_ARRAY',
          status: 'UPHELD',
          resolvedBlockNumber: 5,
          inference: { disputes: { totalCount: 1 } },
        },
      ],
    },
    remainderRecipients: { totalCount: 0 },
  })
})
