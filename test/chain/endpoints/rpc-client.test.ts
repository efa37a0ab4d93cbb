// Each way in which an endpoint can answer badly, and what its caller is told: what to wait for, what to ask for in smaller parts, what to
// ask another endpoint. No chain is needed for that, only a server that speaks the protocol.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assertChain, connectEndpoint } from '../../../src/chain/endpoints/endpoint'
import { RpcFailure } from '../../../src/chain/endpoints/rpc-failure'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { echo, type FakeCall, type FakeNode, refusalOf, resultOf, startFakeNode } from '../../support/node/fake-node'

let node: FakeNode

beforeAll(async () => {
  node = await startFakeNode()
})

afterAll(() => node?.close())

beforeEach(() => {
  node.answer = echo
  node.asked.length = 0
})

const connect = (limits = {}) => connectEndpoint(node.url, limits)

const calls = (count: number) => Array.from({ length: count }, (_, index) => ({ method: `m${index}`, params: [index] }))

async function failureOf(asked: Promise<unknown>): Promise<RpcFailure> {
  const failure = await asked.catch((cause: unknown) => cause)
  if (failure instanceof RpcFailure) return failure
  throw new Error(`no failure: ${String(failure)}`)
}

describe('answers that are no answers', () => {
  type Case = [name: string, answer: FakeNode['answer'], kind: string, words: RegExp, requests: number]
  const text = (body: string, status = 200, headers = {}) => ({ status, headers, body })
  const cases: Case[] = [
    ['429', () => text('', 429), 'busy', /429/, 4],
    ['429 for a minute', () => text('', 429, { 'retry-after': '60' }), 'busy', /429/, 1],
    [
      'a rate limit in words',
      ([call]) => ({ body: refusalOf(call as FakeCall, 'rate limit exceeded') }),
      'busy',
      /rate/,
      4,
    ],
    ['500', () => text('oops', 500), 'silent', /500/, 4],
    ['503', () => text('busy', 503), 'silent', /503/, 4],
    ['504', () => text('<html>', 504), 'silent', /504/, 4],
    ['403', () => text('no key', 403), 'nonsense', /403/, 1],
    ['a web page', () => text('<html>'), 'nonsense', /no JSON-RPC: <html>/, 1],
    ['half a text', () => text('{"jsonrpc":"2.0","id":1,"res'), 'nonsense', /no JSON-RPC/, 1],
    ['the answer to another question', () => ({ body: { id: -1, result: 1 } }), 'nonsense', /another question/, 1],
    ['an error', ([call]) => ({ body: refusalOf(call as FakeCall, 'too many results') }), 'refused', /too many/, 1],
    [
      'an error with status 400',
      ([call]) => ({ status: 400, body: refusalOf(call as FakeCall, 'no') }),
      'refused',
      /no/,
      1,
    ],
    ['an error without an id', () => ({ body: { error: { code: -32_600, message: 'bad' } } }), 'refused', /bad/, 1],
    [
      'a time-out of its own',
      ([call]) => ({ body: refusalOf(call as FakeCall, 'query timed out') }),
      'silent',
      /timed/,
      1,
    ],
  ]

  test.each(cases)('%s', async (_, answer, kind, words, requests) => {
    node.answer = answer
    const client = connect()
    const failure = await failureOf(client.call('eth_test', []))
    expect(failure.kind).toBe(kind)
    expect(failure.message).toMatch(words)
    expect(node.asked).toHaveLength(requests)
    client.close()
  })

  test('none at all', async () => {
    node.answer = () => null
    const client = connect({ requestLimitMs: 100 })
    const failure = await failureOf(client.call('eth_test', []))
    expect(failure).toMatchObject({ kind: 'silent', message: 'no answer within 100 ms' })
    expect(node.asked.length).toBeLessThanOrEqual(1)
    client.close()
  })

  test('it is not there', async () => {
    const client = connectEndpoint('http://127.0.0.1:9')
    expect((await failureOf(client.call('eth_test', []))).kind).toBe('silent')
    client.close()
  })
})

describe('batches', () => {
  test('answers in another order find their calls', async () => {
    node.answer = (asked) => ({ body: asked.map((call) => resultOf(call, call.method)).reverse() })
    const client = connect()
    expect(await client.batchCall(calls(3))).toEqual(['m0', 'm1', 'm2'])
    client.close()
  })

  test('half a batch is refused and says how much came', async () => {
    node.answer = (asked) => ({ body: asked.slice(0, 2).map((call) => resultOf(call, 1)) })
    const client = connect()
    const failure = await failureOf(client.batchCall(calls(5)))
    expect(failure).toMatchObject({ kind: 'nonsense', message: 'asked for m2, it answers 2 of 5 calls' })
    client.close()
  })

  test("an error for one of its calls is that call's, or fails the whole", async () => {
    node.answer = (asked) => ({
      body: asked.map((call) => (call.method === 'm1' ? refusalOf(call, 'no') : resultOf(call, 1))),
    })
    const client = connect()
    expect(await client.batchCall(calls(3), { refused: () => null })).toEqual([1, null, 1])
    expect((await failureOf(client.batchCall(calls(3)))).kind).toBe('refused')
    client.close()
  })

  test.each([
    [-32_601, 'no', true],
    [-32_000, 'the method debug_x does not exist/is not available', true],
    [-32_600, 'Unsupported method: trace_x on this network', true],
    [403, 'rpc method is not whitelisted', true],
    [-32_000, 'method handler crashed', false],
    [-32_000, 'transaction 0x00 not found', false],
  ])('of an error %i that says %s it is known whether the method is missing: %s', async (code, message, expected) => {
    node.answer = ([call]) => ({ body: { id: call?.id, error: { code, message } } })
    const client = connect()
    expect((await failureOf(client.call('eth_test', []))).isUnknownMethod).toBe(expected)
    client.close()
  })

  test('above 100 calls there are several', async () => {
    const client = connect()
    expect(await client.batchCall(calls(205))).toHaveLength(205)
    expect(node.asked.map((asked) => asked.length)).toEqual([100, 100, 5])
    client.close()
  })
})

