// Sources of a trace beside the chain's claim: every row either side names is there once, shares sum, and money is shared out to the wei.
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apportion } from '../../src/graph/facts/apportion'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture, type Fixture } from '../support/fixture/fixture'
import { addressOf, hashOf } from '../support/fixture/fixture-row'
import { type Story, tellStory } from '../support/story'

type Source = {
  sharePpb: number
  claimedPpb: number | null
  reward: string | null
  claimedContributors: string[]
  contributor: { address: string } | null
  dataPoint: { id: string; row: number; text: string | null; contribution: { id: string } | null }
}
type Page = {
  totalCount: number
  nodes: Source[]
  rest: { count: number; sharePpb: number; claimedPpb: number | null }
  pageInfo: Record<string, unknown>
}

let database: TestDatabase
let sql: postgres.Sql
let fixture: Fixture
let graph: Asker
let story: Story

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  fixture = createFixture(sql)
  story = await tellStory(fixture)
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph.close()
  await sql.end()
  await database.drop()
})

async function sources(inference: string, args = 'first: 50'): Promise<Page> {
  const { data, errors } = await graph.ask(
    `query ($id: ID!) { trace(inference: $id) { sources(${args}) { totalCount rest { count sharePpb claimedPpb }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { sharePpb claimedPpb reward claimedContributors contributor { address }
        dataPoint { id row text contribution { id } } } } } }`,
    { id: inference },
  )
  expect(errors).toEqual([])
  return (data as { trace: { sources: Page } }).trace.sources
}

let block = 1_000
async function inference(name: string): Promise<string> {
  block += 1
  const { model, version, caller } = story
  return fixture.inference(name, { block, model, version, caller, output: 'x' })
}

