// Who is asked when one endpoint says otherwise than the index, and what their answers come to: nodes that say what they are told, no chain.
import { Logger } from '@subsquid/logger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEndpointPool, type Endpoint } from '../../../src/chain/endpoints/pool'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { createOthers } from '../../../src/chain/witnesses/others'
import { createWitnesses } from '../../../src/chain/witnesses/witnesses'
import { HeadwaterError } from '../../../src/errors'
import { CHAIN_ID } from '../../support/blocks/blocks'
import { type EmptyBlock, emptyBlocks, mixUp, serve } from '../../support/node/empty-chain'
import { type FakeNode, startFakeNode } from '../../support/node/fake-node'

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

const OURS = emptyBlocks(4, 'a')
const THEIRS = emptyBlocks(4, 'b')
const final = placeOf(OURS[2] as EmptyBlock)
let nodes: FakeNode[] = []

beforeAll(async () => {
  nodes = await Promise.all([startFakeNode(), startFakeNode(), startFakeNode()])
})

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()))
})

/** The first one is followed, the others have these chains. */
async function besides<T>(
  chains: readonly EmptyBlock[][],
  ask: (asked: ReturnType<typeof createWitnesses>, followed: Endpoint) => Promise<T>,
  now?: () => number,
): Promise<T> {
  for (const [index, chain] of chains.entries()) serve(nodes[index + 1] as FakeNode, chain)
  const { pool, others } = open(nodes.slice(0, chains.length + 1).map(({ url }) => url))
  const patience = { probeMs: 600_000, behindBlocks: 8, behindMs: 10_000, forkedMs: 10_000 }
  const witnesses = createWitnesses({ pool, others, patience, ...(now && { now }) })
  try {
    return await ask(witnesses, pool.endpoints[0] as Endpoint)
  } finally {
    witnesses.close()
    others.close()
  }
}

test.each([
  ['is taken back on the word of the only endpoint', [], true],
  ['that the other lacks, too, is taken back', [THEIRS], true],
  ['that the other has stays', [OURS], false],
  ['that two of three lack is taken back, whoever is stuck', [OURS, THEIRS], true],
  ['that two of three have stays', [OURS, OURS], false],
])('a final block %s', async (_, chains, isGone) => {
  const word = besides(chains, (witnesses, followed) => witnesses.assertGone(followed, final))
  if (isGone) await expect(word).resolves.toBeUndefined()
  else await expect(word).rejects.toMatchObject({ code: 'HW209' })
})

test('an endpoint that gives another block than the one asked for has no say', async () => {
  const word = besides([OURS, OURS], async (witnesses, followed) => {
    mixUp(nodes[1] as FakeNode, final.height, final.height - 1)
    return witnesses.believesFork(followed, final, final)
  })
  // One against one at the same height: with a word against ours it would be believed.
  expect(await word).toBe(false)
})

test('a fork is doubted for so long, and the next one as long again', async () => {
  let clockMs = 0
  const doubt = (witnesses: ReturnType<typeof createWitnesses>, followed: Endpoint) =>
    witnesses.believesFork(followed, final, final)
  const ask = async (witnesses: ReturnType<typeof createWitnesses>, followed: Endpoint) => {
    expect(await doubt(witnesses, followed)).toBe(false)
    witnesses.agreed()
    clockMs = 3_600_000
    expect(await doubt(witnesses, followed)).toBe(false)
    clockMs += 10_000
    await expect(doubt(witnesses, followed)).rejects.toMatchObject({ code: 'HW209' })
  }
  await besides([OURS], ask, () => clockMs)
})

function placeOf({ number, hash }: EmptyBlock) {
  return { height: Number(number), hash }
}
