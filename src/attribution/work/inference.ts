// One inference from its hashes to its verdicts: contents fetched, data set found, output attributed, claims judged, all of it
// written at once. Whatever is missing becomes a verdict that says so, and a time to look again.
import { type ClaimFact, type InferenceFact, readClaims, readInference } from '../../database/derived/attribution-rows'
import type { DataSetFact } from '../data-set'
import type { AskAgainMs, Contents } from './contents'
import { attributeOutput, type OutcomeWork } from './outcome'
import { ensureParts } from './preparation'
import { writeVerdictsOf } from './verdicts'

export type InferenceWork = OutcomeWork & { contents: Contents }

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
  const written = await work.sql.begin((tx) => writeVerdictsOf(tx, inference, outcome))
  // What was missing came while we wrote that it is: at once again.
  if (written === 'OUTDATED') return 0
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
