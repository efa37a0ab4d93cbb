// How contributions stand in versions, as it is asked for, and that what a version's data set is read by says the same of every chain.
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readVersionContributions, type VersionFact } from '../../src/database/derived/data-sets'
import { readStandingFacts } from '../../src/database/reads/read-standings'
import { openReader, type Reader } from '../../src/database/snapshot'
import { standingOf } from '../../src/entities/data/standing'
import { type Asker, openGraph } from '../support/api/graph'
import { address, blocksOf, type LogDraft, logOf } from '../support/blocks/blocks'
import { ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openProcessed, type Processed } from '../support/processed'

const created = (datanetId: bigint) =>
  logOf('DatanetFactory', 'DatanetCreated', { ...ORDINARY_ARGUMENTS, datanetId, datanet: contractOf(datanetId) })
const says =
  (datanetId: bigint) =>
  (name: string, contributionId: number, args: object = {}): LogDraft =>
    logOf('Datanet', name, { ...ORDINARY_ARGUMENTS, contributionId, rowCount: 3, ...args }, contractOf(datanetId))
const contractOf = (datanetId: bigint) => address(0xd0 + Number(datanetId))

const one = says(1n)
const other = says(2n)
const submitted = [1, 2, 3, 4, 5, 6].map((number) => one('ContributionSubmitted', number))
/** Version 1 stands in the midst of block 3, and all of block 3 is one transaction. */
const BLOCKS: LogDraft[][] = [
  [created(1n), created(2n), ...submitted, other('ContributionSubmitted', 1)],
  [1, 2, 3, 6].map((number) => one('ContributionApproved', number)),
  [
    one('RowsRemoved', 2, { rows: [0] }),
    one('ContributionWithdrawn', 6),
    one('VersionPublished', 0, { version: 1 }),
    one('ContributionApproved', 4),
    one('ContributionWithdrawn', 3),
  ].map((log) => ({ ...log, transaction: 0 })),
  [one('RowsRemoved', 2, { rows: [0, 1] }), one('ContributionRejected', 5), one('VersionPublished', 0, { version: 2 })],
  [other('VersionPublished', 0, { version: 3 })],
]

let database: TestDatabase
let sql: postgres.Sql
let processed: Processed
let reader: Reader
let graph: Asker

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 1 })
  processed = await openProcessed(database.url)
  await processed.final(blocksOf(BLOCKS))
  reader = openReader(database.url, { max: 1, statementTimeoutMs: 5_000 })
  graph = openGraph(database.url)
})

afterAll(async () => {
  await Promise.all([processed?.close(), reader?.close(), graph?.close(), sql?.end()])
  await database?.drop()
})

const STANDING = 'standing { kind rowCount remainingRowCount sinceBlockNumber }'
const VERSIONS = `versions { nodes { version contributions { totalCount edges { ${STANDING} node { contributionId } } } } }`

type Edge = { standing: Record<string, unknown>; node: { contributionId: string } }
type Versions = { nodes: { version: string; contributions: { totalCount: number; edges: Edge[] } }[] }
/** By number of the version: what is said of contribution 1, 2 and so on. */
function readOut({ nodes }: Versions): Record<string, unknown[][]> {
  return Object.fromEntries(
    nodes.map(({ version, contributions: { edges } }) => [
      version,
      edges.map(({ standing }) => Object.values(standing)).reverse(),
    ]),
  )
}

const AT_FIRST = [
  ['INCLUDED', '3', '3', null],
  ['INCLUDED', '2', '2', null],
  ['WITHDRAWN_SINCE', '3', '0', 3],
  ['NOT_YET', '0', '0', null],
  ['NOT_YET', '0', '0', null],
  ['WITHDRAWN_BEFORE', '0', '0', null],
]

test('a version says how everything that was submitted stands in it, in as many statements as for one', async () => {
  const { data, errors, sql: statements } = await graph.ask(`{ datanets { nodes { ${VERSIONS} } } }`)
  expect(errors).toEqual([])
  const [second, first] = (data as { datanets: { nodes: { versions: Versions }[] } }).datanets.nodes
  expect(readOut((first as { versions: Versions }).versions)).toEqual({
    1: AT_FIRST.with(1, ['ROWS_REMOVED_SINCE', '2', '1', 4]).with(4, ['REJECTED', '0', '0', null]),
    2: [
      ['INCLUDED', '3', '3', null],
      ['INCLUDED', '1', '1', null],
      ['WITHDRAWN_BEFORE', '0', '0', null],
      ['INCLUDED', '3', '3', null],
      ['REJECTED', '0', '0', null],
      ['WITHDRAWN_BEFORE', '0', '0', null],
    ],
  })
  expect(readOut((second as { versions: Versions }).versions)).toEqual({ 3: [['NOT_YET', '0', '0', null]] })
  expect(statements.filter((statement) => statement.includes('row_removal'))).toHaveLength(1)
  const few = await graph.ask(`{ datanets(first: 1) { nodes { ${VERSIONS} } } }`)
  expect(statements).toHaveLength(few.sql.length)
})

