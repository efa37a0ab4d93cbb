// Live attribution with the real engine, over the index of a model version's data: the answer keeps its rules, the limits hold.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase, type Sql } from '../../src/database/connection'
import { storeRows } from '../../src/database/derived/content-rows'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { LIVE } from '../support/api/documents'
import { ALICE, BOB, createLedger, hashText, type Ledger, modelVersionId } from '../support/blocks/ledger'
import { createTestDatabase, type TestDatabase } from '../support/database'

const OPEN_TEXT =
  'The lighthouse keeper counted seventeen herons before breakfast, and wrote each of them into the salt-stained ledger.'
const CLOSED_TEXT =
  'Marigold enzymes dissolve the copper varnish overnight, provided that nobody opens the northern window.'
// Eight rows, each a guess that somebody could have made.
const GUESSES = [
  'apricot ladders lean on velvet thunder while clocks forgive',
  'seven porcelain badgers audited the harbour before winter came',
  'nobody tunes the marble accordion unless glaciers applaud twice',
  'quiet turbines borrowed cinnamon from an embarrassed cathedral',
  'the umbrella senate postponed gravity until further notice',
  'crimson ledgers whisper about umlauts under frozen bridges',
  'eleven hydrangeas negotiated a truce with the copper moon',
  'paper submarines memorise lullabies of retired astronomers',
]
const LONG_GUESS = Array.from({ length: 130 }, (_, n) => `w${(n * 7919) % 100_003}`).join(' ')
const ECHO = `Somebody said: ${OPEN_TEXT.slice(4, 90)} Then again: ${CLOSED_TEXT.slice(0, 60)}. And that was that.`

type Live = {
  tokens: number
  unattributedPpb: number
  shares: { sharePpb: number; dataPoint: { id: string }; contributor: { address: string } }[]
  withheld: number
  passages: {
    start: number
    end: number
    text: string
    credited: boolean
    sources: { sourceStart: number; sourceEnd: number; dataPoint: { id: string } }[]
  }[]
}

let database: TestDatabase
let sql: Sql
let ledger: Ledger
let home: string
let api: ApiUnderTest

async function contribute(datanet: number, contributor: string, texts: string[]): Promise<void> {
  const root = await ledger.contribute(datanet, 1, contributor, texts)
  await storeRows(sql, { root, rows: texts.map((text) => ({ text, hash: hashText(text) })) })
}

beforeAll(async () => {
  database = await createTestDatabase()
  sql = connectDatabase(database.url, { applicationName: 'test', max: 2 })
  ledger = createLedger(sql, 'http://127.0.0.1:9')
  for (const datanet of [1, 2, 3, 4]) await ledger.datanet(datanet)
  await contribute(1, ALICE, [
    'Rows of no interest stand here as well, so that the index has more than one.',
    OPEN_TEXT,
  ])
  await contribute(2, BOB, [CLOSED_TEXT])
  await contribute(4, BOB, [...GUESSES, LONG_GUESS])
  await ledger.contribute(3, 1, BOB, ['This content never came.'])
  await sql`update datanet set is_public = false where datanet_id in (2, 4)`
  for (const datanet of [1, 2, 3, 4]) await ledger.publish(datanet, 1)
  await ledger.train(1, [
    [1, 1],
    [2, 1],
  ])
  await ledger.train(2, [[3, 1]])
  await ledger.train(3, [[4, 1]])
  await ledger.train(4, [[1, 1]])
  home = await mkdtemp(join(tmpdir(), 'headwater-live-'))
  api = await openApi(database.url, {
    home,
    limits: { liveTextBytes: 2_000, liveAttributions: 2, privateAttributionsBurst: 100 },
  })
})

afterAll(async () => {
  await api.stop()
  await sql.end()
  await database.drop()
  await rm(home, { recursive: true })
})

