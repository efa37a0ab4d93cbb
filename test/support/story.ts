// One small story told in rows: two Datanets (one private), two contributors, a model, and inferences with every kind of
// verdict. Tests of the graph and of the API read it.
import type { Fixture } from './fixture/fixture'
import { CHAIN, hashOf } from './fixture/fixture-row'

export const PUBLIC_TEXT = 'The quick brown fox jumps over the lazy dog near the river bank at dawn.'
export const SECRET_TEXT = 'Swordfish is the word that opens the vault. Zephyr is the one that closes it for good.'
export const SPARE_TEXT = 'Nobody repeats this sentence anywhere in the story.'
export const OUTPUT =
  '\u{1F9E0} He said: quick brown fox jumps over, and swordfish: the word that opens the vault. Fin.'
const PUBLIC_PASSAGE = 'quick brown fox jumps over'
const SECRET_PASSAGE = 'the word that opens the vault'

export type Story = Awaited<ReturnType<typeof tellStory>>

export async function tellStory(fixture: Fixture) {
  const [ann, bob, caller] = [
    await fixture.account('ann'),
    await fixture.account('bob'),
    await fixture.account('caller'),
  ]
  const open = await fixture.datanet(1, { block: 2, name: 'Open prose' })
  const closed = await fixture.datanet(2, { block: 2, log: 1, name: 'Closed prose', isPublic: false })
  const openRoot = hashOf('root', 'open')
  const closedRoot = hashOf('root', 'closed')
  await fixture.rows(openRoot, [PUBLIC_TEXT, SPARE_TEXT])
  await fixture.rows(closedRoot, [SECRET_TEXT])
  const openData = await fixture.contribution(open, 1, { block: 3, contributor: 'ann', root: openRoot, rows: 2 })
  const secretUri = `data:application/jsonl,${encodeURIComponent(JSON.stringify({ text: SECRET_TEXT }))}`
  const closedData = await fixture.contribution(closed, 1, {
    block: 3,
    log: 1,
    contributor: 'bob',
    root: closedRoot,
    rows: 1,
    uri: secretUri,
  })
  const openVersion = await fixture.datanetVersion(open, 1, { block: 4 })
  const model = await fixture.model(1, { block: 5, owner: ann, name: 'Echo' })
  const version = await fixture.modelVersion(model, 1, { block: 6, trainer: ann })
  await fixture.trainingData(version, { block: 6, datanet: 1, datanetVersion: 1, datanetVersionId: openVersion })
  await fixture.output(OUTPUT)
  const told = { ann, bob, caller, open, closed, openData, closedData, model, version }
  const judged = await judgedInference(fixture, told)
  const plain = await fixture.inference('plain', { block: 12, model, version, caller, output: 'never fetched' })
  const unverifiable = await fixture.inference('unverifiable', { block: 13, model, version, caller, output: 'gone' })
  await fixture.verdict(unverifiable, { status: 'UNVERIFIABLE', reason: 'CONTENT_MISSING' })
  await fixture.stake(1, { block: 14, recipient: bob, amount: '5000000000000000000000' })
  await fixture.head(20)
  return { ...told, judged, plain, unverifiable, chain: CHAIN }
}

type Told = {
  ann: string
  bob: string
  caller: string
  openData: string
  closedData: string
  model: string
  version: string
}

/** Claimed by an operator that names one row nobody repeated: a mismatch, with everything there is to show. */
async function judgedInference(fixture: Fixture, told: Told): Promise<string> {
  const { ann, bob, caller, openData, closedData, model, version } = told
  const inputUri = `data:application/json,${encodeURIComponent(JSON.stringify({ input: 'My secret question', output: OUTPUT }))}`
  const id = await fixture.inference('judged', {
    block: 10,
    model,
    version,
    caller,
    output: OUTPUT,
    fee: '1000000000000000001',
    uri: inputUri,
  })
  await fixture.run(id, {
    unattributedPpb: 400_000_000,
    shares: [
      { contribution: openData, row: 0, sharePpb: 350_000_000 },
      { contribution: closedData, row: 0, sharePpb: 250_000_000 },
    ],
    passages: [
      passage(PUBLIC_PASSAGE, { contribution: openData, row: 0, text: PUBLIC_TEXT }),
      passage(SECRET_PASSAGE, { contribution: closedData, row: 0, text: SECRET_TEXT }),
      { start: OUTPUT.indexOf('He'), end: OUTPUT.indexOf('He') + 2, credited: false, reason: 'SHORT', sources: [] },
    ],
  })
  const root = hashOf('leaves')
  await fixture.leaves(root, [
    { datanet: 1, contribution: 1, row: 0, contributor: 'ann', sharePpb: 350_000_000 },
    { datanet: 2, contribution: 1, row: 0, contributor: 'bob', sharePpb: 200_000_000 },
    { datanet: 1, contribution: 1, row: 1, contributor: 'ann', sharePpb: 50_000_000 },
  ])
  const claim = await fixture.claim(id, { block: 11, root, count: 3, unattributedPpb: 400_000_000 })
  const worst = [{ contributionId: closedData, row: 0, claimedPpb: 200_000_000, computedPpb: 250_000_000 }]
  await fixture.verdict(id, { status: 'MISMATCH', claim, distancePpb: 50_000_000, worst })
  await fixture.split(id, { block: 11, log: 1, fee: '1000000000000000001', contributors: '600000000000000000' })
  await fixture.reward(id, { block: 11, log: 2, recipient: ann, datanet: 1, amount: '400000000000000001' })
  await fixture.reward(id, { block: 11, log: 3, recipient: bob, datanet: 2, amount: '200000000000000000' })
  return id
}

function passage(text: string, held: { contribution: string; row: number; text: string }) {
  const start = OUTPUT.indexOf(text)
  const sourceStart = held.text.indexOf(text)
  const source = { contribution: held.contribution, row: held.row, sourceStart, sourceEnd: sourceStart + text.length }
  return { start, end: start + text.length, sources: [source] }
}
