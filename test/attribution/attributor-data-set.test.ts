// Which rows a model version knew, seen through the attributor: what was withdrawn, removed or never approved earns nothing, and
// a version that disagrees with the chain is not guessed at.
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { takeDown } from '../../src/database/derived/takedown'
import { type Attributing, startAttributing } from '../support/attributing'
import { ALICE, BOB, contributionId, hashText } from '../support/blocks/ledger'

const HERON =
  'The grey heron waits at the weir until the last barge has passed, then walks the gravel bar like a patient clerk.'
const OTTER =
  'An otter surfaced twice below the mill race, carrying an eel across its teeth like a badly folded umbrella.'
const FILLER = 'Nothing of note happened on the river that day.'

let attributing: Attributing

beforeEach(async () => {
  attributing = await startAttributing()
  await attributing.ledger.datanet(1)
})

afterEach(() => attributing.end())

const sourcesOf = (inference: string) =>
  attributing.sql<{ source: string }[]>`
  select s.contribution_id || ':' || s.row as source from share s join run r on r.id = s.run_id
  where r.inference_id = ${inference} order by rank`.then((rows) => rows.map((row) => row.source))

const reasonOf = async (inference: string) => (await attributing.verdictsOf(inference))[0]?.['reason']

describe('a version holds', () => {
  test('neither what was withdrawn nor what was removed before it', async () => {
    const { ledger } = attributing
    await ledger.contribute(1, 1, ALICE, [HERON, OTTER])
    await ledger.contribute(1, 2, BOB, [HERON, FILLER])
    await ledger.publish(1, 1)
    await ledger.withdraw(1, 1)
    await ledger.publish(1, 2)
    await ledger.contribute(1, 3, ALICE, [FILLER, OTTER, HERON])
    await ledger.removeRows(1, 2, [0])
    await ledger.publish(1, 3)
    for (const version of [1, 2, 3]) await ledger.train(version, [[1, version]])
    const inferences = await Promise.all([1, 2, 3].map((version) => ledger.infer(`${version}`, HERON, { version })))
    await attributing.start()
    await attributing.settled()
    expect(await Promise.all(inferences.map(sourcesOf))).toEqual([
      [`${contributionId(1, 1)}:0`],
      [`${contributionId(1, 2)}:0`],
      [`${contributionId(1, 3)}:2`],
    ])
  })

  test('each row once, where a training names several versions and Datanets', async () => {
    const { ledger, sql } = attributing
    await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
    await ledger.publish(1, 1)
    await ledger.removeRows(1, 1, [0])
    await ledger.publish(1, 2)
    await ledger.datanet(2)
    await ledger.contribute(2, 1, BOB, [OTTER, HERON])
    await ledger.publish(2, 1)
    await ledger.train(1, [
      [2, 1],
      [1, 1],
      [1, 2],
    ])
    const id = await ledger.infer('both', `${HERON} ${OTTER}`)
    await attributing.start()
    await attributing.settled()
    // Removed from the second version, the row still stands in the first.
    expect((await sourcesOf(id)).sort()).toEqual([`${contributionId(1, 1)}:0`, `${contributionId(2, 1)}:0`])
    expect(await sql`select count(distinct data_set)::int as sets from run`).toEqual([{ sets: 1 }])
  })

  test('nothing at all, and then everything is unattributed', async () => {
    const { ledger } = attributing
    await ledger.publish(1, 1)
    await ledger.train(1, [[1, 1]])
    const id = await ledger.infer('nothing', HERON)
    await attributing.start()
    await attributing.settled()
    expect(await attributing.verdictsOf(id)).toMatchObject([{ status: 'UNCLAIMED' }])
    expect(await sourcesOf(id)).toEqual([])
  })
})

describe('DATASET_UNKNOWN', () => {
  test.each([
    ['another root', { dataRoot: hashText('another') }],
    ['another count', { rowCount: 3 }],
  ])('when the version says %s than what was approved', async (_name, claimed) => {
    const { ledger } = attributing
    await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
    await ledger.publish(1, 1, claimed)
    await ledger.train(1, [[1, 1]])
    const id = await ledger.infer('x', HERON)
    await attributing.start()
    await attributing.settled()
    expect(await reasonOf(id)).toBe('DATASET_UNKNOWN')
  })

  test('when the training names no data, a version that does not exist, or the model is unknown', async () => {
    const { ledger, sql } = attributing
    await ledger.train(1, [])
    await ledger.train(2, [[1, 9]])
    const ids = [await ledger.infer('none', HERON), await ledger.infer('absent', HERON, { version: 2 })]
    const unknown = await ledger.infer('unknown', HERON)
    await sql`update inference set model_version_id = null where id = ${unknown}`
    await attributing.start()
    await attributing.settled()
    expect(await Promise.all([...ids, unknown].map(reasonOf))).toEqual(Array(3).fill('DATASET_UNKNOWN'))
  })

  test('when a contribution counts other rows than its content has', async () => {
    const { ledger, sql } = attributing
    await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
    await sql`update contribution set row_count = 3`
    await ledger.publish(1, 1, { rowCount: 3 })
    await ledger.train(1, [[1, 1]])
    const id = await ledger.infer('x', HERON)
    await attributing.start()
    await attributing.settled()
    expect(await reasonOf(id)).toBe('DATASET_UNKNOWN')
  })
})