describe('attribute', () => {
  it('finds who brought it: shares and the rest are a billion, passages stand where they say', async () => {
    const reply = await api.ask(LIVE, { text: ECHO, version: `ModelVersion:${modelVersionId(1)}` })
    expect([reply.status, reply.body.errors]).toEqual([200, undefined])
    const live = reply.body.data?.['attribute'] as Live
    const shared = live.shares.reduce((sum, { sharePpb }) => sum + sharePpb, 0)
    expect(shared + live.unattributedPpb).toBe(1_000_000_000)
    expect(live.shares.map(({ contributor }) => contributor.address).sort()).toEqual([ALICE, BOB].sort())
    expect(live.passages.some((passage) => passage.credited)).toBe(true)
    const textOf: Record<string, string> = {
      'DataPoint:31337-0000000001-0000000001-0000001': OPEN_TEXT,
      'DataPoint:31337-0000000002-0000000001-0000000': CLOSED_TEXT,
    }
    for (const passage of live.passages) {
      expect(ECHO.slice(passage.start, passage.end)).toBe(passage.text)
      for (const { dataPoint, sourceStart, sourceEnd } of passage.sources) {
        expect(textOf[dataPoint.id]?.slice(sourceStart, sourceEnd)).toBe(passage.text)
      }
    }
    expect(reply.text).not.toContain('northern window')
  })

  it('answers the same again, without remembering it', async () => {
    const [first, second] = [
      await api.ask(LIVE, { text: ECHO, version: modelVersionId(1) }),
      await api.ask(LIVE, { text: ECHO, version: modelVersionId(1) }),
    ]
    expect(second.text).toBe(first.text)
  })

  it.each([
    ['empty', ''],
    ['of one word', 'word'],
    ['of nothing known', 'Qwertz uiopü asdf ghjkl yxcvb nm.'],
    ['with odd characters', '\u0000 \u{1F9E0} \u202E x'],
  ])('a text %s is all unattributed', async (_name, text) => {
    const reply = await api.ask(LIVE, { text, version: modelVersionId(1) })
    expect(reply.body.data?.['attribute']).toMatchObject({ unattributedPpb: 1_000_000_000, shares: [] })
  })

  it.each([
    ['a text that is too long', { text: 'x'.repeat(2_001), version: modelVersionId(1) }, 'HW715', 400],
    ['a text whose bytes are too many', { text: '\u20AC'.repeat(700), version: modelVersionId(1) }, 'HW715', 400],
    ['a version that does not exist', { text: 'x', version: modelVersionId(9) }, 'HW718', 400],
    ['an id of another type', { text: 'x', version: 'Model:31337-0000000001' }, 'HW703', 400],
    ['a version whose content never came', { text: 'x', version: modelVersionId(2) }, 'HW716', 503],
  ])('%s is refused', async (_name, variables, code, status) => {
    const reply = await api.ask(LIVE, variables)
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([status, code])
  })

  it('more at once than the limit are refused, the others answered', async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => api.ask(LIVE, { text: ECHO, version: modelVersionId(1) })),
    )
    const codes = replies.map((reply) => reply.body.errors?.[0]?.extensions['code'])
    expect(codes.filter((code) => code === undefined).length).toBeGreaterThanOrEqual(4)
    for (const code of codes) expect([undefined, 'HW717']).toContain(code)
  })
})

describe('guesses at private rows', () => {
  const CAPPED = LIVE.replace('tokens unattributedPpb', 'tokens unattributedPpb withheld')
  const guess = async (text: string, version: number, asked = api) =>
    (await asked.ask(CAPPED, { text, version: modelVersionId(version) })).body.data?.['attribute'] as Live

  it('are confirmed within the cap of an answer; the rest is counted, and the shares are whole', async () => {
    const live = await guess(GUESSES.join(' ;; '), 3)
    expect([live.passages.length, live.withheld]).toEqual([5, 3])
    for (const { sources } of live.passages) expect(sources).toHaveLength(1)
    expect(live.shares).toHaveLength(8)
    const shared = live.shares.reduce((sum, { sharePpb }) => sum + sharePpb, 0)
    expect(shared + live.unattributedPpb).toBe(1_000_000_000)
  })

  it('longer than the cap are not confirmed', async () => {
    const live = await guess(LONG_GUESS, 3)
    expect(LONG_GUESS.length).toBeGreaterThan(600)
    expect([live.passages, live.withheld]).toEqual([[], 1])
  })

  it('of rows that anybody may read are all told', async () => {
    const live = await guess(ECHO, 4)
    expect([live.passages.length > 0, live.withheld]).toEqual([true, 0])
  })

  it('are answered as often as the budget of an address says; open data is', async () => {
    const strict = await openApi(database.url, {
      home,
      limits: { privateAttributionsBurst: 3, privateAttributionsPerMinute: 0.001 },
    })
    // In one document as much as in several.
    const twice = `query ($text: String!, $version: ID!) {
      a: attribute(text: $text, modelVersion: $version) { tokens } b: attribute(text: $text, modelVersion: $version) { tokens } }`
    const version = modelVersionId(1)
    expect((await strict.ask(twice, { text: 'nothing known', version })).status).toBe(200)
    expect((await strict.ask(LIVE, { text: 'nothing known', version })).status).toBe(200)
    for (const text of ['nothing known', GUESSES[0]]) {
      const refused = await strict.ask(LIVE, { text, version: modelVersionId(3) })
      expect([refused.status, refused.body.errors?.[0]?.extensions['code']]).toEqual([429, 'HW721'])
    }
    expect((await guess(ECHO, 4, strict)).passages.length).toBeGreaterThan(0)
    await strict.stop()
  })

  it('at a private row that was handed in again to an open Datanet count as well', async () => {
    const strict = await openApi(database.url, {
      home,
      limits: { privateAttributionsBurst: 1, privateAttributionsPerMinute: 0.001 },
    })
    await ledger.datanet(5)
    await ledger.contribute(5, 1, ALICE, [...GUESSES, LONG_GUESS])
    await ledger.publish(5, 1)
    await ledger.train(5, [[5, 1]])
    const live = await guess(GUESSES.join(' ;; '), 5, strict)
    expect([live.passages.length, live.withheld]).toEqual([5, 3])
    const refused = await strict.ask(LIVE, { text: GUESSES[0], version: modelVersionId(5) })
    expect(refused.body.errors?.[0]?.extensions['code']).toBe('HW721')
    await strict.stop()
  })
})
