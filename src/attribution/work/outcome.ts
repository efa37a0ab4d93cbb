// What comes of attributing one output: a run, nothing new, or the reason why there can be none, with the contents it hangs on.
import type { Sql } from 'postgres'
import { type InferenceFact, readRun, type WholeRun } from '../../database/derived/attribution-rows'
import { type ContentState, readContentStates, readText } from '../../database/derived/content-rows'
import { runId } from '../../events/ids'
import type { DataSet, DataSetFact } from '../data-set'
import type { DataSets } from '../data-sets'
import { METHOD, type UnverifiableReason } from '../judge'
import { runOf } from '../runs'
import type { Gate } from './gate'

export type OutcomeWork = {
  sql: Sql
  dataSets: DataSets
  /** Around what keeps a processor busy. */
  engineGate: Gate
}

export type Outcome =
  | { kind: 'COMPUTED'; whole: WholeRun }
  | { kind: 'UNCHANGED' }
  /** `waitsFor`: the contents with the status they had; when one is better known, the refusal is outdated. */
  | {
      kind: 'REFUSED'
      reason: UnverifiableReason
      detail: string
      waitsFor: ReadonlyMap<string, ContentState['status']>
    }

type Refusal = Outcome & { kind: 'REFUSED' }

// The engine's TextTooLarge.
const TOO_LARGE_CODE = 'HW508'

export async function attributeOutput(
  work: OutcomeWork,
  inference: InferenceFact,
  fact: DataSetFact,
): Promise<Outcome> {
  const { sql, dataSets } = work
  const output = await readOutput(sql, inference.outputHash)
  if (output.kind === 'REFUSED') return output
  if (fact.kind === 'UNKNOWN') return refuse('DATASET_UNKNOWN', fact.detail)
  const refusal = await refuseDataSet(dataSets, fact.dataSet)
  if (refusal !== null) return refusal
  return dataSets.use(fact.dataSet, async (index) => {
    const found = await readRun(sql, runId(inference.id, METHOD))
    const { dataSet, engine } = index.info()
    if (found !== null && found.run.dataSet === dataSet && found.run.engine === engine) return { kind: 'UNCHANGED' }
    try {
      const attribution = await work.engineGate(() => index.attribute(output.text))
      return { kind: 'COMPUTED', whole: runOf(inference.id, attribution) }
    } catch (error) {
      if ((error as { code?: unknown }).code !== TOO_LARGE_CODE) throw error
      return refuse('OUTPUT_TOO_LARGE', 'The output is larger than what can be attributed.')
    }
  })
}

async function readOutput(sql: Sql, hash: string): Promise<Refusal | { kind: 'TEXT'; text: string }> {
  const state = (await readContentStates(sql, [hash])).get(hash)
  const refusal = refuseOutput(state)
  if (refusal !== null) return { ...refusal, waitsFor: new Map(state === undefined ? [] : [[hash, state.status]]) }
  const text = await readText(sql, hash)
  return text === null ? REMOVED_OUTPUT : { kind: 'TEXT', text }
}

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
        return refuse('HASH_MISMATCH', "The output at the content's address is not the one the chain anchored.")
      }
      return refuse('CONTENT_INVALID', "What stands at the content's address is not the content of an inference.")
    case 'MISSING':
      if (state.reason === 'TOO_LARGE') {
        return refuse('OUTPUT_TOO_LARGE', "The inference's content is larger than what is fetched.")
      }
  }
  return refuse('CONTENT_MISSING', "The inference's content can't be had.")
}

async function refuseDataSet(dataSets: DataSets, dataSet: DataSet): Promise<Refusal | null> {
  const readiness = await dataSets.examine(dataSet)
  switch (readiness.kind) {
    case 'READY':
      return null
    case 'UNKNOWN':
      return refuse('DATASET_UNKNOWN', readiness.detail)
    case 'INCOMPLETE':
      return { ...refuse('DATASET_INCOMPLETE', readiness.detail), waitsFor: readiness.missing }
    case 'REMOVED':
      return refuse('CONTENT_REMOVED', readiness.detail)
  }
}

function refuse(reason: UnverifiableReason, detail: string): Refusal {
  return { kind: 'REFUSED', reason, detail, waitsFor: new Map() }
}

const REMOVED_OUTPUT = refuse('CONTENT_REMOVED', 'The output was taken down.')
