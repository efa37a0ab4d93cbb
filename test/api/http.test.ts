// GraphQL over HTTP as browsers, scripts and proxies meet it: methods, media types, statuses, tags, origins.
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, openApi, send } from '../support/api/api'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture, type Fixture } from '../support/fixture/fixture'
import { hashOf } from '../support/fixture/fixture-row'
import { tellStory } from '../support/story'

const META = '{ _meta { block { number } revision } }'
const bottomless = () => `{"query":"${META}","variables":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`
const asGet = (query: string) => `/graphql?query=${encodeURIComponent(query)}`

let database: TestDatabase
let sql: postgres.Sql
let fixture: Fixture
let api: ApiUnderTest

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  fixture = createFixture(sql)
  await tellStory(fixture)
  api = await openApi(database.url)
})

afterAll(async () => {
  await api.stop()
  await sql.end()
  await database.drop()
})

describe('statuses', () => {
  const newType = { accept: 'application/graphql-response+json' }
  const oldType = { accept: 'application/json' }
  it.each([
    ['a good document', META, newType, 200, undefined],
    ['a good document, old media type', META, oldType, 200, undefined],
    ['a syntax error', '{ _meta {', newType, 400, 'HW701'],
    ['a syntax error, old media type', '{ _meta {', oldType, 200, 'HW701'],
    ['an unknown field', '{ nothing }', newType, 400, 'HW702'],
    ['an unknown field, old media type', '{ nothing }', oldType, 200, 'HW702'],
    ['a missing variable', 'query ($id: ID!) { trace(inference: $id) { status } }', newType, 400, 'HW702'],
    ['an id of another type', '{ trace(inference: "Model:31337-0000000001") { status } }', newType, 200, 'HW703'],
    ['an id with a zero byte', '{ trace(inference: "Inference:a\\u0000") { status } }', newType, 400, 'HW703'],
    ['a node of no type', '{ node(id: "Nothing:1") { id } }', newType, 200, 'HW703'],
    ['a node that is not there', '{ node(id: "Account:31337-0x00") { id } }', newType, 200, undefined],
  ])('%s', async (_name, query, headers, status, code) => {
    const reply = await api.ask(query, {}, headers)
    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toBe(`${headers.accept}; charset=utf-8`)
    expect(reply.body.errors?.[0]?.extensions['code']).toBe(code)
  })

  it.each([
    ['no JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }, 400],
    ['no document', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }, 400],
    [
      'a batch',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: `[{"query":"${META}"}]` },
      400,
    ],
    ['no JSON in the URL', { method: 'GET', query: `?query=${encodeURIComponent(META)}&variables={` }, 400],
    [
      'no JSON in a form',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'query=x&extensions=%7B',
      },
      400,
    ],
    [
      'variables without a bottom',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: bottomless() },
      400,
    ],
    ['another media type', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,b' }, 415],
    ['another method', { method: 'PUT', body: META }, 405],
  ] as [string, RequestInit & { query?: string }, number][])(
    '%s is refused',
    async (_name, { query, ...init }, status) => {
      const reply = await send(`${api.url}/graphql${query ?? ''}`, init)
      expect(reply.status).toBe(status)
      expect(reply.body.errors?.[0]?.extensions['code'] ?? 'HW702').toBe('HW702')
    },
  )
})

describe('the block an answer is of', () => {
  it('goes with every answer', async () => {
    const reply = await api.ask(META)
    expect(reply.headers.get('x-headwater-block')).toBe(`20 ${hashOf('block', 20)}`)
  })
})

