// Money and conduct as they are asked for: what a stake was worth at any moment, tokens and their holders, stakes in Datanets, slashes,
// disputes; from logs through the processor's own batch.
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asker, openGraph } from '../support/api/graph'
import { ADDRESS, address, blocksOf, bytes32, CHAIN_ID, logOf } from '../support/blocks/blocks'
import { TERMS } from '../support/blocks/events'
import { MONEY_BLOCKS } from '../support/blocks/money-blocks'
import { ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openProcessed } from '../support/processed'

const timeOf = (block: number) => new Date(1_700_000_000_000 + block * 2_000).toISOString()

/** A withdrawal that is paid, though the call behind the payment fails. */
const WITHDRAWN = [
  logOf('OPEN', 'Transfer', { from: address(0), to: address(0xa1), value: 9n }),
  logOf('L2ToL1MessagePasser', 'MessagePassed', ORDINARY_ARGUMENTS),
  logOf('OptimismPortal', 'WithdrawalProven', ORDINARY_ARGUMENTS),
  logOf('OptimismPortal', 'WithdrawalFinalized', { ...ORDINARY_ARGUMENTS, success: false }),
]

let database: TestDatabase
let graph: Asker

beforeAll(async () => {
  database = await createTestDatabase()
  const processed = await openProcessed(database.url)
  await processed.final(blocksOf([...MONEY_BLOCKS.slice(0, -1), [...(MONEY_BLOCKS.at(-1) ?? []), ...WITHDRAWN]]))
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

test('a withdrawal that was finalised is not under way, whether its call succeeded or not', async () => {
  const { data, errors } = await graph.ask(
    '{ supply { parts { form amount } } bridgeWithdrawals { nodes { status } } }',
  )
  expect(errors).toEqual([])
  expect(data).toMatchObject({ bridgeWithdrawals: { nodes: [{ status: 'FAILED' }] } })
  const { parts } = (data as { supply: { parts: { form: string; amount: string }[] } }).supply
  expect(parts.find(({ form }) => form === 'WITHDRAWING')?.amount).toBe('0')
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

test('what was removed of a contribution and what was paid out is told row by row', async () => {
  const { data, errors } = await graph.ask(`{
    contributions { nodes { removals { totalCount nodes { reason rowCount rows(first: 1) rest: rows(after: 0) block { number } } } } }
    account(id: "${address(0xa4)}") { rewardsWithdrawn
      rewardWithdrawals { totalCount nodes { amount block { number } recipient { address } } } } }`)
  expect(errors).toEqual([])
  const removals = [
    { reason: 'spam', rowCount: 2, rows: [0], rest: [1], block: { number: 5 } },
    { reason: '', rowCount: 1, rows: [0], rest: [], block: { number: 1 } },
  ]
  const paid = { amount: '5', block: { number: 5 }, recipient: { address: address(0xa4) } }
  expect(data).toMatchObject({
    contributions: { nodes: [{ removals: { totalCount: 2, nodes: removals } }] },
    account: { rewardsWithdrawn: '5', rewardWithdrawals: { totalCount: 1, nodes: [paid] } },
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

test('an inference names its adapters, its agent and the host that served it', async () => {
  const { data, errors } =
    await graph.ask(`{ inferences { nodes { agentId agentState modelVersionStatus modelVersion { status } agent { status stake slashed slashes { nodes { amount reason } } }
    servedBy { host status operator { address } } adapters { nodes { weightPpm adapter { rank model { agents { totalCount } }
      deployments { nodes { status retiredBlockNumber host { deployments { totalCount } } } } uses { totalCount } } } } } }
    hosts { totalCount } adapters { totalCount } agents { nodes { inferences { totalCount } } } agentSlashes { totalCount } }`)
  expect(errors).toEqual([])
  const deployment = { status: 'HOST_RETIRED', retiredBlockNumber: null, host: { deployments: { totalCount: 1 } } }
  const adapter = {
    ...{ rank: '16', model: { agents: { totalCount: 1 } }, deployments: { nodes: [deployment] } },
    uses: { totalCount: 1 },
  }
  const slashes = { nodes: [{ amount: '2', reason: 'it lied' }] }
  expect(data).toEqual({
    inferences: {
      nodes: [
        {
          ...{
            agentId: '1',
            agentState: 'ACTIVE',
            modelVersionStatus: 'RECORDED',
            modelVersion: { status: 'RECORDED' },
          },
          agent: { status: 'ACTIVE', stake: '-2', slashed: '2', slashes },
          servedBy: { host: bytes32(1), status: 'RETIRED', operator: { address: address(0xa1) } },
          adapters: { nodes: [{ weightPpm: '600000', adapter }] },
        },
      ],
    },
    hosts: { totalCount: 1 },
    adapters: { totalCount: 1 },
    agents: { nodes: [{ inferences: { totalCount: 1 } }] },
    agentSlashes: { totalCount: 1 },
  })
})

test('studio credits say what they were spent on', async () => {
  const { data, errors } =
    await graph.ask(`{ studioAccounts { nodes { balance account { address studioAccount { spent } } } }
    creditMovements { nodes { movement amount inference { fee } } } }`)
  expect(errors).toEqual([])
  expect(data).toEqual({
    studioAccounts: { nodes: [{ balance: '41', account: { address: address(0xa3), studioAccount: { spent: '9' } } }] },
    creditMovements: {
      nodes: [
        { movement: 'SPEND', amount: '9', inference: { fee: '9' } },
        { movement: 'DEPOSIT', amount: '50', inference: null },
      ],
    },
  })
})

test('grants stand against their budget, by tier and area', async () => {
  const { data, errors } =
    await graph.ask(`{ grantProgram { grants openGrants budgetUsd awardedUsd releasedUsd committedUsd remainingUsd disbursed
      groups { tier area grants awardedUsd committedUsd disbursed } }
    grants { nodes { grantId tier status isWithinTier releasedUsd closedReason milestones { nodes { status evidenceUri disbursed } } } }
    grantDisbursements { nodes { amount milestone { index } grant { grantId } } } }`)
  expect(errors).toEqual([])
  const closed = { grantId: '2', tier: 'BUILDING', status: 'CLOSED', isWithinTier: true, releasedUsd: '100000000000' }
  expect(data).toEqual({
    grantProgram: {
      ...{ grants: 2, openGrants: 1, budgetUsd: '25000000000000', awardedUsd: '100000000040' },
      ...{ releasedUsd: '100000000000', committedUsd: '40', remainingUsd: '24999999999960', disbursed: '7' },
      groups: [
        {
          ...{ tier: 'BUILDING', area: 'GAMING', grants: 1, awardedUsd: '100000000000' },
          ...{ committedUsd: '0', disbursed: '0' },
        },
        { tier: 'EXPLORATION', area: 'GAMING', grants: 1, awardedUsd: '40', committedUsd: '40', disbursed: '7' },
      ],
    },
    grants: {
      nodes: [
        { ...closed, closedReason: 'no report', milestones: { nodes: [] } },
        {
          ...{ grantId: '1', tier: 'EXPLORATION', status: 'OPEN', isWithinTier: false, releasedUsd: '0' },
          ...{
            closedReason: null,
            milestones: { nodes: [{ status: 'PAID', evidenceUri: 'data:,…', disbursed: '7' }] },
          },
        },
      ],
    },
    grantDisbursements: { nodes: [{ amount: '7', milestone: { index: '0' }, grant: { grantId: '1' } }] },
  })
})

test('a proposal has the state that the clock, its votes and the quorum give it', async () => {
  const { data, errors } =
    await graph.ask(`{ proposals { nodes { proposalId state quorum votesFor voteEnd proposer { votes { totalCount } }
      actions { nodes { target calldata } } votes { nodes { support reason weight voter { address } } } timelockOperation { status } } }
    votes { totalCount } governanceParameters { nodes { parameter value } } roleChanges { nodes { isGranted } }
    timelockOperations { nodes { status calls { nodes { index executedBlockNumber } } } } }`)
  expect(errors).toEqual([])
  const action = { target: address(0xa1), calldata: '0x01' }
  const vote = { support: 'FOR', reason: 'it is time', weight: '9', voter: { address: address(0xa2) } }
  const common = { proposer: { votes: { totalCount: 0 } }, actions: { nodes: [action] }, timelockOperation: null }
  expect(data).toEqual({
    proposals: {
      nodes: [
        {
          ...{ proposalId: '2', state: 'SUCCEEDED', quorum: '0', votesFor: '9', voteEnd: '1700000021' },
          ...{ votes: { nodes: [vote] }, ...common },
        },
        {
          ...{ proposalId: '1', state: 'DEFEATED', quorum: null, votesFor: '0', voteEnd: '1700000005' },
          ...{ votes: { nodes: [] }, ...common },
        },
      ],
    },
    votes: { totalCount: 1 },
    governanceParameters: { nodes: [{ parameter: 'QUORUM_NUMERATOR', value: '5' }] },
    roleChanges: { nodes: [{ isGranted: true }] },
    timelockOperations: {
      nodes: [{ status: 'EXECUTED', calls: { nodes: [{ index: '0', executedBlockNumber: 11 }] } }],
    },
  })
})

test('a proposal has the state, the votes and the quorum that it had as of a block', async () => {
  const asked = [8, 9, 10, 11].map((block) => `b${block}: state(block: ${block}) q${block}: quorum(block: ${block})`)
  const { data, errors } = await graph.ask(`{ proposals(first: 1) { nodes { proposalId ${asked.join(' ')} } } }`)
  expect(errors).toEqual([])
  // Made in block 9, a second before its snapshot; the vote stands in block 10, and block 11 is behind its end.
  const then = { b8: null, b9: 'PENDING', b10: 'ACTIVE', b11: 'SUCCEEDED' }
  const quorums = { q8: null, q9: null, q10: '0', q11: '0' }
  expect(data).toEqual({ proposals: { nodes: [{ proposalId: '2', ...then, ...quorums }] } })
})

test('what a stake is worth as of a block is what it is worth at its time', async () => {
  const asked = [2, 3, 4, 5, 6, 11].flatMap((block) => [
    `b${block}: value(block: ${block})`,
    `t${block}: value(at: "${timeOf(block)}")`,
  ])
  const { data, errors } = await graph.ask(`{ stakes { nodes { ${asked.join(' ')} } } }`)
  expect(errors).toEqual([])
  const [values] = (data as { stakes: { nodes: Record<string, string | null>[] } }).stakes.nodes
  const of = (letter: string) =>
    Object.entries(values ?? {}).flatMap(([name, value]) => (name.startsWith(letter) ? [value] : []))
  expect(of('b')).toEqual([null, '1000', '2728', '7415', '0', '0'])
  expect(of('t')).toEqual(of('b'))
})

test('blocks that are not there yet are refused', async () => {
  for (const field of ['proposals { nodes { state(block: 12) } }', 'stakes { nodes { value(block: -1) } }']) {
    const { errors } = await graph.ask(`{ ${field} }`)
    expect(errors[0]?.message).toContain('give a block from 0 to 11')
  }
})

test('what was upgraded, what L1 set and what the airdrop paid is told with its place', async () => {
  const { data, errors } = await graph.ask(`{
    proxies { nodes { address name implementation admin upgrades { nodes { part previous current block { number } } } } }
    upgrades { totalCount nodes { proxy { name } } }
    systemConfigUpdates { nodes { contract version setting data } }
    contractSettings { totalCount nodes { contract setting eid messageType previous value block { number } } }
    airdropBatches { nodes { root isEnabled fee paid payouts { totalCount nodes { amount account { address } batch { root } } } } }
    airdropPayouts { totalCount } airdropSettings { nodes { setting value } } }`)
  expect(errors).toEqual([])
  const upgrade = { part: 'IMPLEMENTATION', previous: null, current: address(0xf1), block: { number: 1 } }
  const payout = { amount: '5', account: { address: address(0xa3) }, batch: { root: bytes32(1) } }
  expect(data).toEqual({
    proxies: {
      nodes: [
        {
          ...{ address: ADDRESS.StudioVault, name: 'StudioVault', implementation: address(0xf1), admin: null },
          upgrades: { nodes: [upgrade] },
        },
      ],
    },
    upgrades: { totalCount: 1, nodes: [{ proxy: { name: 'StudioVault' } }] },
    systemConfigUpdates: {
      nodes: [{ contract: ADDRESS.SystemConfig, version: '1', setting: 'GAS_LIMIT', data: '0x01' }],
    },
    contractSettings: {
      totalCount: 1,
      nodes: [
        {
          ...{ contract: ADDRESS.OPENOFT, setting: 'PEER', eid: '2', messageType: null, previous: null },
          ...{ value: bytes32(22), block: { number: 1 } },
        },
      ],
    },
    airdropBatches: {
      nodes: [
        {
          ...{ root: bytes32(1), isEnabled: null, fee: null, paid: '5' },
          payouts: { totalCount: 1, nodes: [payout] },
        },
      ],
    },
    airdropPayouts: { totalCount: 1 },
    airdropSettings: { nodes: [{ setting: 'VAULT', value: address(0xf4) }] },
  })
})

test('what could not be used is told with the reason', async () => {
  const { data, errors } = await graph.ask(
    '{ _meta { hasIndexingErrors } skippedLogs(first: 1) { totalCount nodes { contract topic0 reason block { number } } } }',
  )
  expect(errors).toEqual([])
  const { totalCount, nodes } = (data as { skippedLogs: { totalCount: number; nodes: { reason: string }[] } })
    .skippedLogs
  expect(totalCount).toBeGreaterThan(0)
  expect(nodes[0]?.reason).toContain('the grant 99')
  expect(data).toMatchObject({ _meta: { hasIndexingErrors: true } })
})

test('signers are told by their newest days, and all of them only where that is asked', async () => {
  const sql = postgres(database.url)
  const signed = ([hash, time, from, kind]: readonly [number, string, number, string]) => ({
    ...{ id: bytes32(hash), chain_id: CHAIN_ID, kind, from: address(from), value: 0, is_success: true, gas_used: 1 },
    ...{ traces_available: false, block_number: hash, block_hash: bytes32(hash), timestamp: new Date(time) },
    ...{ transaction_hash: bytes32(hash), transaction_index: 0 },
  })
  const rows = [
    [1, '2026-01-01T23:59:59Z', 1, 'SIGNED'],
    [2, '2026-01-03T00:00:00Z', 1, 'SIGNED'],
    [3, '2026-01-03T12:00:00Z', 1, 'SIGNED'],
    [4, '2026-01-03T23:59:59Z', 2, 'SIGNED'],
    [5, '2026-01-05T00:00:00Z', 3, 'DEPOSIT'],
  ] as const
  await sql`insert into transaction ${sql(rows.map(signed))}`
  await sql.end()
  const newest = { day: '2026-01-03', signers: 2, transactions: 3 }
  const asked = async (fields: string) => {
    const { data, errors, sql: statements } = await graph.ask(`{ signers${fields} }`)
    expect(errors).toEqual([])
    return [(data as { signers: object }).signers, statements.filter((text) => text.includes('transaction')).length]
  }
  const day = 'days { day signers transactions }'
  expect(await asked(`(days: 1) { ${day} }`)).toEqual([{ days: [newest] }, 1])
  const all = [newest, { day: '2026-01-01', signers: 1, transactions: 1 }]
  expect(await asked(`(days: 9) { total transactions ${day} }`)).toEqual([{ total: 2, transactions: 4, days: all }, 2])
  expect(await asked(`(days: 0) { ${day} }`)).toEqual([{ days: [] }, 1])
})

test('of OPEN that went where nobody looks no difference is reckoned', async () => {
  const [nobody, ann, to] = [address(0), address(0xa), ADDRESS.OPENOFTAdapter]
  const moved = (from: string, to: string, value: bigint) => logOf('OPEN', 'Transfer', { from, to, value })
  const leg = { guid: bytes32(71), dstEid: 30_102, srcEid: 30_102, fromAddress: ann, toAddress: ann }
  const sent = { ...leg, amountSentLD: 100n, amountReceivedLD: 100n }
  const back = { ...leg, guid: bytes32(72), amountReceivedLD: 40n }
  const processed = await openProcessed(database.url)
  const there = [moved(nobody, ann, 100n), moved(ann, to, 100n), logOf('OPENOFTAdapter', 'OFTSent', sent)]
  const andBack = [moved(to, ann, 40n), logOf('OPENOFTAdapter', 'OFTReceived', back)]
  await processed.final(blocksOf([there, andBack], MONEY_BLOCKS.length + 1))
  await processed.close()
  const { data, errors } = await graph.ask('{ supply { difference lockedInAdapter parts { form isSeen } } }')
  expect(errors).toEqual([])
  const { supply } = data as { supply: { parts: { form: string; isSeen: boolean }[] } }
  expect(supply).toMatchObject({ difference: null, lockedInAdapter: '60' })
  const seen = supply.parts.flatMap(({ form, isSeen }) => (isSeen ? [form] : []))
  expect(seen).toEqual(['HELD_ON_L1', 'WOPEN', 'GOPEN'])
})
