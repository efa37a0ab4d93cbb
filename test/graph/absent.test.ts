// What the chain leaves open (no reviewer yet, no Datanet, a model that does not exist) is null, and never the end of an answer.
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Asker, openGraph } from '../support/api/graph'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'
import { tellStory } from '../support/story'

const ABSENT = `{
  inferences(first: 1) { nodes { model { name } modelVersion { version } rewards { nodes { role datanet { name } } } } }
  contributions { nodes { reviewer { address } } }
  models { nodes { baseModel { id } } }
}`

let database: TestDatabase
let sql: postgres.Sql
let graph: Asker

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  const fixture = createFixture(sql)
  const { caller, ann } = await tellStory(fixture)
  const id = await fixture.inference('stray', { block: 30, model: null, version: null, caller, output: 'x' })
  await fixture.reward(id, { block: 30, log: 1, recipient: ann, datanet: 1, amount: '1' })
  await sql`update reward set datanet_id = null, datanet_number = 0, role = 'PLATFORM' where inference_id = ${id}`
  await fixture.head(40)
  graph = openGraph(database.url)
})

afterAll(async () => {
  await graph.close()
  await sql.end()
  await database.drop()
})

it('is null', async () => {
  const { data, errors } = await graph.ask(ABSENT)
  expect(errors).toEqual([])
  const stray = { model: null, modelVersion: null, rewards: { nodes: [{ role: 'PLATFORM', datanet: null }] } }
  expect(data).toMatchObject({
    inferences: { nodes: [stray] },
    contributions: { nodes: [{ reviewer: null }, { reviewer: null }] },
    models: { nodes: [{ baseModel: null }] },
  })
})
