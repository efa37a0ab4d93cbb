// Every document that people script against answers, with these very values, and keeps the rules that go with it.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIT, DECISIONS, META, TRACE } from '../support/api/documents'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'
import { hashOf } from '../support/fixture/fixture-row'
import { OUTPUT, PUBLIC_TEXT, type Story, tellStory } from '../support/story'

type TraceAnswer = {
  trace: {
    unattributedPpb: number
    inference: { output: { text: string } }
    sources: {
      nodes: {
        sharePpb: number
        reward: string | null
        dataPoint: { text: string | null }
        passages: { start: number; end: number; text: string; sourceStart: number; sourceEnd: number }[]
      }[]
      rest: { count: number; sharePpb: number }
    }
  }
}

let database: TestDatabase
let sql: postgres.Sql
let graph: Asker
let story: Story

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  story = await tellStory(createFixture(sql))
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph.close()
  await sql.end()
  await database.drop()
})

describe('documents that always work', () => {
  it.each([
    ['meta', META, () => ({})],
    ['decisions', DECISIONS, () => ({ first: 2 })],
    ['trace', TRACE, () => ({ id: `Inference:${story.judged}` })],
    ['trace-without-run', TRACE, () => ({ id: story.plain })],
    ['audit', AUDIT, () => ({ id: story.judged })],
    ['audit-of-the-unjudged', AUDIT, () => ({ id: story.plain })],
  ])('%s: answer and SQL', async (name, document, variables) => {
    const { data, errors, sql: statements } = await graph.ask(document, variables())
    expect(errors).toEqual([])
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot(`pinned/${name}.json`)
    await expect(`${statements.join(';\n\n')};\n`).toMatchFileSnapshot(`pinned/${name}.sql`)
  })

  it('answers null where there is no such inference', async () => {
    const id = `Inference:31337-${hashOf('nobody')}`
    expect(await graph.ask(TRACE, { id })).toMatchObject({ data: { trace: null }, errors: [] })
    expect(await graph.ask(AUDIT, { id })).toMatchObject({ data: { audit: null }, errors: [] })
  })

  it('finds one inference by its id on chain, in either case', async () => {
    const onChain = story.judged.slice('31337-'.length)
    const document = 'query ($id: Bytes!, $chain: Int) { inference(inferenceId: $id, chain: $chain) { id } }'
    const expected = { inference: { id: `Inference:${story.judged}` } }
    expect((await graph.ask(document, { id: onChain })).data).toEqual(expected)
    expect((await graph.ask(document, { id: `0x${onChain.slice(2).toUpperCase()}`, chain: 31337 })).data).toEqual(
      expected,
    )
    expect((await graph.ask(document, { id: onChain, chain: 1 })).data).toEqual({ inference: null })
  })
})

describe('the rules that go with a trace', () => {
  const ask = async (first: number, after: string | null = null) => {
    const document = TRACE.replace('sources(first: 50)', 'sources(first: $first, after: $after)').replace(
      '$id: ID!',
      '$id: ID!, $first: Int!, $after: String',
    )
    return (await graph.ask(document, { id: story.judged, first, after })).data as TraceAnswer
  }

  it('shares of any page, of the rest, and the unattributed part sum to a billion', async () => {
    let after: string | null = null
    for (const first of [50, 1, 2, 0]) {
      const { trace }: TraceAnswer = await ask(first, first === 1 ? null : after)
      const page = trace.sources.nodes.reduce((sum, node) => sum + node.sharePpb, 0)
      expect(page + trace.sources.rest.sharePpb + trace.unattributedPpb).toBe(1_000_000_000)
      expect(trace.sources.nodes.length + trace.sources.rest.count).toBe(3)
      after = (trace.sources as unknown as { pageInfo: { endCursor: string | null } }).pageInfo.endCursor
    }
  })

  it('every passage stands where it says, in the output and in the row', async () => {
    const { trace } = await ask(50)
    expect(trace.inference.output.text).toBe(OUTPUT)
    const quoted = trace.sources.nodes.filter((node) => node.passages.length > 0)
    expect(quoted).toHaveLength(2)
    for (const node of quoted) {
      for (const passage of node.passages) {
        expect(OUTPUT.slice(passage.start, passage.end)).toBe(passage.text)
        if (node.dataPoint.text === null) continue
        expect(node.dataPoint.text).toBe(PUBLIC_TEXT)
        expect(node.dataPoint.text.slice(passage.sourceStart, passage.sourceEnd)).toBe(passage.text)
      }
    }
  })

  it('rewards of a contributor in a Datanet sum to the accrual, to the wei', async () => {
    const { trace } = await ask(50)
    expect(trace.sources.nodes.map((node) => node.reward)).toEqual([
      '350000000000000001',
      '200000000000000000',
      '50000000000000000',
    ])
  })

  it('what the leaves leave over is told by the rule, beside what accrued of it', async () => {
    const document =
      'query ($id: ID!) { audit(inference: $id) { split { remainder { due accrued recipient { address } } } } }'
    const { data, errors } = await graph.ask(document, { id: story.judged })
    expect(errors).toEqual([])
    // Three leaves of 600,000,000 ppb in sum; the chain of this story accrued all to contributors, and never named anybody else.
    const remainder = { due: '240000000000000000', accrued: '0', recipient: null }
    expect(data).toEqual({ audit: { split: { remainder } } })
  })
})
