// A text attributed on the spot: the same answer as a run's, and clear refusals where there is nothing to search.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLiveAttributor, type LiveAttributor } from '../../src/attribution/live-attribution'
import { createLog } from '../../src/log'
import { type Attributing, startAttributing } from '../support/attributing'
import { ALICE, contributionId, modelVersionId } from '../support/ledger'

const HERON =
  'The grey heron waits at the weir until the last barge has passed, then walks the gravel bar like a patient clerk.'

let attributing: Attributing
let live: LiveAttributor

const attribute = (text: string, version = 1, signal = new AbortController().signal) =>
  live.attribute({ text, modelVersionId: modelVersionId(version), signal })

beforeAll(async () => {
  attributing = await startAttributing()
  const { ledger, sql, home } = attributing
  live = createLiveAttributor({ sql, home: join(home, 'api'), log: createLog('test') })
  await ledger.datanet(1)
  await ledger.contribute(1, 1, ALICE, ['Nothing of note happened.', HERON])
  await ledger.publish(1, 1)
  await ledger.train(1, [[1, 1]])
})

afterAll(async () => {
  await live.close()
  await attributing.end()
})

test('refuses what nobody has fetched yet, and never fetches itself', async () => {
  await expect(attribute(HERON)).rejects.toMatchObject({ code: 'HW602', retryable: true })
  expect(attributing.server.requests).toEqual([])
})

test('gives the shares and passages of a run', async () => {
  const { ledger, sql } = attributing
  const text = `They say: ${HERON} Do they?`
  const id = await ledger.infer('x', text)
  await attributing.start()
  await attributing.settled()
  const answer = await attribute(text)
  const [run] =
    await sql`select data_set, unattributed_ppb::float8 as unattributed, tokens from run where inference_id = ${id}`
  expect(run).toEqual({ data_set: answer.dataSet, unattributed: answer.unattributedPpb, tokens: answer.tokens })
  expect(answer.shares.map((share) => [share.contributionId, share.row])).toEqual([[contributionId(1, 1), 1]])
  const [passage] = answer.passages
  expect(text.slice(passage?.start, passage?.end)).toBe(
    HERON.slice(passage?.sources[0]?.sourceStart, passage?.sources[0]?.sourceEnd),
  )
})

test('refuses a model version without data, and ends when the caller goes away', async () => {
  await expect(attribute(HERON, 7)).rejects.toMatchObject({ code: 'HW602' })
  await expect(attribute(HERON, 1, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
})