test('as of a block it says what was true then', async () => {
  const { data, errors } = await graph.ask(`{ datanets(block: { number: 3 }) { nodes { ${VERSIONS} } } }`)
  expect(errors).toEqual([])
  const [, first] = (data as { datanets: { nodes: { versions: Versions }[] } }).datanets.nodes
  expect(readOut((first as { versions: Versions }).versions)).toEqual({ 1: AT_FIRST })
})

test('pages of a version lead on, and its edges answer alone', async () => {
  const ask = async (page: string) => {
    const { data, errors } = await graph.ask(`{ datanets(last: 1) { nodes { versions(last: 1) { nodes {
      contributions(${page}) { totalCount pageInfo { endCursor } edges { standing { kind } } } } } } } }`)
    expect(errors).toEqual([])
    type Page = Versions['nodes'][0]['contributions'] & { pageInfo: { endCursor: string } }
    return (data as { datanets: { nodes: [{ versions: { nodes: [{ contributions: Page }] } }] } }).datanets.nodes[0]
      .versions.nodes[0].contributions
  }
  const page = await ask('first: 2')
  expect(page.totalCount).toBe(6)
  const next = await ask(`first: 4, after: "${page.pageInfo.endCursor}"`)
  const kinds = [...page.edges, ...next.edges].map(({ standing }) => standing['kind'])
  expect(kinds).toEqual([
    'WITHDRAWN_BEFORE',
    'REJECTED',
    'NOT_YET',
    'WITHDRAWN_SINCE',
    'ROWS_REMOVED_SINCE',
    'INCLUDED',
  ])
})

test('a contribution says how it stands in a version, and nothing of one that is not there', async () => {
  const { data, errors } = await graph.ask(`{ contribution(id: "Contribution:31337-0000000001-0000000003") {
    approvedBlockNumber withdrawnBlockNumber first: ${STANDING.replace('{', '(version: "1") {')} second: standing(version: "2") { kind }
    foreign: standing(version: "3") { kind } none: standing(version: "-1") { kind } huge: standing(version: "${2n ** 256n}") { kind } } }`)
  expect(errors).toEqual([])
  expect(data).toEqual({
    contribution: {
      ...{ approvedBlockNumber: 2, withdrawnBlockNumber: 3, second: { kind: 'WITHDRAWN_BEFORE' } },
      first: { kind: 'WITHDRAWN_SINCE', rowCount: '3', remainingRowCount: '0', sinceBlockNumber: 3 },
      ...{ foreign: null, none: null, huge: null },
    },
  })
})

const three = says(3n)
const number = fc.integer({ min: 1, max: 3 })
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ name: fc.constant('ContributionSubmitted'), number }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('ContributionApproved'), number }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constantFrom('ContributionRejected', 'ContributionWithdrawn'), number }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ name: fc.constant('RowsRemoved'), number },
      args: fc.record({ rows: fc.array(fc.nat(2), { maxLength: 3 }) }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ name: fc.constant('VersionPublished'), number, args: fc.record({ version: fc.nat(5) }) }),
  },
)
const story = fc.array(fc.array(event, { maxLength: 8 }), { minLength: 1, maxLength: 12 })

test('the data set of a version has the rows by which contributions stand in it, on any chain', async () => {
  const base = blocksOf(BLOCKS).at(-1)
  if (base === undefined) throw new Error('there are no blocks')
  const [from, ref] = [base.number + 1, { height: base.number, hash: base.hash }]
  let runs = 0
  let held = 0
  await fc.assert(
    fc.asyncProperty(story, async (blocks) => {
      const drafts = blocks.map((logs) => logs.map((log) => three(log.name, log.number, 'args' in log ? log.args : {})))
      const [first, ...rest] = blocksOf([[created(3n)], ...drafts], from, `story ${runs++}`)
      if (first === undefined) return
      await processed.hot(ref, [{ ...first, parentHash: ref.hash }, ...rest])
      for (const version of await readVersions()) {
        const contents = await readVersionContributions(sql, version)
        expect(contents.map(({ id, rowCount, removedRows }) => ({ id, removedRows, rowCount }))).toEqual(
          await standingContents(version),
        )
        held += contents.length
      }
    }),
    { numRuns: 15 },
  )
  expect(held).toBeGreaterThan(0)
})

async function readVersions(): Promise<VersionFact[]> {
  return sql<VersionFact[]>`select id, datanet_id as "datanetId", block_number as "blockNumber", log_index as "logIndex"
    from datanet_version`
}

/** What the standings say that the version holds, in order of submission. */
async function standingContents({ id: version, datanetId }: VersionFact) {
  const rows = await sql<{ id: string; rowCount: string }[]>`select id, row_count as "rowCount" from contribution
    where datanet_id = ${datanetId} order by block_number, log_index`
  const keys = rows.map(({ id }) => `${id} ${version}`)
  const found = await reader.inSnapshot((database) => readStandingFacts(database, keys))
  return rows.flatMap(({ id, rowCount }) => {
    const facts = found.get(`${id} ${version}`)
    if (facts === undefined) throw new Error(`${id} has no standing in ${version}`)
    const { kind, removedRows } = standingOf(facts.contribution, facts.removals, facts.version)
    const isHeld = kind === 'INCLUDED' || kind.endsWith('_SINCE')
    return isHeld ? [{ id, removedRows, rowCount: BigInt(rowCount) }] : []
  })
}
