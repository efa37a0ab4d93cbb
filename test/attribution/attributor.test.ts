// From rows of the chain to verdicts: a real database, a real engine, contents over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Attributing, startAttributing } from '../support/attributing'
import { ALICE, BOB, contributionId, type Leaf } from '../support/blocks/ledger'

const HERON =
  'The grey heron waits at the weir until the last barge has passed, then walks the gravel bar with the patience of a clerk.'
const OTTER =
  'An otter surfaced twice below the mill race, carrying an eel across its teeth like a badly folded umbrella in the rain.'
const FERRY =
  'Our ferry timetable was painted on the boathouse door in 1911 and nobody has found a reason to repaint even one figure of it.'
const OUTPUT = `It said: ${HERON} And later, ${OTTER.slice(0, 60)}`

let attributing: Attributing

beforeAll(async () => {
  attributing = await startAttributing()
  const { ledger } = attributing
  await ledger.datanet(1)
  await ledger.contribute(1, 1, ALICE, [HERON, 'Nothing of note happened on the river that day.'])
  await ledger.contribute(1, 2, BOB, [FERRY, OTTER])
  await ledger.publish(1, 1)
  await ledger.train(1, [[1, 1]])
  await attributing.start()
})

afterAll(() => attributing.end())

/** The leaves that an honest operator would post: our own run's, which is what the independent recount of others is compared with. */
async function leavesOf(inference: string): Promise<{ leaves: Leaf[]; unattributedPpb: number }> {
  const { sql } = attributing
  const [run] = await sql<{ unattributed: number }[]>`
    select unattributed_ppb::float8 as unattributed from run where inference_id = ${inference}`
  const leaves = await sql<Leaf[]>`
    select d.datanet_id::float8 as datanet, k.contribution_id::float8 as contribution, s.row, a.address as contributor,
      s.share_ppb::float8 as "sharePpb"
    from share s join run r on r.id = s.run_id join contribution k on k.id = s.contribution_id
    join datanet d on d.id = k.datanet_id join account a on a.id = k.contributor_id
    where r.inference_id = ${inference} order by s.rank`
  return { leaves: [...leaves], unattributedPpb: run?.unattributed ?? -1 }
}

const only = async (inference: string) => {
  const verdicts = await attributing.verdictsOf(inference)
  expect(verdicts).toHaveLength(1)
  return verdicts[0] ?? {}
}

describe('an inference', () => {
  test('gets a run whose shares and passages point at its sources, and is UNCLAIMED', async () => {
    const { ledger, sql } = attributing
    const id = await ledger.infer('plain', OUTPUT)
    await attributing.settled()
    expect(await only(id)).toMatchObject({ status: 'UNCLAIMED', reason: null, claim: null })
    const shares = await sql`
      select contribution_id as contribution, row, share_ppb::float8 as share from share
      join run on run.id = run_id where inference_id = ${id} order by rank`
    expect(shares.map(({ contribution, row }) => [contribution, row])).toEqual([
      [contributionId(1, 1), 0],
      [contributionId(1, 2), 1],
    ])
    const { unattributedPpb } = await leavesOf(id)
    expect(shares.reduce((sum, { share }) => sum + share, unattributedPpb)).toBe(1_000_000_000)
    const passages = await sql`
      select p.start_offset as start, p.end_offset as end, s.row, s.source_start as "sourceStart", s.source_end as "sourceEnd"
      from passage p join passage_source s on (s.run_id, s.passage_index) = (p.run_id, p.index)
      where p.run_id = ${`${id}-SUFFIX_ARRAY`} and p.credited order by p.index`
    const texts = [HERON, OTTER]
    expect(passages).toHaveLength(2)
    for (const { start, end, row, sourceStart, sourceEnd } of passages) {
      expect(OUTPUT.slice(start, end)).toBe(texts[row]?.slice(sourceStart, sourceEnd))
    }
  })

  test('is RECOMPUTED when the claim says what we found, and its run is not made again', async () => {
    const { ledger, sql } = attributing
    const id = await ledger.infer('honest', OUTPUT)
    await attributing.settled()
    const [before] = await sql`select xmin::text as version from run where inference_id = ${id}`
    const { leaves, unattributedPpb } = await leavesOf(id)
    const claim = await ledger.claim(id, leaves, { unattributedPpb })
    await attributing.settled()
    expect(await only(id)).toMatchObject({ status: 'RECOMPUTED', distance: 0, claim })
    expect(await sql`select xmin::text as version from run where inference_id = ${id}`).toEqual([before])
  })

  test('is a MISMATCH when a friend was favoured', async () => {
    const { ledger } = attributing
    const id = await ledger.infer('favour', OUTPUT)
    await attributing.settled()
    const { leaves, unattributedPpb } = await leavesOf(id)
    const favoured = leaves.map((leaf, index) => (index === 1 ? { ...leaf, sharePpb: leaf.sharePpb + 7_000 } : leaf))
    await ledger.claim(id, favoured, { unattributedPpb: unattributedPpb - 7_000 })
    await attributing.settled()
    expect(await only(id)).toMatchObject({
      status: 'MISMATCH',
      reason: null,
      distance: 7_000,
      worst: [{ contributionId: contributionId(1, 2), row: 1, computedPpb: leaves[1]?.sharePpb }],
    })
  })

  test('is a MISMATCH with LEAVES_INVALID when a leaf names a row that is not there', async () => {
    const { ledger } = attributing
    const id = await ledger.infer('invented', OUTPUT)
    const invented = { datanet: 1, contribution: 2, row: 2, contributor: BOB, sharePpb: 400_000_000 }
    await ledger.claim(id, [invented], { unattributedPpb: 600_000_000 })
    await attributing.settled()
    expect(await only(id)).toMatchObject({ status: 'MISMATCH', reason: 'LEAVES_INVALID' })
  })

  test('claimed with nothing and found to repeat nothing is RECOMPUTED without evidence', async () => {
    const { ledger } = attributing
    for (const [name, output] of [
      ['empty', ''],
      ['word', 'no'],
      ['new', 'Wholly unrelated words about cheese.'],
    ] as const) {
      const id = await ledger.infer(name, output)
      await ledger.claim(id, [], { unattributedPpb: 1_000_000_000, uri: 'https://nowhere.invalid/' })
      await attributing.settled()
      expect(await only(id)).toMatchObject({ status: 'RECOMPUTED', distance: 0 })
    }
  })

  test('may be claimed by methods we do not recompute', async () => {
    const { ledger } = attributing
    const id = await ledger.infer('methods', OUTPUT)
    const leaves = [{ datanet: 1, contribution: 1, row: 0, contributor: ALICE, sharePpb: 1_000_000_000 }]
    await ledger.claim(id, leaves, { unattributedPpb: 0, method: 'INFLUENCE', methodVersion: 'influence/1' })
    await ledger.claim(id, leaves, { unattributedPpb: 0, methodVersion: 'suffix-array/2' })
    await attributing.settled()
    const verdicts = await attributing.verdictsOf(id)
    expect(verdicts.map(({ method, status, reason }) => [method, status, reason])).toEqual([
      ['INFLUENCE', 'UNVERIFIABLE', 'METHOD_UNKNOWN'],
      ['SUFFIX_ARRAY', 'UNVERIFIABLE', 'METHOD_UNKNOWN'],
    ])
    expect((await leavesOf(id)).leaves).toHaveLength(2)
  })
})