test('DATASET_INCOMPLETE while a contribution is missing; when it comes, its inferences are judged by themselves', async () => {
  const { ledger, sql } = attributing
  await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
  await ledger.publish(1, 1)
  await ledger.train(1, [[1, 1]])
  const id = await ledger.infer('x', HERON)
  const content = ledger.contents.get('contribution-1-1') ?? ''
  ledger.contents.set('contribution-1-1', content.replace('heron', 'egret'))
  await attributing.start()
  await attributing.settled()
  expect(await reasonOf(id)).toBe('DATASET_INCOMPLETE')
  expect(await sql`select status, reason from content where kind = 'ROWS'`).toEqual([
    { status: 'MISMATCH', reason: 'HASH' },
  ])
  ledger.contents.set('contribution-1-1', content)
  await sql`update content_fetch set attempts = 1`
  await sql`insert into attribution_due values ('CONTRIBUTION', ${contributionId(1, 1)})`
  await sql`notify headwater_due`
  await attributing.settled()
  expect(await attributing.verdictsOf(id)).toMatchObject([{ status: 'UNCLAIMED' }])
})

describe('a takedown', () => {
  test('removes the text, keeps what was computed, and lets nothing new be computed from it', async () => {
    const { ledger, sql, home } = attributing
    await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
    await ledger.contribute(1, 2, BOB, [FILLER, OTTER])
    await ledger.publish(1, 1)
    await ledger.train(1, [[1, 1]])
    const before = await ledger.infer('before', HERON)
    await attributing.start()
    await attributing.settled()
    expect(await readdir(`${home}/indexes`)).toHaveLength(2)
    await takeDown(sql, hashText(HERON))
    const after = await ledger.infer('after', OTTER)
    await attributing.settled()
    expect(await sql`select body from content_text where hash = ${hashText(HERON)}`).toEqual([{ body: null }])
    expect(await sourcesOf(before)).toEqual([`${contributionId(1, 1)}:0`])
    expect(await reasonOf(after)).toBe('CONTENT_REMOVED')
    expect(await readdir(`${home}/indexes`)).toEqual([])
    // The claim on what was computed before is still judged.
    await ledger.claim(before, [], { unattributedPpb: 1_000_000_000 })
    await attributing.settled()
    expect(await attributing.verdictsOf(before)).toMatchObject([{ status: 'MISMATCH' }])
  })

  test('of a contribution leaves what others brought as well', async () => {
    const { ledger, sql } = attributing
    const root = await ledger.contribute(1, 1, ALICE, [HERON, FILLER])
    await ledger.contribute(1, 2, BOB, [FILLER, OTTER])
    await attributing.start()
    await attributing.settled()
    await takeDown(sql, root)
    const bodies = await sql<{ hash: string; gone: boolean }[]>`select hash, body is null as gone from content_text`
    expect(new Map(bodies.map(({ hash, gone }) => [hash, gone]))).toEqual(
      new Map([
        [hashText(HERON), true],
        [hashText(FILLER), false],
        [hashText(OTTER), false],
      ]),
    )
    expect(await sql`select status from content where hash = ${root}`).toEqual([{ status: 'REMOVED' }])
  })

  test('of what was never seen keeps it out', async () => {
    const { ledger, sql } = attributing
    await ledger.contribute(1, 1, ALICE, [FILLER, OTTER])
    await ledger.publish(1, 1)
    await ledger.train(1, [[1, 1]])
    await takeDown(sql, hashText(HERON))
    const id = await ledger.infer('x', HERON)
    await attributing.start()
    await attributing.settled()
    expect(await reasonOf(id)).toBe('CONTENT_REMOVED')
    expect(await sql`select body from content_text where hash = ${hashText(HERON)}`).toEqual([{ body: null }])
  })
})