describe('sources', () => {
  it('of a claim whose leaves are withheld: shares are ours, claims and rewards unknown', async () => {
    const id = await inference('withheld')
    await fixture.run(id, {
      unattributedPpb: 0,
      shares: [{ contribution: story.openData, row: 0, sharePpb: 1_000_000_000 }],
      passages: [],
    })
    await fixture.claim(id, { block, log: 1, root: hashOf('withheld'), count: 2, unattributedPpb: 0 })
    await fixture.split(id, { block, log: 2, fee: '10', contributors: '10' })
    await fixture.reward(id, { block, log: 3, recipient: story.ann, datanet: 1, amount: '10' })
    const page = await sources(id)
    expect(page.nodes).toMatchObject([{ sharePpb: 1_000_000_000, claimedPpb: null, reward: null }])
    expect(page.rest).toEqual({ count: 0, sharePpb: 0, claimedPpb: null })
  })

  it('of a claim that names nothing: claimed 0, paid 0', async () => {
    const id = await inference('empty claim')
    await fixture.run(id, {
      unattributedPpb: 5,
      shares: [{ contribution: story.openData, row: 0, sharePpb: 999_999_995 }],
      passages: [],
    })
    await fixture.claim(id, { block, log: 1, root: `0x${'00'.repeat(32)}`, count: 0, unattributedPpb: 1_000_000_000 })
    await fixture.split(id, { block, log: 2, fee: '10', contributors: '0' })
    expect((await sources(id)).nodes).toMatchObject([{ claimedPpb: 0, reward: '0' }])
  })

  it('that only a claim names stand at the end, whatever they name', async () => {
    const id = await inference('hostile claim')
    const root = hashOf('hostile')
    await fixture.run(id, {
      unattributedPpb: 999_999_999,
      shares: [{ contribution: story.openData, row: 0, sharePpb: 1 }],
      passages: [],
    })
    await fixture.leaves(root, [
      { datanet: 99, contribution: 7, row: 4_000_000_000, contributor: 'nobody', sharePpb: 4_000_000_000 },
      { datanet: 1, contribution: 1, row: 1, contributor: 'bob', sharePpb: 30 },
      { datanet: 1, contribution: 1, row: 1, contributor: 'ann', sharePpb: 12 },
    ])
    await fixture.claim(id, { block, log: 1, root, count: 3, unattributedPpb: 0 })
    const page = await sources(id)
    expect(page.totalCount).toBe(3)
    expect(page.nodes.map(({ sharePpb, claimedPpb }) => [sharePpb, claimedPpb])).toEqual([
      [1, 0],
      [0, 4_000_000_000],
      [0, 42],
    ])
    expect(page.nodes[1]).toMatchObject({
      contributor: null,
      dataPoint: { row: 4_000_000_000, text: null, contribution: null },
    })
    expect(page.nodes[2]?.claimedContributors.sort()).toEqual([addressOf('ann'), addressOf('bob')].sort())
    // The chain did not split the fee, so there is nothing to share out yet.
    expect(page.nodes.map((node) => node.reward)).toEqual([null, null, null])
  })

  it('of a fee split by another method: not derivable from this one', async () => {
    const id = await inference('other method')
    const root = hashOf('other method')
    await fixture.run(id, {
      unattributedPpb: 0,
      shares: [{ contribution: story.openData, row: 0, sharePpb: 1_000_000_000 }],
      passages: [],
    })
    await fixture.leaves(root, [{ datanet: 1, contribution: 1, row: 0, contributor: 'ann', sharePpb: 1_000_000_000 }])
    await fixture.claim(id, { block, log: 1, root, count: 1, unattributedPpb: 0 })
    await fixture.split(id, { block, log: 2, fee: '10', contributors: '10', method: 'INFLUENCE' })
    await fixture.reward(id, { block, log: 3, recipient: story.ann, datanet: 1, amount: '10' })
    expect((await sources(id)).nodes).toMatchObject([{ claimedPpb: 1_000_000_000, reward: null }])
  })

  it('page both ways, and page and rest always make the whole', async () => {
    const forwards = await sources(story.judged, 'first: 2')
    const next = await sources(story.judged, `first: 2, after: "${forwards.pageInfo['endCursor']}"`)
    const last = await sources(story.judged, 'last: 2')
    const before = await sources(story.judged, `last: 2, before: "${last.pageInfo['startCursor']}"`)
    const idsOf = (page: Page) => page.nodes.map((node) => node.dataPoint.id)
    expect([...idsOf(forwards), ...idsOf(next)]).toEqual([...idsOf(before), ...idsOf(last)])
    expect(new Set([...idsOf(forwards), ...idsOf(next)]).size).toBe(3)
    for (const page of [forwards, next, last, before]) {
      const shown = page.nodes.reduce((sum, node) => sum + node.sharePpb, 0)
      expect([shown + page.rest.sharePpb, page.nodes.length + page.rest.count]).toEqual([600_000_000, 3])
    }
    expect([forwards.pageInfo['hasNextPage'], next.pageInfo['hasNextPage']]).toEqual([true, false])
    expect([last.pageInfo['hasPreviousPage'], before.pageInfo['hasPreviousPage']]).toEqual([true, false])
  })
})

describe('sharing out', () => {
  const wei = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
  const weights = fc.array(fc.bigInt({ min: 0n, max: 4_294_967_295n }), { maxLength: 40 })

  it('gives away exactly what there is, each part within one wei of its due', () => {
    fc.assert(
      fc.property(wei, weights, (amount, given) => {
        const parts = apportion(amount, given)
        const total = given.reduce((sum, weight) => sum + weight, 0n)
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total === 0n ? 0n : amount)
        for (const [index, weight] of given.entries()) {
          const due = total === 0n ? 0n : (amount * weight) / total
          const part = parts[index] ?? -1n
          expect(part === due || part === due + 1n).toBe(true)
        }
      }),
    )
  })

  it('gives the odd wei to the largest remainder, then to the earlier', () => {
    expect(apportion(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n])
    expect(apportion(10n, [1n, 1n, 2n])).toEqual([3n, 2n, 5n])
    expect(apportion(1n, [1n, 2n])).toEqual([0n, 1n])
    expect(apportion(0n, [1n, 2n])).toEqual([0n, 0n])
    expect(apportion(5n, [])).toEqual([])
  })
})
