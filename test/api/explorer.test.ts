// The explorer's files: its page for every path that is one, its assets with their types, nothing from outside its folder.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRoute } from '../../src/web/words/addresses'
import { type ApiUnderTest, openApi, send } from '../support/api/api'
import { createTestDatabase, type TestDatabase } from '../support/database'

const PAGE = '<!doctype html><title>Headwater</title>'

let database: TestDatabase
let folder: string
let api: ApiUnderTest

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'headwater-web-'))
  await mkdir(join(folder, 'web', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'web', 'index.html'), PAGE)
  await writeFile(join(folder, 'web', 'favicon.svg'), '<svg/>')
  await writeFile(join(folder, 'web', 'assets', 'app-1a2b.js'), 'export {}')
  api = await openApi(database.url, { explorer: join(folder, 'web') })
})

afterAll(async () => {
  await api.stop()
  await database.drop()
  await rm(folder, { recursive: true })
})

const DECISION = `/decision/31337-0x${'ab'.repeat(32)}`

it.each([
  ['/', 200],
  ['/?status=MISMATCH', 200],
  ['/index.html', 200],
  [DECISION, 200],
  [`${DECISION}/`, 200],
  [DECISION.toUpperCase().replace('DECISION', 'decision'), 200],
  [`${DECISION}?from=list`, 200],
  ['/decision/31337-0xabc', 404],
  [DECISION.replace('-', '%2d'), 404],
  ['/decision', 404],
  ['/anything', 404],
  ['/anything/', 404],
  ['/graphql/deeper', 404],
])('%s is the page, with status %i', async (path, status) => {
  const reply = await api.get(path)
  expect([reply.status, reply.text]).toEqual([status, PAGE])
  const { pathname, search } = new URL(path, api.url)
  expect(readRoute(pathname, search).kind === 'nowhere').toBe(status === 404)
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = reply.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe|\*|http/)
})

it('assets have their types, and those with a hash in their name may be kept', async () => {
  const script = await api.get('/assets/app-1a2b.js')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('cache-control')).toContain('immutable')
  const icon = await api.get('/favicon.svg')
  expect(icon.headers.get('content-type')).toBe('image/svg+xml')
  expect(icon.headers.get('cache-control')).toBe('no-cache')
  for (const reply of [script, icon]) expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each([
  '/assets/none.js',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/%00.txt',
  '/%zz',
])('%s is not found', async (path) => {
  // Past fetch, which would tidy the path.
  const { port } = new URL(api.url)
  const reply = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
  expect(reply.status).toBe(404)
  expect(reply.text).not.toContain('secret')
})

it('takes no other method', async () => {
  expect((await send(`${api.url}/`, { method: 'POST', body: 'x' })).status).toBe(405)
  expect(await send(`${api.url}/`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
})

it('says how to build it where it is not built', async () => {
  const bare = await openApi(database.url, { explorer: join(folder, 'none') })
  const reply = await bare.get('/')
  expect([reply.status, reply.text]).toEqual([404, expect.stringContaining('npm run build:web')])
  await bare.stop()
})
