// `block` on the root fields: answers as of a block, through HTTP, with what hangs on them; and what is refused.
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChainBlock } from '../../src/chain/block'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { address, blocksOf, CHAIN_ID, logOf } from '../support/blocks/blocks'
import { ORDERLY } from '../support/blocks/random-chain'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { openProcessed, type Processed } from '../support/processed'

const transfer = (wad: bigint) => logOf('WOPEN', 'Transfer', { src: address(0xa2), dst: address(0xa3), wad })
// The claim comes in the block after its inference.
const claims = ORDERLY.filter(({ topics }) => topics[0] === claimTopic())
const chain = blocksOf([ORDERLY.filter((log) => !claims.includes(log)), claims, [transfer(2n)], [transfer(3n)], []])

let database: TestDatabase
let sql: postgres.Sql
let processed: Processed
let api: ApiUnderTest

function claimTopic(): string | undefined {
  return logOf('InferenceLedger', 'AttributionCommitted', {
    inferenceId: `0x${'00'.repeat(32)}`,
    method: 0,
    methodVersion: '',
    root: `0x${'00'.repeat(32)}`,
    count: 0,
    unattributedPpb: 0,
    evidenceUri: '',
  }).topics[0]
}

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  processed = await openProcessed(database.url)
  // All in one batch: nobody saw what was between.
  await processed.final(chain.slice(0, 4))
  await sql`
    insert into run (id, inference_id, method, method_version, engine, tokenizer, data_set, parameters, tokens, unattributed_ppb)
    select id || '-SUFFIX_ARRAY', id, 'SUFFIX_ARRAY', 'suffix-array/1', '0.1.0', 'cl100k_base', '0x', '{}', 1, 1000000000 from inference`
  await sql`
    insert into verdict (inference_id, method, claim_id, status, distance_ppb)
    select inference_id, 'SUFFIX_ARRAY', id, 'MISMATCH', 7 from attribution_claim`
  api = await openApi(database.url, { limits: { blockWaitMs: 5_000 } })
})

afterAll(async () => {
  await api?.stop()
  await processed?.close()
  await sql?.end()
  await database?.drop()
})

const DOCUMENT = `query ($at: BlockAt) {
  _meta(block: $at) { block { number hash } }
  token(symbol: "WOPEN", block: $at) { supply }
  tokenTransfers(first: 2, block: $at) { totalCount nodes { amount block { number } } }
  holdings(address: "${address(0xa3)}", block: $at) { balance account { address tokenBalances { totalCount } } }
  inferences(block: $at) { totalCount nodes { verdicts { status distance } } }
}`

type Then = {
  token: { supply: string }
  tokenTransfers: { totalCount: number; nodes: { amount: string }[] }
  holdings: { balance: string; account: { tokenBalances: { totalCount: number } } }[]
  inferences: { nodes: { verdicts: { status: string; distance: number | null }[] }[] }
}

const sumUp = ({ token, tokenTransfers, holdings, inferences }: Then) => ({
  supply: token.supply,
  transfers: tokenTransfers.totalCount,
  amounts: tokenTransfers.nodes.map(({ amount }) => amount),
  held: holdings.map(({ balance }) => balance),
  holderOf: holdings.map(({ account }) => account.tokenBalances.totalCount),
  status: inferences.nodes[0]?.verdicts[0]?.status,
  distance: inferences.nodes[0]?.verdicts[0]?.distance,
})

const numberOf = (answer: Awaited<ReturnType<ApiUnderTest['ask']>>) =>
  (answer.body.data?.['_meta'] as { block: { number: number } | null } | undefined)?.block?.number

