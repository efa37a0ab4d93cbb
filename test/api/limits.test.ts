// Every limit, just over it: a clear refusal with its code, and the next request is answered as if nothing had been.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResponseCache } from '../../src/api/graphql/response-cache'
import { createRateLimit } from '../../src/api/rate-limit'
import { type ApiUnderTest, openApi, send } from '../support/api/api'
import { AUDIT, DECISIONS, META, TRACE } from '../support/api/documents'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'
import { type Story, tellStory } from '../support/story'

let database: TestDatabase
let sql: postgres.Sql
let story: Story
let api: ApiUnderTest

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  story = await tellStory(createFixture(sql))
  api = await openApi(database.url)
})

afterAll(async () => {
  await api.stop()
  await sql.end()
  await database.drop()
})

const nested = (levels: number) =>
  `{ inferences(first: 1) { ${'nodes { model { inferences(first: 1) { '.repeat(levels)} totalCount ${'} } }'.repeat(levels)} } }`

describe('documents over a limit', () => {
  it.each([
    ['a page of 1,001', '{ inferences(first: 1001) { totalCount } }', 'HW704', '1000'],
    ['a page below nothing', '{ inferences(last: -1) { totalCount } }', 'HW703', '-1'],
    [
      'a page of 1,001 by variable',
      'query ($n: Int = 1001) { inferences { nodes { rewards(first: $n) { totalCount } } } }',
      'HW704',
      '1000',
    ],
    [
      'pages within pages',
      '{ inferences(first: 1000) { nodes { rewards(first: 100) { nodes { id } } } } }',
      'HW705',
      '50000',
    ],
    [
      'the dear one among cheap operations',
      'query A { _meta { revision } } query B { inferences(first: 1000) { nodes { rewards(first: 100) { nodes { id } } } } }',
      'HW705',
      '50000',
    ],
    ['levels', nested(5), 'HW706', '14 levels'],
    ['levels, hidden in fragments', `{ ...A } fragment A on Query ${nested(5)}`, 'HW706', '14 levels'],
    [
      'aliases',
      `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: _meta { revision }`).join(' ')} }`,
      'HW706',
      '100 aliases',
    ],
    ['directives', `{ _meta { revision ${'@include(if: true) '.repeat(51)} } }`, 'HW706', '50 directives'],
    ['tokens', `{ _meta { ${'revision '.repeat(2_000)} } }`, 'HW706', '2000 tokens'],
  ])('%s', async (name, query, code, says) => {
    const operationName = name.startsWith('the dear one') ? { operationName: 'B' } : {}
    const reply = await send(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, ...operationName }),
    })
    expect(reply.status).toBe(400)
    expect(reply.body.data ?? null).toBeNull()
    expect(reply.body.errors?.[0]).toMatchObject({ extensions: { code } })
    expect(reply.body.errors?.[0]?.message).toContain(says)
    expect((await api.ask(META)).status).toBe(200)
  })

  it('a fragment that spreads itself', async () => {
    const reply = await api.ask('{ ...A } fragment A on Query { ...A }')
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([400, 'HW702'])
  })

  it('introspection that circles', async () => {
    const circle = `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} }'.repeat(5)} } } }`
    expect((await api.ask(circle)).status).toBe(400)
    expect(
      (await api.ask('{ __schema { types { name fields { name type { name ofType { name } } } } } }')).status,
    ).toBe(200)
  })

  it('the documents that always work are far below', async () => {
    for (const [query, variables] of [
      [META, {}],
      [DECISIONS, { first: 1000 }],
      [TRACE, { id: story.judged }],
      [AUDIT, { id: story.judged }],
    ] as const) {
      const reply = await api.ask(query, variables)
      expect([reply.status, reply.body.errors]).toEqual([200, undefined])
    }
  })
})

describe('requests over a limit', () => {
  it('a body of too many bytes, announced or not', async () => {
    const body = JSON.stringify({ query: `{ ${' '.repeat(600 * 1024)} }` })
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
    const announced = await send(`${api.url}/graphql`, { method: 'POST', headers, body })
    expect([announced.status, announced.body.errors?.[0]?.extensions['code']]).toEqual([413, 'HW707'])
    const stream = new Blob([body]).stream()
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit
    const streamed = await send(`${api.url}/graphql`, init)
    expect([streamed.status, streamed.body.errors?.[0]?.extensions['code']]).toEqual([413, 'HW707'])
  })

  it('an answer of too many bytes', async () => {
    const small = await openApi(database.url, { limits: { responseBytes: 200 } })
    const reply = await small.ask(DECISIONS, { first: 10 })
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([413, 'HW708'])
    expect((await small.ask('{ _meta { revision } }')).status).toBe(200)
    await small.stop()
  })

  it('a statement that takes too long', async () => {
    const hasty = await openApi(database.url, { limits: { statementMs: 50 } })
    await sql.begin(async (tx) => {
      // A lock that the query has to wait behind stands for whatever makes a database slow.
      await tx`lock table inference in access exclusive mode`
      const reply = await hasty.ask(DECISIONS, { first: 10 })
      expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([504, 'HW709'])
      expect(reply.body.data ?? null).toBeNull()
    })
    expect((await hasty.ask(DECISIONS, { first: 10 })).status).toBe(200)
    await hasty.stop()
  })

  it('an address that asks too often', async () => {
    const slow = await openApi(database.url, { limits: { requestsPerSecond: 2 } })
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await slow.ask(META)).status)
    expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 200])
    const refused = await slow.ask(META)
    expect(statuses).toContain(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(refused.body.errors?.[0]?.extensions['code']).toBe('HW710')
    // Health is asked by machines that must not be kept waiting.
    expect((await slow.get('/health')).status).toBe(200)
    await slow.stop()
  })
})

describe('a rate limit', () => {
  it('lets a burst through, then the steady rate, each address for itself', () => {
    let now = 0
    const rate = createRateLimit({ perSecond: 10, burst: 20 }, () => now)
    const take = (count: number) => Array.from({ length: count }, () => rate.take('a')).filter(Boolean).length
    expect(take(50)).toBe(20)
    expect(rate.take('b')).toBe(true)
    now += 500
    expect(take(50)).toBe(5)
    now += 60_000
    expect(take(50)).toBe(20)
  })
})

describe('remembered answers', () => {
  it('stay below their bytes: the one that was not asked for longest goes first', () => {
    const cache = createResponseCache(10_000)
    const body = 'x'.repeat(400)
    for (let n = 0; n < 10; n++) cache.set(`${n}`, body)
    for (let n = 0; n < 5; n++) expect(cache.get('0')).toBe(body)
    for (let n = 10; n < 12; n++) cache.set(`${n}`, body)
    expect(cache.bytes).toBeLessThanOrEqual(10_000)
    expect([cache.get('0'), cache.get('1'), cache.get('11')]).toEqual([body, undefined, body])
    cache.set('large', 'x'.repeat(2_000))
    expect(cache.get('large')).toBeUndefined()
  })
})
