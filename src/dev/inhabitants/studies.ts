// What have the inhabitants worked out about a model version? Its data set for attribution and its language model, both made of
// the same rows, made once and forgotten when newer versions have taken over.

import { type LanguageModel, trainLanguageModel } from '../language/language-model'
import { createDataSet, type DataSet } from '../recount/data-set'
import { type DataPoint, dataPointsOf, type Model, type ModelVersion, type World } from './world'

export type Study = {
  readonly dataPoints: readonly DataPoint[]
  readonly data: DataSet
  readonly language: LanguageModel
}

export type Studies = { of(world: World, model: Model, version: ModelVersion): Study }

/** The versions in use and their predecessors; each takes some 10 MB. */
const MAX_KEPT = 14

export function createStudies(): Studies {
  const kept = new Map<string, Study>()
  return {
    of(world, model, version) {
      const key = `${model.id}/${version.version}`
      const study = kept.get(key) ?? studyVersion(world, version)
      // Reinserted as the newest, so that the first key is always the one unused for longest.
      kept.delete(key)
      kept.set(key, study)
      const oldest = kept.keys().next().value
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
      return study
    },
  }
}

function studyVersion(world: World, version: ModelVersion): Study {
  const dataPoints = dataPointsOf(world, version)
  const rows = dataPoints.map(({ contributor, text }) => ({ owner: contributor.toLowerCase(), text }))
  return { dataPoints, data: createDataSet(rows), language: trainLanguageModel(rows.map(({ text }) => text)) }
}
