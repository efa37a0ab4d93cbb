// Governance and grants as people ask for them: the answer and the SQL to the letter, as many statements for one row as for many, and an index
// behind each.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WatchedContract } from '../../src/chain/watched'
import { type Answer, type Asker, openGraph } from '../support/api/graph'
import { type Arguments, address, blocksOf, type LogDraft, logOf } from '../support/blocks/blocks'
import { ORDERLY, ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openProcessed } from '../support/processed'

const speak = (contract: WatchedContract, name: string, args: Arguments = {}): LogDraft =>
  logOf(contract, name, { ...ORDINARY_ARGUMENTS, ...args })
const secondOf = (block: number) => BigInt(1_700_000_000 + block * 2)
const NOBODY = address(0)
const made = (value: bigint) => speak('GOPEN', 'Transfer', { from: NOBODY, to: address(0xa1), value })
const destroyed = (value: bigint) => speak('GOPEN', 'Transfer', { from: address(0xa1), to: NOBODY, value })
const proposed = (proposalId: bigint, from: number, to: number) =>
  speak('OpenLedgerGovernor', 'ProposalCreated', { proposalId, voteStart: secondOf(from), voteEnd: secondOf(to) })
const voted = (proposalId: bigint, weight: bigint) => speak('OpenLedgerGovernor', 'VoteCast', { proposalId, weight })

/** One block each, two seconds apart: what there is of the votes' token changes between the snapshots of proposals. */
const BLOCKS: LogDraft[][] = [
  ORDERLY,
  [speak('OpenLedgerGovernor', 'QuorumNumeratorUpdated', { newQuorumNumerator: 5n }), made(1_000n)],
  [proposed(11n, 4, 6)],
  [made(2_000n)],
  [voted(11n, 150n), proposed(12n, 6, 8)],
  [destroyed(600n)],
  [voted(12n, 119n), made(40n)],
  [proposed(13n, 9, 30)],
  [
    speak('GrantProgram', 'GrantAwarded', { grantId: 12n, tier: 1, amountUsd: 90_000_000_000n }),
    speak('GrantProgram', 'MilestoneSet', { grantId: 12n, index: 1, amountUsd: 60_000_000_000n }),
    speak('GrantProgram', 'MilestoneSet', { grantId: 12n, index: 2, amountUsd: 40_000_000_000n }),
    speak('GrantProgram', 'MilestoneReached', { grantId: 12n, index: 1 }),
    speak('GrantProgram', 'GrantDisbursed', { grantId: 12n, index: 1, amount: 5n }),
    speak('GrantProgram', 'GrantDisbursed', { grantId: 12n, index: 2, amount: 6n }),
    speak('GrantProgram', 'GrantAwarded', { grantId: 13n, tier: 1, amountUsd: 70_000_000_000n }),
    speak('GrantProgram', 'GrantClosed', { grantId: 13n }),
  ],
]

const PROPOSALS = `query Proposals($first: Int!) {
  proposals(first: $first) { totalCount nodes {
    proposalId state quorum votesFor before: state(block: 5) actions { nodes { target } } votes { nodes { support weight } } } }
}`
const GRANTS = `query Grants($first: Int!) {
  grantProgram { grants committedUsd remainingUsd groups { tier area grants awardedUsd committedUsd reachedUsd disbursed } }
  grants(first: $first) { totalCount nodes { grantId status amountUsd reachedUsd plannedBeyondUsd reachedBeyondUsd milestones { nodes { index status amountUsd } } } }
  grantDisbursements { nodes { amount ground } }
}`

let database: TestDatabase
let sql: postgres.Sql
let graph: Asker

beforeAll(async () => {
  database = await createTestDatabase()
  const processed = await openProcessed(database.url)
  await processed.final(blocksOf(BLOCKS))
  await processed.close()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph?.close()
  await sql?.end()
  await database?.drop()
})

describe.each([
  ['proposals', PROPOSALS],
  ['grants', GRANTS],
])('%s', (name, document) => {
  const ask = (first: number): Promise<Answer> => graph.ask(document, { first })

  test('answer and SQL', async () => {
    const { data, errors, sql: statements } = await ask(3)
    expect(errors).toEqual([])
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot(`pinned/${name}.json`)
    await expect(`${statements.join(';\n\n')};\n`).toMatchFileSnapshot(`pinned/${name}.sql`)
  })

  test('as many statements for one as for many', async () => {
    expect((await ask(1)).sql).toHaveLength((await ask(3)).sql.length)
  })

  test('no table is gone through without an index', async () => {
    const { sql: statements } = await ask(3)
    await sql`set enable_seqscan = off`
    for (const statement of statements.filter((one) => /^(with|select) /i.test(one))) {
      const plan = await sql.unsafe(`explain (generic_plan) ${statement}`)
      expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on (?!head|state)/)
    }
  })
})

test('the quorum is of what there was of the votes at each snapshot', async () => {
  const { data } = await graph.ask('{ proposals(first: 3) { nodes { proposalId quorum state } } }')
  const { nodes } = (data as { proposals: { nodes: { proposalId: string; quorum: string; state: string }[] } })
    .proposals
  // A twentieth of the 3,000 that there were in block 4, of 2,400 in block 6, of 2,440 in block 9; what was made in a snapshot’s own second counts, and votes only behind it.
  expect(nodes.map(({ proposalId, quorum, state }) => [proposalId, quorum, state])).toEqual([
    ['13', '122', 'PENDING'],
    ['12', '120', 'DEFEATED'],
    ['11', '150', 'SUCCEEDED'],
  ])
})
