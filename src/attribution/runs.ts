// What the engine answers, as the rows of a run: ids become contribution and row again.
import type { WholeRun } from '../database/derived/attribution-rows'
import { runId } from '../events/ids'
import type { Attribution } from './engine'
import { METHOD } from './judge'

const ROW_DIGITS = 7

export function runOf(inferenceId: string, attribution: Attribution): WholeRun {
  return {
    run: {
      id: runId(inferenceId, METHOD),
      inferenceId,
      method: METHOD,
      methodVersion: attribution.method,
      engine: attribution.engine,
      tokenizer: attribution.tokenizer,
      dataSet: attribution.dataSet,
      parameters: { ...attribution.parameters },
      tokens: attribution.tokens,
      unattributedPpb: attribution.unattributedPpb,
    },
    shares: attribution.shares.map(({ id, sharePpb, tokens, evidence }) => ({
      ...parseDataPointId(id),
      sharePpb,
      tokens,
      evidence,
    })),
    passages: attribution.passages.map(({ sources, text: _, ...passage }) => ({
      ...passage,
      sources: sources.map(({ id, sourceStart, sourceEnd }) => ({ ...parseDataPointId(id), sourceStart, sourceEnd })),
    })),
  }
}

/** The opposite of dataPointId. */
export function parseDataPointId(id: string): { contributionId: string; row: number } {
  return { contributionId: id.slice(0, -ROW_DIGITS - 1), row: Number(id.slice(-ROW_DIGITS)) }
}
