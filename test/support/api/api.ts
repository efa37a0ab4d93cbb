// The API on a free port, over a database of a test, and a client that says what came back.

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiOptions, runApi } from '../../../src/api/server'
import { readConfig } from '../../../src/config'

export type Reply = { status: number; headers: Headers; body: Body; text: string }
type Body = {
  data?: Record<string, unknown> | null
  errors?: { message: string; extensions: Record<string, unknown> }[]
}

export type ApiUnderTest = {
  url: string
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Reply>
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  stop(): Promise<void>
}

export async function openApi(
  databaseUrl: string,
  options: ApiOptions & { home?: string } = {},
): Promise<ApiUnderTest> {
  const home = options.home ?? join(tmpdir(), 'headwater-no-home')
  const config = readConfig({ DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1', HEADWATER_HOME: home })
  const api = await runApi(config, options)
  return {
    url: api.url,
    ask: (query, variables = {}, headers = {}) =>
      send(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    get: (path, headers = {}) => send(`${api.url}${path}`, { headers }),
    stop: api.stop,
  }
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : {},
    text,
  }
}
