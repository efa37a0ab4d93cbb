// Subscriptions over SSE: what becomes visible is told once, in order, from snapshots; forks, slow clients and the end included.
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createQueue } from '../../src/api/queue'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture, type Fixture } from '../support/fixture/fixture'
import { hashOf } from '../support/fixture/fixture-row'
import { openGateway } from '../support/node/gateway'
import { until } from '../support/until'

let database: TestDatabase
let sql: postgres.Sql
let fixture: Fixture
let caller: string
let api: ApiUnderTest

beforeEach(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url)
  fixture = createFixture(sql)
  caller = await fixture.account('caller')
  await decide('before', 1)
  api = await openApi(database.url, { limits: { subscribers: 3 } })
})

afterEach(async () => {
  await api.stop()
  await sql.end()
  await database.drop()
})

async function decide(name: string, block: number, log = 0): Promise<string> {
  const id = await fixture.inference(name, { block, log, model: null, version: null, caller, output: 'x' })
  await fixture.head(block)
  return `Inference:${id}`
}

type Stream = { events: unknown[]; isOver: () => boolean; close(): Promise<void> }

async function subscribe(query: string): Promise<Stream> {
  const stop = new AbortController()
  const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'text/event-stream' },
    signal: stop.signal,
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events: unknown[] = []
  let isOver = false
  const reading = (async () => {
    let text = ''
    try {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const data = /^event: next\ndata: (.*)$/m.exec(block)?.[1]
          if (data !== undefined) events.push(JSON.parse(data))
          if (block.includes('event: complete')) isOver = true
        }
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error
    }
    isOver = true
  })()
  return {
    events,
    isOver: () => isOver,
    close: async () => {
      stop.abort()
      await reading
    },
  }
}

/** The feed learns where things stand with its first look: news are what comes after it. */
async function untilFed(stream: Stream): Promise<void> {
  let block = 100
  await until('the feed tells of a head', async () => {
    await fixture.head(block++)
    return stream.events.length > 0
  })
  stream.events.length = 0
}

describe('inferences', () => {
  it('come as they become visible, oldest first, each once', async () => {
    const head = await subscribe('subscription { head { number } }')
    const stream = await subscribe('subscription { inferences { id fee block { number } } }')
    await untilFed(head)
    const first = await decide('first', 201)
    const second = await decide('second', 202)
    const third = await decide('third', 202, 1)
    await fixture.raiseRevision()
    await until('three events', async () => stream.events.length >= 3)
    expect(stream.events).toEqual(
      [
        [first, 201],
        [second, 202],
        [third, 202],
      ].map(([id, number]) => ({ data: { inferences: { id, fee: '1000', block: { number } } } })),
    )
    await Promise.all([stream.close(), head.close()])
  })

  it('that a fork moved to another block come again', async () => {
    const head = await subscribe('subscription { head { number hash timestamp } }')
    const stream = await subscribe('subscription { inferences { id block { hash } } }')
    await untilFed(head)
    const id = await decide('moved', 201)
    await until('the first event', async () => stream.events.length === 1)
    await sql`update inference set block_hash = ${hashOf('other')} where block_number = 201`
    await fixture.raiseRevision()
    await until('the second event', async () => stream.events.length === 2)
    expect(stream.events[1]).toEqual({ data: { inferences: { id, block: { hash: hashOf('other') } } } })
    await Promise.all([stream.close(), head.close()])
  })
})

describe('a subscription', () => {
  it('that asks too much is refused like any document', async () => {
    const reply = await api.get(
      `/graphql?query=${encodeURIComponent('subscription { inferences { model { inferences(first: 5000) { totalCount } } } }')}`,
      { accept: 'text/event-stream' },
    )
    expect(reply.text).toContain('HW704')
  })

  it('beyond the limit is refused; a closed one makes room', async () => {
    const query = 'subscription { head { number } }'
    const open = [await subscribe(query), await subscribe(query), await subscribe(query)]
    const reply = await api.get(`/graphql?query=${encodeURIComponent(query)}`, { accept: 'text/event-stream' })
    expect(reply.text).toContain('HW719')
    await open[0]?.close()
    await until('room', async () => /headwater_api_subscribers 2/.test((await api.get('/metrics')).text))
    const again = await subscribe(query)
    await untilFed(again)
    await Promise.all([...open.slice(1), again].map((stream) => stream.close()))
  })

  it('ends in order when the server stops', async () => {
    const stream = await subscribe('subscription { head { number } }')
    const before = Date.now()
    await api.stop()
    expect(Date.now() - before).toBeLessThan(3_000)
    await until('the end', async () => stream.isOver())
    api = await openApi(database.url)
  })
})

describe('the feed', () => {
  it('goes on when the database was away', async () => {
    const gateway = await openGateway(database.url)
    await api.stop()
    api = await openApi(gateway.url)
    const stream = await subscribe('subscription { inferences { id } }')
    const head = await subscribe('subscription { head { number } }')
    await untilFed(head)
    gateway.shut()
    const id = await decide('while it was away', 201)
    gateway.open()
    await until('the event', async () => stream.events.length === 1)
    expect(stream.events).toEqual([{ data: { inferences: { id } } }])
    await Promise.all([stream.close(), head.close()])
    await gateway.close()
  })
})

describe('a queue', () => {
  it('ends when it overflows, and says so once', async () => {
    let ended = 0
    const queue = createQueue<number>(2, () => {
      ended += 1
    })
    queue.push(1)
    expect(await queue.next()).toEqual({ done: false, value: 1 })
    for (const item of [2, 3, 4, 5]) queue.push(item)
    expect(await queue.next()).toEqual({ done: true, value: undefined })
    queue.end()
    expect(ended).toBe(1)
  })
})
