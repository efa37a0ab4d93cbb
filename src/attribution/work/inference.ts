// One inference from its hashes to its verdicts: contents fetched, data set found, output attributed, claims judged, all of it
// written at once. Whatever is missing becomes a verdict that says so, and a time to look again.
import type { Sql, TransactionSql } from 'postgres'
import { EMPTY_ROOT } from '../../content/merkle'
import {
  type ClaimFact,
  type InferenceFact,
  lockInference,
  raiseRevision,
  readClaims,
  readInference,
  readLeaves,
  readRun,
  type WholeRun,
  writeRun,
  writeVerdicts,
} from '../../database/attribution-rows'
import { type ContentState, readContentStates, readText } from '../../database/content-rows'
import { contributionId, datanetId, runId } from '../../events/ids'
import type { DataSet, DataSetFact } from '../data-set'
import type { DataSets } from '../data-sets'
import { type JudgedClaim, type JudgedLeaf, judge, METHOD, type RunFact, type UnverifiableReason } from '../judge'
import { runOf } from '../runs'
import type { AskAgainMs, Contents } from './contents'
import type { Gate } from './gate'
import { ensureParts } from './preparation'

export type InferenceWork = {
  sql: Sql
  contents: Contents
  dataSets: DataSets
  /** Around what keeps a processor busy. */
  engineGate: Gate
}

type Refusal = { reason: UnverifiableReason; detail: string }
type Outcome = { kind: 'COMPUTED'; whole: WholeRun } | { kind: 'UNCHANGED' } | ({ kind: 'REFUSED' } & Refusal)

// The engine's TextTooLarge.
const TOO_LARGE_CODE = 'HW508'

export async function attributeInference(work: InferenceWork, id: string): Promise<AskAgainMs> {
  const facts = await readFacts(work, id)
  // A fork took it away; if it comes again it is due again.
  if (facts === null) return null
  const { inference, claims, dataSet } = facts
  const [texts, ...others] = await Promise.all([
    work.contents.ensureTexts(inference),
    ensureParts(work, dataSet).then(() => null),
    ...claims.map((claim) => work.contents.ensureLeaves(claim)),
  ])
  const outcome = await attributeOutput(work, inference, dataSet)
  await work.sql.begin((tx) => write(tx, inference, outcome))
  const waits = [texts, ...others].filter((wait) => wait !== null)
  return waits.length === 0 ? null : Math.min(...waits)
}

type Facts = { inference: InferenceFact; claims: ClaimFact[]; dataSet: DataSetFact }

/** One snapshot, so that facts of two forks are never mixed. */
function readFacts(work: InferenceWork, id: string): Promise<Facts | null> {
  return work.sql.begin('isolation level repeatable read read only', async (tx) => {
    const inference = await readInference(tx, id)
    if (inference === null) return null
    const claims = await readClaims(tx, id)
    const { modelVersionId } = inference
    const dataSet: DataSetFact =
      modelVersionId === null
        ? { kind: 'UNKNOWN', detail: 'The chain knows no such model version.' }
        : await work.dataSets.resolve(tx, modelVersionId, inference)
    return { inference, claims, dataSet }
  }) as Promise<Facts | null>
}

async function attributeOutput(work: InferenceWork, inference: InferenceFact, fact: DataSetFact): Promise<Outcome> {
  const { sql, dataSets, engineGate } = work
  const output = await readOutput(sql, inference.outputHash)
  if (output.kind === 'REFUSED') return output
  if (fact.kind === 'UNKNOWN') return { kind: 'REFUSED', reason: 'DATASET_UNKNOWN', detail: fact.detail }
  const refusal = await refuseDataSet(dataSets, fact.dataSet)
  if (refusal !== null) return { kind: 'REFUSED', ...refusal }
  return dataSets.use(fact.dataSet, async (index) => {
    const found = await readRun(sql, runId(inference.id, METHOD))
    const { dataSet, engine } = index.info()
    if (found !== null && found.run.dataSet === dataSet && found.run.engine === engine) return { kind: 'UNCHANGED' }
    try {
      const attribution = await engineGate(() => index.attribute(output.text))
      return { kind: 'COMPUTED', whole: runOf(inference.id, attribution) }
    } catch (error) {
      if ((error as { code?: unknown }).code !== TOO_LARGE_CODE) throw error
      return {
        kind: 'REFUSED',
        reason: 'OUTPUT_TOO_LARGE',
        detail: 'The output is larger than what can be attributed.',
      }
    }
  })
}