describe('tags', () => {
  it('an answer that did not change is not sent again; after a commit it is', async () => {
    const first = await api.get(asGet(META))
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/".{20,}"$/)
    const again = await api.get(asGet(META), { 'if-none-match': `"other", ${tag}` })
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag])
    await fixture.raiseRevision()
    const after = await api.get(asGet(META), { 'if-none-match': tag })
    expect(after.status).toBe(200)
    expect(after.headers.get('etag')).not.toBe(tag)
  })

  it('differ by document, variables and operation', async () => {
    const document = 'query A { _meta { revision } } query B { _meta { revision } }'
    const tags = new Set<string | null>()
    for (const operationName of ['A', 'B']) {
      const reply = await api.get(`${asGet(document)}&operationName=${operationName}`)
      expect(reply.status).toBe(200)
      tags.add(reply.headers.get('etag'))
    }
    for (const first of [1, 2]) {
      const query = asGet('query ($first: Int) { inferences(first: $first) { nodes { id } } }')
      tags.add((await api.get(`${query}&variables=${JSON.stringify({ first })}`)).headers.get('etag'))
    }
    expect(tags.size).toBe(4)
  })

  it('refusals have none', async () => {
    expect((await api.ask('{ nothing }')).headers.get('etag')).toBeNull()
    expect((await api.ask('{ trace(inference: "Model:1") { status } }')).headers.get('etag')).toBeNull()
  })
})

describe('remembered answers', () => {
  const hits = async () =>
    Number(/headwater_api_cache_total\{outcome="hit"\} (\d+)/.exec((await api.get('/metrics')).text)?.[1] ?? 0)

  it('are byte for byte what was answered first, and are forgotten with the next commit', async () => {
    const query = '{ inferences(first: 3) { totalCount nodes { id fee } } }'
    const first = await api.ask(query)
    const before = await hits()
    const second = await api.ask(query)
    expect(await hits()).toBe(before + 1)
    expect(second.text).toBe(first.text)
    const caller = await fixture.account('caller')
    await fixture.inference('one more', { block: 19, model: null, version: null, caller, output: 'x' })
    await fixture.raiseRevision()
    const third = await api.ask(query)
    expect(await hits()).toBe(before + 1)
    expect(JSON.parse(first.text).data.inferences.totalCount).toBe(3)
    expect(JSON.parse(third.text).data.inferences.totalCount).toBe(4)
  })
})

describe('other origins', () => {
  it('may ask: nothing here is private to a browser, and nothing can be changed', async () => {
    const reply = await api.ask(META, {}, { origin: 'https://elsewhere.example' })
    expect(['*', 'https://elsewhere.example']).toContain(reply.headers.get('access-control-allow-origin'))
    expect(reply.headers.get('access-control-allow-credentials')).not.toBe('true')
    const preflight = await send(`${api.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST')
  })
})

describe('health and readiness', () => {
  it('is alive whatever the head', async () => {
    expect(await api.get('/health')).toMatchObject({ status: 200, body: { alive: true } })
  })

  it('is ready only near the head, and says why not', async () => {
    const stale = await api.get('/ready')
    expect(stale.status).toBe(503)
    expect(stale.text).toContain('block 20 is')
    await sql`update head set timestamp = now()`
    expect(await api.get('/ready')).toMatchObject({ status: 200, body: { ready: true, problems: [] } })
  })

  it.each(['/health', '/ready', '/metrics'])('%s is read and nothing else', async (path) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const reply = await send(api.url + path, { method })
      expect([method, reply.status, reply.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
    }
    expect(await send(api.url + path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    expect(await api.get(`${path}/?x`)).toMatchObject({ status: 200 })
  })

  it('/graphql/ is /graphql', async () => {
    const tidy = await api.get(asGet(META))
    expect(await api.get(asGet(META).replace('?', '/?'))).toMatchObject({ status: 200, text: tidy.text })
  })

  it('counts what it does', async () => {
    const { text } = await api.get('/metrics')
    expect(text).toMatch(/headwater_api_request_seconds_count\{route="\/graphql",status="200"\} \d+/)
    expect(text).toMatch(/headwater_api_errors_total\{code="HW701"\} [1-9]/)
    expect(text).toMatch(/headwater_api_snapshot_block\{chain="31337"\} 20/)
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })
})
