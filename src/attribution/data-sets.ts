// From a model version to an index that can be asked: which rows it was trained on, whether their texts are all here, and the
// index over them. What is known for good is remembered; a takedown makes everything be looked at again.
import type { Sql } from 'postgres'
import { type ContentStatus, type Executor, readRows, readRowsStates } from '../database/derived/content-rows'
import { type Position, readTraining, readVersionContributions, type TrainingFact } from '../database/derived/data-sets'
import { countTakedowns, readRemovedRoots } from '../database/derived/takedown'
import { dataPointId } from '../events/ids'
import { assembleDataSet, type DataSet, type DataSetFact, type DataSetPart, type VersionContents } from './data-set'
import type { Index } from './engine'
import type { Indexes, IndexPlan, IndexRow } from './indexes'

export type Readiness =
  | { kind: 'READY' }
  | { kind: 'UNKNOWN'; detail: string }
  /** `missing` has the contents that failed, `untried` the parts whose contents nobody has asked for yet. */
  | {
      kind: 'INCOMPLETE'
      detail: string
      missing: ReadonlyMap<string, ContentStatus>
      untried: readonly DataSetPart[]
    }
  | { kind: 'REMOVED'; detail: string }

export type DataSets = {
  /** As the chain stood before the position (null: as it stands). Read in one snapshot: pass a transaction. */
  resolve(sql: Executor, modelVersionId: string, before: Position | null): Promise<DataSetFact>
  examine(dataSet: DataSet): Promise<Readiness>
  /** Only of what is READY. */
  use<T>(dataSet: DataSet, work: (index: Index) => Promise<T>): Promise<T>
}

const MOST_REMEMBERED = 64

export function createDataSets({ sql, indexes }: { sql: Sql; indexes: Indexes }): DataSets {
  const resolved = new Map<string, DataSetFact>()
  const ready = new Set<string>()
  let takedowns: number | null = null

  async function noticeTakedowns(): Promise<void> {
    const found = await countTakedowns(sql)
    if (found === takedowns) return
    ready.clear()
    await indexes.dropMadeOf(await readRemovedRoots(sql))
    takedowns = found
  }

  return {
    async resolve(snapshot, modelVersionId, before) {
      const training = await readTraining(snapshot, modelVersionId, before)
      const key = fingerprint(training)
      const fact = resolved.get(key) ?? (await assembleDataSet(training, await readContents(snapshot, training)))
      remember(resolved, key, fact)
      return fact
    },
    async examine(dataSet) {
      await noticeTakedowns()
      if (ready.has(dataSet.key)) return { kind: 'READY' }
      const found = await examineParts(sql, dataSet)
      if (found.kind === 'READY') ready.add(dataSet.key)
      return found
    },
    use: (dataSet, work) => indexes.use(planOf(sql, dataSet), work),
  }
}

async function readContents(sql: Executor, training: readonly TrainingFact[]): Promise<Map<string, VersionContents>> {
  const contents = new Map<string, VersionContents>()
  for (const { version } of training) {
    if (version === null || contents.has(version.id)) continue
    contents.set(version.id, { version, contributions: await readVersionContributions(sql, version) })
  }
  return contents
}

/** A block's hash stands for everything before it, so a version's block and log say all of what it holds, forks included. */
function fingerprint(training: readonly TrainingFact[]): string {
  const lines = training.map(({ version, datanetNumber, versionNumber }) =>
    version === null
      ? `none ${datanetNumber} ${versionNumber}`
      : `${version.id} ${version.blockHash} ${version.logIndex}`,
  )
  return lines.join('\n')
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest)
}

async function examineParts(sql: Sql, { parts }: DataSet): Promise<Readiness> {
  const states = await readRowsStates(
    sql,
    parts.map((part) => part.contentRoot),
  )
  const stateOf = (part: DataSetPart) => states.get(part.contentRoot)
  const removed = parts.find((part) => stateOf(part)?.status === 'REMOVED' || (stateOf(part)?.removedRows ?? 0) > 0)
  if (removed !== undefined) {
    return { kind: 'REMOVED', detail: `Text of contribution ${removed.contributionId} in the data set was taken down.` }
  }
  const missing = parts.filter((part) => stateOf(part)?.status !== 'ANCHORED')
  if (missing.length > 0) {
    const detail = `The content of contribution ${missing[0]?.contributionId} in the data set is not verified.`
    const untried = missing.filter((part) => stateOf(part) === undefined)
    const failed = missing.flatMap((part) => stateOf(part) ?? []).map(({ root, status }) => [root, status] as const)
    return { kind: 'INCOMPLETE', detail, missing: new Map(failed), untried }
  }
  const wrong = parts.find((part) => stateOf(part)?.rows !== part.rowCount)
  if (wrong === undefined) return { kind: 'READY' }
  const detail = `Contribution ${wrong.contributionId} counts ${wrong.rowCount} rows, its content has ${stateOf(wrong)?.rows}.`
  return { kind: 'UNKNOWN', detail }
}

function planOf(sql: Sql, { key, parts }: DataSet): IndexPlan {
  return { key, roots: [...new Set(parts.map((part) => part.contentRoot))], rows: () => rowsOf(sql, parts) }
}

async function* rowsOf(sql: Sql, parts: readonly DataSetPart[]): AsyncGenerator<IndexRow> {
  for (const { contributionId, contentRoot, contributor, removedRows } of parts) {
    const removed = new Set(removedRows)
    for await (const rows of readRows(sql, contentRoot)) {
      for (const { row, text } of rows) {
        if (text !== null && !removed.has(row)) yield { id: dataPointId(contributionId, row), owner: contributor, text }
      }
    }
  }
}