async function readOutput(
  sql: Sql,
  hash: string,
): Promise<{ kind: 'TEXT'; text: string } | ({ kind: 'REFUSED' } & Refusal)> {
  const state = (await readContentStates(sql, [hash])).get(hash)
  const refusal = refuseOutput(state)
  if (refusal !== null) return { kind: 'REFUSED', ...refusal }
  const text = await readText(sql, hash)
  return text === null ? { kind: 'REFUSED', ...REMOVED_OUTPUT } : { kind: 'TEXT', text }
}

const REMOVED_OUTPUT: Refusal = { reason: 'CONTENT_REMOVED', detail: 'The output was taken down.' }

function refuseOutput(state: ContentState | undefined): Refusal | null {
  switch (state?.status) {
    case 'ANCHORED':
      // The same text may be another inference's input, of which no text is kept.
      if (state.kind === 'OUTPUT') return null
      break
    case 'REMOVED':
      return REMOVED_OUTPUT
    case 'MISMATCH':
      if (state.reason === 'HASH') {
        return {
          reason: 'HASH_MISMATCH',
          detail: "The output at the content's address is not the one the chain anchored.",
        }
      }
      return {
        reason: 'CONTENT_INVALID',
        detail: "What stands at the content's address is not the content of an inference.",
      }
    case 'MISSING':
      if (state.reason === 'TOO_LARGE') {
        return { reason: 'OUTPUT_TOO_LARGE', detail: "The inference's content is larger than what is fetched." }
      }
  }
  return { reason: 'CONTENT_MISSING', detail: "The inference's content can't be had." }
}

async function refuseDataSet(dataSets: DataSets, dataSet: DataSet): Promise<Refusal | null> {
  const readiness = await dataSets.examine(dataSet)
  switch (readiness.kind) {
    case 'READY':
      return null
    case 'UNKNOWN':
      return { reason: 'DATASET_UNKNOWN', detail: readiness.detail }
    case 'INCOMPLETE':
      return { reason: 'DATASET_INCOMPLETE', detail: readiness.detail }
    case 'REMOVED':
      return { reason: 'CONTENT_REMOVED', detail: readiness.detail }
  }
}

/** What is judged is what the database says now, under the inference's lock, not what it said when the work began. */
async function write(tx: TransactionSql, inference: InferenceFact, outcome: Outcome): Promise<void> {
  if (!(await lockInference(tx, inference))) return
  if (outcome.kind === 'COMPUTED') await writeRun(tx, outcome.whole)
  const run = await readRunFact(tx, inference.id, outcome)
  // The run that made this work unnecessary is gone: a fork came between, and has made the inference due.
  if (run === null) return
  const verdicts = judge({ run, claims: await readJudgedClaims(tx, inference) })
  const hasChanged = await writeVerdicts(
    tx,
    inference.id,
    verdicts.map((verdict) => ({ ...verdict })),
  )
  if (hasChanged || outcome.kind === 'COMPUTED') await raiseRevision(tx, nextWriter())
}

// So many rows count what attributors write: a single one would make every commit wait for the one before.
const WRITERS = 16
let written = Math.floor(Math.random() * WRITERS)
const nextWriter = () => `attributor:${++written % WRITERS}`

/** A run that was made before its output or data were taken down stands. */
async function readRunFact(tx: TransactionSql, inferenceId: string, outcome: Outcome): Promise<RunFact | null> {
  const found = await readRun(tx, runId(inferenceId, METHOD))
  if (found !== null) return { kind: 'COMPUTED', unattributedPpb: found.run.unattributedPpb, shares: found.shares }
  return outcome.kind === 'REFUSED' ? outcome : null
}

async function readJudgedClaims(tx: TransactionSql, inference: InferenceFact): Promise<JudgedClaim[]> {
  const claims = await readClaims(tx, inference.id)
  const states = await readContentStates(
    tx,
    claims.map((claim) => claim.root),
  )
  const judged: JudgedClaim[] = []
  for (const claim of claims) {
    const { id, method, methodVersion, count, unattributedPpb, root } = claim
    const evidence = root === EMPTY_ROOT ? { status: 'ANCHORED' as const, reason: null } : (states.get(root) ?? null)
    const leaves = evidence?.status === 'ANCHORED' ? await readJudgedLeaves(tx, inference.chainId, claim) : null
    judged.push({ id, method, methodVersion, count, unattributedPpb, evidence, leaves })
  }
  return judged
}

async function readJudgedLeaves(tx: TransactionSql, chainId: number, claim: ClaimFact): Promise<JudgedLeaf[]> {
  const leaves = await readLeaves(tx, chainId, claim)
  return leaves.map(({ known, datanetNumber, contributionNumber, row, contributor, sharePpb }) => ({
    contributionId:
      known?.contributionId ?? contributionId(datanetId(chainId, BigInt(datanetNumber)), BigInt(contributionNumber)),
    row,
    contributor,
    sharePpb,
    dataPoint: known && { contributor: known.contributor },
  }))
}