describe('what can not be had or does not fit', () => {
  test('an output that is gone, altered, no inference, or too large', async () => {
    const { ledger } = attributing
    const gone = await ledger.infer('gone', OUTPUT, { uri: `${attributing.server.url}/nothing-here` })
    await ledger.claim(gone, [], { unattributedPpb: 1_000_000_000 })
    const altered = await ledger.infer('altered', OUTPUT)
    ledger.contents.set('inference-altered', JSON.stringify({ input: 'input of altered', output: 'other' }))
    const invalid = await ledger.infer('invalid', OUTPUT)
    ledger.contents.set('inference-invalid', '<html>')
    const large = await ledger.infer('large', 'word '.repeat(300_000))
    await attributing.settled()
    const found = await Promise.all([gone, altered, invalid, large].map(async (id) => (await only(id))['reason']))
    // The altered one has the hash of an output that is known from elsewhere: what a hash stands for does not depend on the address.
    expect(found).toEqual([null, null, null, 'OUTPUT_TOO_LARGE'])
  })

  test('an output that nobody has seen, gone, altered, or no inference', async () => {
    const { ledger, sql } = attributing
    const gone = await ledger.infer('gone2', 'seen by none', { uri: `${attributing.server.url}/nothing-here` })
    await ledger.claim(gone, [], { unattributedPpb: 1_000_000_000 })
    const altered = await ledger.infer('altered2', 'seen by none either')
    ledger.contents.set('inference-altered2', JSON.stringify({ input: 'input of altered2', output: 'other' }))
    const invalid = await ledger.infer('invalid2', 'nor this')
    ledger.contents.set('inference-invalid2', '<html>')
    await attributing.settled()
    const found = await Promise.all([gone, altered, invalid].map(async (id) => (await only(id))['reason']))
    expect(found).toEqual(['CONTENT_MISSING', 'HASH_MISMATCH', 'CONTENT_INVALID'])
    expect(
      await sql`select count(*)::int as runs from run where inference_id = any(${[gone, altered, invalid]})`,
    ).toEqual([{ runs: 0 }])
    // Only the output of the altered one is wrong.
    const [input] =
      await sql`select c.status from content c join inference i on i.input_hash = c.hash where i.id = ${altered}`
    expect(input).toEqual({ status: 'ANCHORED' })
  })

  test('evidence that is withheld, altered, or of another count; given later, it is judged', async () => {
    const { ledger } = attributing
    const id = await ledger.infer('withheld', OUTPUT)
    await attributing.settled()
    const { leaves, unattributedPpb } = await leavesOf(id)
    const other = leaves.map((leaf) => ({ ...leaf, sharePpb: leaf.sharePpb - 1 }))
    const claim = await ledger.claim(id, other, { unattributedPpb: unattributedPpb + other.length })
    const path = `evidence-${claim}`
    const evidence = ledger.contents.get(path) ?? ''
    ledger.contents.delete(path)
    const counted = await ledger.infer('counted', OUTPUT)
    await ledger.claim(counted, leaves, { unattributedPpb, count: 7 })
    await attributing.settled()
    expect(await only(id)).toMatchObject({ status: 'UNVERIFIABLE', reason: 'EVIDENCE_MISSING', distance: null })
    expect(await only(counted)).toMatchObject({ status: 'UNVERIFIABLE', reason: 'EVIDENCE_MISMATCH' })
    ledger.contents.set(path, evidence)
    await attributing.sql`update content_fetch set attempts = 1 where uri like ${`%${path}`}`
    await attributing.sql`insert into attribution_due values ('INFERENCE', ${id}) on conflict do nothing`
    await attributing.sql`notify headwater_due`
    await attributing.settled()
    expect(await only(id)).toMatchObject({ status: 'MISMATCH', distance: other.length })
  })
})
