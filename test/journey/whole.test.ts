// The whole as its user has it: one start on an empty folder, a live chain, and every decision traced to its data over HTTP.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config'
import { MODELS } from '../../src/dev/inhabitants/roles'
import { type Running, up, type Whole } from '../../src/dev/up'
import { AUDIT, DECISIONS, LIVE, META, TRACE } from '../support/api/documents'
import { openPage, seen } from '../support/api/page'
import { readRestricted } from '../support/api/restricted'
import { until } from '../support/until'

type Verdict = { method: string; status: string; distance: number | null; reason: string | null }
type Source = {
  sharePpb: number
  claimedPpb: number | null
  reward: string | null
  contributor: { address: string } | null
  dataPoint: { id: string; text: string | null; contribution: { id: string } }
  passages: { start: number; end: number; text: string | null; sourceStart: number; sourceEnd: number }[]
}
type Trace = {
  status: string
  unattributedPpb: number | null
  inference: { id: string; output: { text: string | null } }
  run: { dataSet: string } | null
  sources: { totalCount: number; nodes: Source[]; rest: { count: number; sharePpb: number } }
}
type Decision = {
  id: string
  inferenceId: string
  model: { name: string } | null
  modelVersion: { id: string } | null
  output: { text: string | null; status: string }
}

const DECISIONS_WANTED = 40
const WHOLE_PPB = 1_000_000_000

const home = mkdtempSync(join(tmpdir(), 'headwater-whole-'))
const lines: string[] = []
/** Everything that was answered, as it came. */
const answers: unknown[] = []
let whole: Whole
let running: Running
let decisions: Decision[]

function begin(): Whole {
  const config = readConfig({ NETWORK: 'local', HEADWATER_HOME: home, PORT: '0' })
  return up(config, { fresh: false, seed: 1, inferencesPerSecond: 4, blockMs: 1000 }, (line) => lines.push(line))
}

async function ask<Answer>(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data: Answer; errors?: unknown }
  answers.push(answer)
  const { data, errors } = answer
  expect(errors, query).toBeUndefined()
  return data
}

/** What runs now, its own children included. */
function processesBelow(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(processesBelow)]
}

/** Empty when the process is gone, or dead and not yet buried by the system. */
function commandOf(pid: number): string {
  return existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : ''
}

const readDecisions = async (first: number): Promise<Decision[]> =>
  (await ask<{ inferences: { nodes: Decision[] } }>(DECISIONS, { first })).inferences.nodes

const verdictOf = async (id: string): Promise<Verdict | undefined> =>
  (await ask<{ audit: { verdicts: Verdict[] } | null }>(AUDIT, { id })).audit?.verdicts[0]

const traceOf = async (id: string): Promise<Trace> => (await ask<{ trace: Trace }>(TRACE, { id })).trace

beforeAll(async () => {
  whole = begin()
  running = await whole.ready
  decisions = await until('decisions of every model, judged', async () => {
    const found = await readDecisions(200)
    const names = new Set(found.map(({ model }) => model?.name))
    return found.length >= DECISIONS_WANTED && MODELS.every(({ name }) => names.has(name)) && found
  })
}, 90_000)

afterAll(async () => {
  await whole?.stop()
  rmSync(home, { recursive: true, force: true })
})

type Meta = { _meta: { block: { number: number }; hasIndexingErrors: boolean } }

test('the block is said, and nothing was skipped over', async () => {
  const { _meta } = await ask<Meta>(META)
  expect(_meta.block.number).toBeGreaterThan(5)
  expect(_meta.hasIndexingErrors).toBe(false)
})

test('every verdict is what the conduct behind it deserves', async () => {
  const conducts = new Map(MODELS.map(({ name, conduct }) => [name, conduct.kind]))
  const allowed = {
    honest: ['RECOMPUTED'],
    overstates: ['MISMATCH'],
    'withholds-evidence': ['UNVERIFIABLE EVIDENCE_MISSING'],
    'withdraws-content': ['UNVERIFIABLE CONTENT_MISSING'],
  }
  const met = new Set<string>()
  for (const decision of decisions) {
    const verdict = await until(`a claim's verdict on ${decision.id}`, async () => {
      const found = await verdictOf(decision.id)
      return found !== undefined && !['PENDING', 'UNCLAIMED'].includes(found.status) && found
    })
    const said = verdict.reason === null ? verdict.status : `${verdict.status} ${verdict.reason}`
    const conduct = conducts.get(decision.model?.name ?? '') ?? 'honest'
    met.add(conduct)
    // Who finds nothing to move to his friend claims what is right.
    const isRightByChance = conduct === 'overstates' && said === 'RECOMPUTED'
    if (!isRightByChance) expect(allowed[conduct], `${decision.model?.name}: ${said}`).toContain(said)
    if (said === 'MISMATCH') expect(verdict.distance).toBeGreaterThan(0)
  }
  expect([...met].sort()).toEqual(Object.keys(allowed).sort())
  await until('a claim that is wrong', async () => {
    const query = `{ inferences(first: 1, where: { status: MISMATCH }) { nodes { model { name } } } }`
    const { inferences } = await ask<{ inferences: { nodes: { model: { name: string } }[] } }>(query)
    for (const { model } of inferences.nodes) expect(conducts.get(model.name)).toBe('overstates')
    return inferences.nodes.length > 0
  })
})

