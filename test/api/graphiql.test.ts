// GraphiQL: where only this machine can ask, from this server alone; elsewhere only where it is wanted.
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../src/config'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { findChromium, openInChromium, seen } from '../support/api/page'
import { createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let api: ApiUnderTest

beforeAll(async () => {
  database = await createTestDatabase()
  api = await openApi(database.url)
})

afterAll(async () => {
  await api.stop()
  await database.drop()
})

it('is the page that a browser gets, and it may ask nobody else', async () => {
  const reply = await api.get('/graphql', { accept: 'text/html' })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
  const policy = reply.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toMatch(/\*|http/)
  expect(reply.text).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/)
})

it('shows its editor and complains of nothing', async () => {
  const chromium = findChromium()
  // Its editor needs a real browser: without one the page's own words must do.
  if (chromium === null) return expect((await api.get('/graphql', { accept: 'text/html' })).text).toContain('GraphiQL')
  const page = await openInChromium(`${api.url}/graphql`, chromium)
  try {
    await seen(page, '.graphiql-container')
    expect((await seen(page, '.graphiql-query-editor .view-line')).join()).toContain('_meta')
    expect(page.faults()).toEqual([])
  } finally {
    await page.close()
  }
})

it('is told the whole schema', async () => {
  const everything = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true }
  const { body } = await api.ask(getIntrospectionQuery({ ...everything, inputValueDeprecation: true }))
  expect(body.errors).toBeUndefined()
})

it.each([
  ['127.0.0.1', undefined, true],
  ['localhost', undefined, true],
  ['::1', undefined, true],
  ['0.0.0.0', undefined, false],
  ['127.0.0.1.example', undefined, false],
  ['0.0.0.0', 'on', true],
  ['127.0.0.1', 'off', false],
])('HOST %s, GRAPHIQL %s: %s', (host, wish, isOn) => {
  expect(readConfig({ HOST: host, ...(wish === undefined ? {} : { GRAPHIQL: wish }) }).graphiql).toBe(isOn)
})