describe('a batch refused as a whole is asked in smaller ones, and no call of it taken for refused, where the endpoint', () => {
  type Refusal = (asked: FakeCall[]) => unknown
  const refusals: [how: string, refusal: Refusal][] = [
    ['says so once, without an id', () => ({ error: { code: -32_600, message: 'over the limit' } })],
    ['says so once, to the first call', ([first]) => [refusalOf(first as FakeCall, 'batch too large', -32_600)]],
    ['says so to each call', (asked) => asked.map((call) => refusalOf(call, 'Batch of more than 10 requests'))],
    ['calls that too many', (asked) => asked.map((call) => refusalOf(call, 'too many requests in a batch'))],
  ]

  test.each(refusals)('%s', async (_, refusal) => {
    node.answer = (asked) => (asked.length > 10 ? { body: refusal(asked) } : echo(asked))
    const client = connect()
    const methods = calls(35).map(({ method }) => method)
    expect(await client.batchCall(calls(35), { refused: () => 'refused' })).toEqual(methods)
    const before = node.asked.length
    expect(await client.batchCall(calls(35))).toEqual(methods)
    expect(node.asked.slice(before).map((asked) => asked.length)).toEqual([9, 9, 9, 8])
    client.close()
  })

  test.each(['response too large', 'the same, with status 413'])('says %s', async (how) => {
    const reply = (call: FakeCall, index: number) => (index < 4 ? resultOf(call, call.method) : refusalOf(call, how))
    node.answer = (asked) =>
      how.endsWith('413') && asked.length > 4
        ? { status: 413, body: 'too large' }
        : { body: asked.length === 1 ? reply(asked[0] as FakeCall, 0) : asked.map(reply) }
    const client = connect()
    expect(await client.batchCall(calls(9), { refused: () => 'refused' })).toEqual(calls(9).map(({ method }) => method))
    client.close()
  })

  test('refuses everything, and then that is said', async () => {
    node.answer = () => ({ body: { error: { code: -32_000, message: 'out of order' } } })
    const client = connect()
    expect(await failureOf(client.batchCall(calls(8)))).toMatchObject({ kind: 'refused', message: 'out of order' })
    expect(node.asked.map((asked) => asked.length)).toEqual([8, 4, 2, 1])
    client.close()
  })
})

test('a failure that passes is bridged', async () => {
  node.answer = (asked, request) => (request < 3 ? { status: 503, body: '' } : echo(asked))
  const client = connect()
  expect(await client.call('eth_test', [])).toBe('eth_test')
  client.close()
})

test('not more calls a second than the endpoint allows, however they are batched', async () => {
  const client = connect({ callsPerSecond: 100 })
  const begun = performance.now()
  await Promise.all(Array.from({ length: 4 }, () => client.batchCall(calls(5))))
  expect(node.asked.flat()).toHaveLength(20)
  // The last five need not be waited for.
  expect(performance.now() - begun).toBeGreaterThan(145)
  client.close()
})

test('the most urgent call goes first', async () => {
  const client = connect({ callsPerSecond: 50 })
  const asked = [3, 2, 1].map((priority) => client.call(`p${priority}`, [], { priority }))
  await Promise.all(asked)
  expect(node.asked.flat().map(({ method }) => method)).toEqual(['p3', 'p1', 'p2'])
  client.close()
})

test('a user in the URL goes into the header and no further', async () => {
  const address = new URL(node.url)
  address.username = 'me'
  address.password = 'secret'
  const client = connectEndpoint(address.toString(), {})
  expect(client.endpoint).toBe(address.host)
  expect(await client.call('eth_test', [])).toBe('eth_test')
  client.close()
})

test('calls, failures and bytes are counted by method', async () => {
  const traffic = createTraffic()
  const client = connect({ traffic })
  await client.batchCall([...calls(2), { method: 'm1', params: [] }])
  node.answer = () => ({ body: '<html>' })
  await failureOf(client.call('m1', []))
  client.close()
  const methods = traffic.byEndpoint.get(new URL(node.url).host)
  expect(methods?.get('m0')).toMatchObject({ calls: 1, failures: 0 })
  expect(methods?.get('m1')).toMatchObject({ calls: 3, failures: 1 })
  expect(methods?.get('m0')?.receivedBytes).toBeGreaterThan(30)
})

test('closed, it fails what was asked and answers nothing more', async () => {
  node.answer = () => null
  const client = connect({ requestLimitMs: 60_000 })
  const asked = failureOf(client.call('eth_test', []))
  client.close()
  expect((await asked).kind).toBe('silent')
})

describe('its chain', () => {
  const says = (result: unknown) => {
    node.answer = ([call]) => ({ body: resultOf(call as FakeCall, result) })
  }

  test.each([
    ['ours', '0x64c', undefined],
    ['another', '0x1', 'HW202'],
    ['none', null, 'HW204'],
  ])('%s', async (_, answer, code) => {
    says(answer)
    const client = connect()
    const found = await assertChain(client, 1_612).catch((cause: unknown) => cause)
    expect((found as { code?: string } | undefined)?.code).toBe(code)
    client.close()
  })
})
