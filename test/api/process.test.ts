// The API as a process on a machine where things go wrong: a taken port, a database that is away, a stop in the middle of a request.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runApi } from '../../src/api/server'
import { readConfig } from '../../src/config'
import { openApi } from '../support/api/api'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture } from '../support/fixture/fixture'
import { openGateway } from '../support/node/gateway'
import { tellStory } from '../support/story'
import { until } from '../support/until'

const META = '{ _meta { block { number } } }'

let database: TestDatabase
let sql: postgres.Sql

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  await tellStory(createFixture(sql))
  await sql`update head set timestamp = now()`
})

afterAll(async () => {
  await sql.end()
  await database.drop()
})

describe('the port', () => {
  const configFor = (port: number, host = '127.0.0.1') =>
    readConfig({ DATABASE_URL: database.url, HOST: host, PORT: String(port) })

  it('in use is said with what to do, and nothing stays behind', async () => {
    const taken: Server = await new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
    })
    const { port } = taken.address() as AddressInfo
    await expect(runApi(configFor(port))).rejects.toMatchObject({
      code: 'HW714',
      message: expect.stringContaining(`${port}`),
    })
    await new Promise((resolve) => taken.close(resolve))
    const api = await runApi(configFor(port))
    expect(api.url).toBe(`http://127.0.0.1:${port}`)
    await api.stop()
  })

  it('of an address this machine does not have is said as well', async () => {
    await expect(runApi(configFor(0, '192.0.2.1'))).rejects.toMatchObject({ code: 'HW720' })
  })
})

describe('a database that is away', () => {
  it('when the API starts: it says so, and answers as soon as the database does', async () => {
    const gateway = await openGateway(database.url)
    gateway.shut()
    const api = await openApi(gateway.url)
    expect(await api.get('/health')).toMatchObject({ status: 200 })
    const ready = await api.get('/ready')
    expect([ready.status, ready.text]).toEqual([503, expect.stringContaining('database')])
    const refused = await api.ask(META)
    expect([refused.status, refused.body.errors?.[0]?.extensions['code']]).toEqual([503, 'HW711'])
    gateway.open()
    await until('an answer', async () => (await api.ask(META)).status === 200)
    expect((await api.get('/ready')).status).toBe(200)
    await api.stop()
    await gateway.close()
  })

  it('while it runs: no request hangs, nothing is half answered, and it recovers by itself', async () => {
    const gateway = await openGateway(database.url)
    const api = await openApi(gateway.url)
    expect((await api.ask(META)).status).toBe(200)
    gateway.shut()
    const replies = await Promise.all(Array.from({ length: 8 }, () => api.ask(META)))
    for (const reply of replies) {
      expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([503, 'HW711'])
      expect(reply.body.data ?? null).toBeNull()
    }
    gateway.open()
    await until('an answer', async () => (await api.ask(META)).status === 200)
    await api.stop()
    await gateway.close()
  })

  it('or is not migrated: it says what to run', async () => {
    const empty = await createTestDatabase(null)
    const api = await openApi(empty.url)
    const reply = await api.ask(META)
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([503, 'HW712'])
    await api.stop()
    await empty.drop()
  })
})

describe('a stop', () => {
  it('finishes the request at hand, and refuses new ones', async () => {
    const api = await openApi(database.url)
    const { asked, stopped } = await sql.begin(async (tx) => {
      await tx`lock table inference in access exclusive mode`
      const asking = api.ask('{ inferences(first: 1) { nodes { id } } }')
      await until('the request waits for the lock', async () => {
        const [row] = await tx`select from pg_locks where relation = 'inference'::regclass and not granted`
        return row !== undefined
      })
      const since = Date.now()
      const stopping = api.stop().then(() => Date.now() - since)
      await until('new requests are refused', () =>
        api.get('/health').then(
          () => false,
          () => true,
        ),
      )
      return { asked: asking, stopped: stopping }
    })
    expect((await asked).status).toBe(200)
    expect(await stopped).toBeLessThan(5_000)
  })

  it('does not wait for ever', async () => {
    const api = await openApi(database.url, { limits: { stopMs: 200 } })
    await sql.begin(async (tx) => {
      await tx`lock table inference in access exclusive mode`
      const asked = api.ask('{ inferences(first: 1) { nodes { id } } }').catch(() => null)
      const since = Date.now()
      await api.stop()
      expect(Date.now() - since).toBeLessThan(5_000)
      expect(await asked).toBeNull()
    })
  })
})
