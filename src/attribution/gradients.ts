// Which rows moved the weights? Gradient stores, scored against an output's gradient: estimates of influence, never truth.
// docs/attribution.md explains them.
import type {
  GradientInfo,
  GradientScores as NativeGradientScores,
  NativeGradients,
  InfluenceShares as NativeInfluenceShares,
} from '../../native/node'
import { checkFields, checkOptions, checkPath, checkType, checkWhole } from './arguments'
import { engine, told, translated, watched } from './native'

export type { GradientInfo } from '../../native/node'

export type Estimator = 'DOT' | 'COSINE' | 'DATAINF' | 'FISHER'
/** What a score says by its sign: rows that helped the output stand below zero, or above. */
export type Orientation = 'NEGATIVE_HELPS' | 'POSITIVE_HELPS'

/** The gradient of an output's loss: numbers, bytes of the store's own type, or a row of a store with the same layers. */
export type GradientQuery = Float32Array | Uint8Array | { folder: string; row: number }

/** What is left out has its default: DATAINF, 0.1, no layers, one thread. The scores don't depend on threads. */
export type ScoreOptions = {
  estimator?: Estimator
  damping?: number
  byLayer?: boolean
  threads?: number
  signal?: AbortSignal
}

type Estimated = { estimator: Estimator; orientation: Orientation }
export type GradientScores = Omit<NativeGradientScores, keyof Estimated> & Estimated
/** What is paid, with what the scores were estimated by. */
export type InfluenceShares = Omit<NativeInfluenceShares, keyof Estimated> & Estimated

export type GradientStore = {
  info(): GradientInfo
  /** Raw scores of all rows, in their order. Rejects with an EngineError, or with the signal's reason. */
  score(query: GradientQuery, options?: ScoreOptions): Promise<GradientScores>
  /** Scoring under way ends as if it were open. */
  close(): void
}

/** Opens a store after reading all of it: sizes, numbers that are none, and its hash. Its files must not change meanwhile. */
export async function openGradients(folder: string, options: { signal?: AbortSignal } = {}): Promise<GradientStore> {
  checkPath('the folder', folder)
  checkOptions(options, [], ['signal'])
  const native = await watched(options, (cancellation) => engine().openGradients(folder, cancellation))
  return {
    info: () => told(() => native.info()),
    score: async (query, options = {}) => await score(native, query, options),
    close: () => native.close(),
  }
}

/** Splits an output's credit by its scores: `influence/1`, or `custom` where they were estimated in another way. */
export async function influenceShares(scores: GradientScores): Promise<InfluenceShares> {
  const shares = await translated(() => engine().influenceShares(scores))
  return shares as InfluenceShares
}

async function score(native: NativeGradients, query: GradientQuery, options: ScoreOptions): Promise<GradientScores> {
  checkOptions(options, ['estimator', 'damping', 'byLayer', 'threads'], ['signal'])
  checkWhole(options, ['threads'])
  const source = sourceOf(query)
  const scores = await watched(options, (cancellation) => native.score(source, options, cancellation))
  return scores as GradientScores
}

function sourceOf(query: GradientQuery) {
  if (query instanceof Float32Array) return { numbers: query }
  if (query instanceof Uint8Array) return { bytes: query }
  checkFields('the query', query, ['folder', 'row'])
  checkPath('the folder of the query', query.folder)
  checkType('the row of the query', query.row, 'number')
  checkWhole(query, ['row'])
  return { stored: query }
}
