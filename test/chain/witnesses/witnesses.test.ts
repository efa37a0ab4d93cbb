// Who is asked when one endpoint says otherwise than the index, and what their answers come to: nodes that say what they are told, no chain.
import { Logger } from '@subsquid/logger'
import { expect, test } from 'vitest'
import { createEndpointPool } from '../../../src/chain/endpoints/pool'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { createOthers } from '../../../src/chain/witnesses/others'
import { HeadwaterError } from '../../../src/errors'
import { CHAIN_ID } from '../../support/blocks/blocks'

const log = new Logger(() => {}, 'test')

function open(urls: string[]) {
  const pool = createEndpointPool({ urls, capBlocks: 1_000, rest: { firstMs: 500, limitMs: 10_000 } })
  const others = createOthers({ pool, chainId: CHAIN_ID, traffic: createTraffic(), log })
  return { pool, others }
}

const TWICE = ['https://a/key', 'wss://a/key', 'https://b', 'wss://b', 'https://c:8545', 'https://c:8546']

test.each([
  ['https://a/key', ['https://b', 'https://c:8545', 'https://c:8546']],
  ['wss://a/key', ['https://b', 'https://c:8545', 'https://c:8546']],
  ['https://c:8546', ['https://a/key', 'https://b', 'https://c:8545']],
])('a host has one voice, and none beside its own: %s is followed', (url, asked) => {
  const { pool, others } = open(TWICE)
  const followed = pool.endpoints.find((endpoint) => endpoint.url === url)
  expect(followed && others.besides(followed).map((endpoint) => endpoint.url)).toEqual(asked)
})

test('a host that lied over one of its endpoints has no voice over another', () => {
  const { pool, others } = open(TWICE)
  const [first, , other] = pool.endpoints
  if (first === undefined || other === undefined) throw new Error('two hosts are needed')
  pool.failed(other, new HeadwaterError('HW210', '', { retryable: true }))
  expect(others.besides(first).map(({ url }) => url)).toEqual(['https://c:8545', 'https://c:8546'])
})

test('no host vouches for itself', () => {
  const { pool } = open(['https://a', 'wss://a', 'https://b'])
  const [first, again, other] = pool.endpoints
  if (first === undefined || again === undefined || other === undefined) throw new Error('three are needed')
  again.seen = { height: 100, at: Date.now() }
  other.seen = { height: 40, at: Date.now() }
  expect(pool.vouched(first, 90)).toBe(40)
  expect(open(['https://a', 'wss://a']).pool.vouched(first, 90)).toBe(90)
})