test('a claim is called right only where each of its shares is ours', async () => {
  const compared = new Set<string>()
  for (const { id } of decisions) {
    const { status, sources } = await traceOf(id)
    const isWhole = sources.rest.count === 0
    const differs = sources.nodes.some(({ sharePpb, claimedPpb }) => sharePpb !== (claimedPpb ?? 0))
    if (status === 'RECOMPUTED') expect(differs, id).toBe(false)
    if (status === 'MISMATCH' && isWhole) expect(differs, id).toBe(true)
    compared.add(status)
  }
  expect(compared).toContain('RECOMPUTED')
})

test('shares sum to the whole, and every passage stands where it is said to stand', async () => {
  let passages = 0
  for (const { id } of decisions) {
    const { run, sources, unattributedPpb, inference } = await traceOf(id)
    if (run === null) continue
    const listed = sources.nodes.reduce((sum, { sharePpb }) => sum + sharePpb, 0)
    expect(listed + sources.rest.sharePpb + (unattributedPpb ?? 0)).toBe(WHOLE_PPB)
    for (const source of sources.nodes) {
      for (const { start, end, text, sourceStart, sourceEnd } of source.passages) {
        if (text === null) continue
        passages++
        expect(inference.output.text?.slice(start, end)).toBe(text)
        if (source.dataPoint.text !== null) expect(source.dataPoint.text.slice(sourceStart, sourceEnd)).toBe(text)
      }
    }
  }
  expect(passages).toBeGreaterThan(20)
})

test('every fee is split to the wei', async () => {
  for (const { id } of decisions.slice(0, 20)) {
    const { audit } = await ask<{ audit: { split: Record<string, string> & { conserved: boolean } } }>(AUDIT, { id })
    const { fee, platform, model, compute, stakers, contributors, conserved } = audit.split
    const parts = [platform, model, compute, stakers, contributors].map((part) => BigInt(part ?? 0))
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(BigInt(fee ?? 0))
    expect(conserved).toBe(true)
  }
})

test('what the leaves leave over goes to who is named for it, to the wei', async () => {
  type Told = { audit: { split: { remainder: { due: string; accrued: string; recipient: object | null } } } }
  const told = decisions.slice(0, 20).map(({ id }) => ask<Told>(REMAINDER, { id }))
  const known = (await Promise.all(told)).map(({ audit }) => audit.split.remainder).filter(({ due }) => due !== null)
  expect(known.length).toBeGreaterThan(0)
  for (const { due, accrued, recipient } of known) expect([accrued, recipient]).toEqual([due, expect.anything()])
})

const REMAINDER =
  'query ($id: ID!) { audit(inference: $id) { split { remainder { due accrued recipient { address } } } } }'

test('a text is traced while you wait', async () => {
  const decision = decisions.find(({ output, modelVersion }) => output.text !== null && modelVersion !== null)
  const variables = { text: decision?.output.text, version: decision?.modelVersion?.id }
  const { attribute } = await ask<{ attribute: { unattributedPpb: number; shares: { sharePpb: number }[] } }>(
    LIVE,
    variables,
  )
  const shares = attribute.shares.reduce((sum, { sharePpb }) => sum + sharePpb, 0)
  expect(shares + attribute.unattributedPpb).toBe(WHOLE_PPB)
})

test("a decision's page shows output, passages and verdict, and complains of nothing", async () => {
  const judged = await until('a recomputed decision with sources', async () => {
    for (const decision of decisions) {
      const trace = await traceOf(decision.id)
      if (trace.status === 'RECOMPUTED' && trace.sources.nodes.some(({ passages }) => passages.length > 0))
        return decision
    }
    return null
  })
  const page = await openPage(`${running.url}/decision/31337-${judged.inferenceId}`)
  try {
    expect((await seen(page, '.output mark')).length).toBeGreaterThan(0)
    expect((await seen(page, '.sources mark')).length).toBeGreaterThan(0)
    expect((await seen(page, '.finding-word')).join()).toMatch(/recomputed/i)
    expect(page.faults()).toEqual([])
  } finally {
    await page.close()
  }
})

test('rows that may only be quoted stand in no answer', async () => {
  const outputs = (await readDecisions(1_000)).map(({ output }) => output.text ?? '')
  const restricted = await readRestricted(running.databaseUrl, outputs)
  expect(restricted.rows).toBeGreaterThan(20)
  const query = `query ($id: ID!) { node(id: $id) { ... on DataPoint { text textStatus } } }`
  const cited = new Set<string>()
  for (const { id } of decisions) for (const { dataPoint } of (await traceOf(id)).sources.nodes) cited.add(dataPoint.id)
  for (const id of cited) await ask(query, { id: `DataPoint:${id}` })
  expect(cited.size).toBeGreaterThan(10)
  for (const answer of answers) expect(restricted.foundIn(answer)).toBeNull()
})

test('stopped, nothing runs on; started again, it goes on from there', async () => {
  const before = await ask<Meta>(META)
  const parts = Object.values(running.pids()).filter((pid) => pid !== undefined)
  // Database, chain, a processor for each of two chains, attributor, API.
  expect(parts).toHaveLength(6)
  const pids = parts.flatMap(processesBelow)
  // PostgreSQL and the chain have processes of their own.
  expect(pids.length).toBeGreaterThan(parts.length + 2)
  await whole.stop()
  expect(pids.map(commandOf).filter((command) => command !== '')).toEqual([])
  whole = begin()
  running = await whole.ready
  const after = await ask<Meta>(META)
  expect(after._meta.block.number).toBeGreaterThanOrEqual(before._meta.block.number)
})
