// What is private, paid or taken down does not leave: whatever is asked, the whole answer is searched for the text.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capQuotes, QUOTED_PASSAGES_LIMIT, QUOTED_UNITS_LIMIT } from '../../src/graph/live/quote'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture, type Fixture } from '../support/fixture/fixture'
import { hashOf } from '../support/fixture/fixture-row'
import { OUTPUT, SECRET_TEXT, type Story, tellStory } from '../support/story'

/** Everything the graph can say of an inference, its data and the account behind it. */
const EVERYTHING = `query ($id: ID!, $dataPoint: ID!, $account: ID!) {
  inference(id: $id) { id inputHash contentUri output { text status } claims { nodes { evidenceUri } } }
  trace(inference: $id) {
    run { passages(first: 100) { nodes { text sources { dataPoint { text textStatus contribution { contentUri } } } } } }
    verdict { worst { dataPoint { text } } }
    sources { nodes { dataPoint { text textStatus contribution { contentUri contentStatus } } passages { text } withheld } }
  }
  node(id: $dataPoint) { ... on DataPoint { text textStatus contribution { contentUri datanet { isPublic } } } }
  account(id: $account) { contributions { nodes { contentUri } } }
}`

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

async function everything(): Promise<string> {
  const variables = { id: story.judged, dataPoint: `DataPoint:${story.closedData}-0000000`, account: story.bob }
  const { data, errors } = await graph.ask(EVERYTHING, variables)
  expect(errors).toEqual([])
  return JSON.stringify(data)
}

/** Every run of words of the secret that the output does not say. */
function secrets(): string[] {
  const words = SECRET_TEXT.split(' ')
  const runs = words.flatMap((_, from) => (from + 4 <= words.length ? [words.slice(from, from + 4).join(' ')] : []))
  return runs.filter((run) => !OUTPUT.includes(run))
}

describe('a private Datanet', () => {
  it('is quoted as matched passages, and not one word further', async () => {
    const answer = await everything()
    expect(answer).toContain('the word that opens the vault')
    expect(answer).toContain('"textStatus":"RESTRICTED"')
    expect(secrets().length).toBeGreaterThan(8)
    for (const secret of secrets()) expect(answer).not.toContain(secret)
    expect(answer).not.toContain('data:application/jsonl,%7B')
  })

  it('so is a public one that has a fee', async () => {
    await sql`update datanet set is_public = true, fee = 1 where id = ${story.closed}`
    for (const secret of secrets()) expect(await everything()).not.toContain(secret)
    await sql`update datanet set fee = 0 where id = ${story.closed}`
    expect(await everything()).toContain(JSON.stringify(SECRET_TEXT))
    await sql`update datanet set is_public = false where id = ${story.closed}`
  })
})

describe('the passages of a run', () => {
  it('name a private row as often as the cap allows, whatever the page', async () => {
    const { model, version, caller, closedData: contribution } = story
    const id = await fixture.inference('quoted', { block: 40, model, version, caller, output: OUTPUT })
    const passages = Array.from({ length: 8 }, (_, start) => ({
      start,
      end: start + 4,
      sources: [{ contribution, row: 0, sourceStart: start, sourceEnd: start + 4 }],
    }))
    await fixture.run(id, { unattributedPpb: 1_000_000_000, shares: [], passages })
    const named = async (args: string) => {
      const { data } = await graph.ask(
        `query ($id: ID!) { trace(inference: $id) { run { passages(${args}) { nodes { sources { sourceStart } } } } } }`,
        { id },
      )
      type Nodes = { trace: { run: { passages: { nodes: { sources: unknown[] }[] } } } }
      return (data as Nodes).trace.run.passages.nodes.map((node) => node.sources.length)
    }
    expect(await named('first: 100')).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
    expect(await named('first: 3, after: "3"')).toEqual([1, 0, 0])
  })
})

describe('a private root', () => {
  const read = async (id: string) => {
    const { data } = await graph.ask('query ($id: ID!) { node(id: $id) { ... on DataPoint { text textStatus } } }', {
      id,
    })
    return (data as { node: unknown }).node
  }

  it('stays closed where somebody submits it again to a Datanet that is free for all', async () => {
    const root = hashOf('root', 'closed')
    const again = await fixture.contribution(story.open, 8, { block: 30, contributor: 'ann', root, rows: 1 })
    expect(await read(`DataPoint:${again}-0000000`)).toEqual({ text: null, textStatus: 'RESTRICTED' })
  })

  it('and nobody closes an open one by submitting it to a private Datanet', async () => {
    const root = hashOf('root', 'open')
    await fixture.contribution(story.closed, 9, { block: 31, contributor: 'bob', root, rows: 2 })
    expect(await read(`DataPoint:${story.openData}-0000000`)).toMatchObject({ textStatus: 'ANCHORED' })
  })
})

describe('the input of an inference', () => {
  it('is nowhere, not even in the URI that carries it', async () => {
    const answer = decodeURIComponent((await everything()).replaceAll('%', '%25'))
    expect(answer).not.toMatch(/My(%20|\s)secret(%20|\s)question/)
    expect(answer).toContain(hashOf('input', 'judged'))
  })
})

describe('a takedown', () => {
  it('removes a row everywhere, keeps hash and shares, and says REMOVED', async () => {
    const { data } = await graph.ask('query ($id: ID!) { trace(inference: $id) { sources { nodes { sharePpb } } } }', {
      id: story.judged,
    })
    await fixture.takeDown(SECRET_TEXT)
    const answer = await everything()
    expect(answer).toContain('"textStatus":"REMOVED"')
    const sources = (JSON.parse(answer) as { trace: { sources: { nodes: { passages: { text: string | null }[] }[] } } })
      .trace.sources
    expect(sources.nodes[1]?.passages).toEqual([{ text: null }])
    const after = await graph.ask('query ($id: ID!) { trace(inference: $id) { sources { nodes { sharePpb } } } }', {
      id: story.judged,
    })
    expect(after.data).toEqual(data)
  })

  it('of an output takes the passages along', async () => {
    await fixture.takeDown(OUTPUT)
    const answer = await everything()
    expect(answer).toContain('"output":{"text":null,"status":"REMOVED"}')
    expect(answer).not.toContain('quick brown fox jumps over,')
    const { trace } = JSON.parse(answer) as { trace: { run: { passages: { nodes: { text: unknown }[] } } } }
    expect(trace.run.passages.nodes.map((node) => node.text)).toEqual([null, null, null])
  })
})

describe('the cap of quotes', () => {
  const span = (length: number, start = 0) => ({ start, end: start + length })

  it.each([
    ['nothing', [], [], 0],
    ['few and short', [span(10), span(20)], [10, 20], 0],
    ['too many', Array.from({ length: 7 }, () => span(10)), [10, 10, 10, 10, 10], 2],
    ['too long together', [span(400), span(300), span(200)], [400, 200], 1],
    ['one that is too long alone', [span(601)], [], 1],
    ['exactly full', [span(600)], [600], 0],
  ])('%s', (_name, passages, shown, withheld) => {
    const capped = capQuotes(passages)
    expect(capped.shown.map(({ start, end }) => end - start)).toEqual(shown)
    expect(capped.withheld).toBe(withheld)
    expect(capped.shown.length).toBeLessThanOrEqual(QUOTED_PASSAGES_LIMIT)
    expect(shown.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(QUOTED_UNITS_LIMIT)
  })
})