it('answers as of any block, counts and what hangs on rows included', async () => {
  const seen: unknown[] = []
  for (const block of chain.slice(0, 4)) {
    const byNumber = await api.ask(DOCUMENT, { at: { number: block.number } })
    expect(byNumber.body.errors).toBeUndefined()
    expect(byNumber.body.data?.['_meta']).toEqual({ block: { number: block.number, hash: block.hash } })
    expect(byNumber.headers.get('x-headwater-block')).toBe(`${block.number} ${block.hash}`)
    expect((await api.ask(DOCUMENT, { at: { hash: block.hash } })).body.data).toEqual(byNumber.body.data)
    seen.push(sumUp(byNumber.body.data as Then))
  }
  expect(seen).toEqual([
    { supply: '9', transfers: 1, amounts: ['9'], held: [], holderOf: [], status: 'UNCLAIMED', distance: null },
    { supply: '9', transfers: 1, amounts: ['9'], held: [], holderOf: [], status: 'MISMATCH', distance: 7e-9 },
    { supply: '9', transfers: 2, amounts: ['2', '9'], held: ['2'], holderOf: [1], status: 'MISMATCH', distance: 7e-9 },
    { supply: '9', transfers: 3, amounts: ['3', '2'], held: ['5'], holderOf: [1], status: 'MISMATCH', distance: 7e-9 },
  ])
  expect((await api.ask(DOCUMENT, { at: { number: 4 } })).body).toEqual((await api.ask(DOCUMENT, { at: null })).body)
})

it('before the first event there is nothing', async () => {
  const { body } = await api.ask(DOCUMENT, { at: { number: 0 } })
  expect(body).toMatchObject({ data: { token: null, tokenTransfers: { totalCount: 0, nodes: [] }, holdings: [] } })
})

it('an answer as of a block is never given for another', async () => {
  const asked = `{ _meta { block { number } } }`
  const then = `{ _meta(block: { number: 2 }) { block { number } } }`
  for (const [document, number] of [
    [asked, 4],
    [then, 2],
    [asked, 4],
    [then, 2],
  ] as const) {
    const reply = await api.ask(document)
    expect(numberOf(reply)).toBe(number)
    expect(reply.headers.get('x-headwater-block')).toMatch(`${number} `)
  }
})

it.each([
  ['a block that is not indexed', `{ _meta(block: { number: 99 }) { revision } }`, 'HW311'],
  ['an unknown hash', `{ _meta(block: { hash: "0x12" }) { revision } }`, 'HW313'],
  ['a number below 0', `{ _meta(block: { number: -1 }) { revision } }`, 'HW703'],
  ['a number that is none', `{ _meta(block: { number: 3000000000 }) { revision } }`, 'HW702'],
  ['two of three', `{ _meta(block: { number: 1, hash: "0x12" }) { revision } }`, 'HW702'],
  [
    'two blocks',
    `{ a: _meta(block: { number: 1 }) { revision } b: _meta(block: { number: 2 }) { revision } }`,
    'HW722',
  ],
  [
    'a block and none',
    `{ a: _meta(block: { number: 1 }) { revision } ...B } fragment B on Query { _meta { revision } }`,
    'HW722',
  ],
  ['a subscription', `subscription { head(block: { number: 1 }) { number } }`, 'HW702'],
])('refuses %s', async (_what, document, code) => {
  const { body } = await api.ask(document)
  expect(body.errors?.[0]?.extensions['code']).toBe(code)
})

it('takes fields that are left out for none', async () => {
  const document = `query ($is: Boolean!) { __typename _meta(block: { number: 2 }) { block { number } } b: _meta @include(if: $is) { revision } }`
  expect(numberOf(await api.ask(document, { is: false }))).toBe(2)
  expect((await api.ask(document, { is: true })).body.errors?.[0]?.extensions['code']).toBe('HW722')
})

it('waits for a block to come, and not for ever', async () => {
  const document = `query ($number: Int!) { _meta(block: { number_gte: $number }) { block { number } } }`
  expect(numberOf(await api.ask(document, { number: 3 }))).toBe(4)
  const coming = api.ask(document, { number: 5 })
  await processed.final(chain.slice(4))
  expect(numberOf(await coming)).toBe(5)
  const impatient = await openApi(database.url, { limits: { blockWaitMs: 50 } })
  const { status, body } = await impatient.ask(document, { number: 6 })
  await impatient.stop()
  expect(status).toBe(503)
  expect(body.errors?.[0]).toMatchObject({
    message: expect.stringContaining('stands at block 5'),
    extensions: { code: 'HW723' },
  })
})

it('forgets what lies below what is kept, and says so', async () => {
  await sql`update history.retention set blocks = 0 where chain_id = ${CHAIN_ID}`
  const next: ChainBlock = { ...(blocksOf([[]], 6)[0] as ChainBlock), parentHash: chain[4]?.hash ?? '' }
  await processed.final([next])
  const { body } = await api.ask(DOCUMENT, { at: { number: 5 } })
  expect(body.errors?.[0]?.extensions['code']).toBe('HW312')
})
