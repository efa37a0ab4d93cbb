// Lists stand in chain order, newest first; walked forwards or backwards, in pages of any size, each row comes exactly once.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'
import { addressOf } from '../support/fixture/fixture-row'
import { type Story, tellStory } from '../support/story'

type Page = { totalCount: number; nodes: { id: string }[]; pageInfo: Record<string, unknown> }

let database: TestDatabase
let sql: postgres.Sql
let graph: Asker
let story: Story

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  const fixture = createFixture(sql)
  story = await tellStory(fixture)
  for (let number = 0; number < 23; number++) {
    const { caller, version } = story
    const model = number % 2 === 0 ? story.model : null
    const at = { block: 100 + Math.floor(number / 4), log: number % 4 }
    const id = await fixture.inference(`walk ${number}`, {
      ...at,
      model,
      version: model && version,
      caller,
      output: 'x',
    })
    if (number % 5 === 0) await fixture.verdict(id, { status: 'RECOMPUTED' })
  }
  await fixture.head(200)
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph.close()
  await sql.end()
  await database.drop()
})

async function page(args: string): Promise<Page> {
  const { data, errors } = await graph.ask(
    `{ inferences(${args}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  )
  expect(errors).toEqual([])
  return (data as { inferences: Page }).inferences
}

async function walk(size: number, way: 'forwards' | 'backwards', filter = ''): Promise<string[]> {
  const ids: string[] = []
  let cursor: unknown = null
  for (let turn = 0; turn < 100; turn++) {
    const step = way === 'forwards' ? `first: ${size}` : `last: ${size}`
    const from = cursor === null ? '' : `, ${way === 'forwards' ? 'after' : 'before'}: "${cursor}"`
    const { nodes, pageInfo } = await page(`${step}${from}${filter}`)
    const found = nodes.map((node) => node.id)
    if (way === 'forwards') ids.push(...found)
    else ids.unshift(...found)
    if (!pageInfo[way === 'forwards' ? 'hasNextPage' : 'hasPreviousPage']) return ids
    cursor = pageInfo[way === 'forwards' ? 'endCursor' : 'startCursor']
  }
  throw new Error('the walk does not end')
}

describe('walking a list', () => {
  it.each([1, 4, 7, 26, 1000])(
    'in pages of %i, forwards and backwards, gives every row once, newest first',
    async (size) => {
      const rows = await sql<{ id: string }[]>`select id from inference order by block_number desc, log_index desc`
      const expected = rows.map((row) => `Inference:${row.id}`)
      expect(expected).toHaveLength(26)
      expect(await walk(size, 'forwards')).toEqual(expected)
      expect(await walk(size, 'backwards')).toEqual(expected)
    },
  )

  it('counts the whole list on every page', async () => {
    const first = await page('first: 2')
    const second = await page(`first: 2, after: "${first.pageInfo['endCursor']}"`)
    expect([first.totalCount, second.totalCount]).toEqual([26, 26])
  })

  it('counts below a row the whole list as well, whatever the page', async () => {
    const document = `query ($id: ID!, $after: String) { model(id: $id) { inferences(first: 3, after: $after) {
      totalCount nodes { id } pageInfo { endCursor hasNextPage } } } }`
    const ask = async (after: unknown) =>
      ((await graph.ask(document, { id: story.model, after })).data as { model: { inferences: Page } }).model.inferences
    const first = await ask(null)
    const second = await ask(first.pageInfo['endCursor'])
    expect([first.totalCount, second.totalCount]).toEqual([15, 15])
    expect(second.nodes.some((node) => first.nodes.some((other) => other.id === node.id))).toBe(false)
  })
})

describe('filters', () => {
  it.each([
    ['model', () => `model: "${story.model}"`, 15],
    ['model version', () => `modelVersion: "ModelVersion:${story.version}"`, 15],
    ['caller by id', () => `caller: "${story.caller}"`, 26],
    ['caller by address', () => `caller: "${addressOf('caller')}"`, 26],
    ['status', () => 'status: RECOMPUTED', 5],
    ['pending, which includes what was never judged', () => 'status: PENDING', 19],
    ['model and status', () => `model: "${story.model}", status: RECOMPUTED`, 3],
    ['another chain', () => 'chain: 1', 0],
  ])('by %s', async (_name, where, count) => {
    const filter = `, where: { ${where()} }`
    expect((await page(`first: 1${filter}`)).totalCount).toBe(count)
    expect(await walk(4, 'forwards', filter)).toHaveLength(count)
  })
})

describe('page arguments that can not be used', () => {
  it.each([
    ['a cursor that is none', 'first: 2, after: "abc"'],
    ['a cursor of another list', `first: 2, after: "${Buffer.from('place:3').toString('base64')}"`],
    [
      'a cursor with an object in it',
      `first: 2, after: "${Buffer.from('DC:J:[{"gt":1},2,3,"x"]').toString('base64')}"`,
    ],
    [
      'a position no column can hold',
      `first: 2, before: "${Buffer.from('DC:T:["N:99999999999","N:1","N:1","S:x"]').toString('base64')}"`,
    ],
    ['both directions at once', 'first: 2, last: 2'],
  ])('%s is refused', async (_name, args) => {
    const { errors } = await graph.ask(`{ inferences(${args}) { nodes { id } } }`)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ originalError: { code: 'HW703' } })
  })
})

describe('deep pages', () => {
  it('are one range of the index, like the first', async () => {
    const { pageInfo } = await page('first: 20')
    const { sql: statements } = await graph.ask(
      `{ inferences(first: 5, after: "${pageInfo['endCursor']}") { nodes { id } } }`,
    )
    expect(statements).toHaveLength(1)
    const parameters = statements[0]?.match(/\$\d+/g)?.length ?? 0
    expect(statements[0]).toContain('("d0"."chain_id", "d0"."block_number", "d0"."log_index") <=')
    expect(parameters).toBeGreaterThan(3)
  })
})
