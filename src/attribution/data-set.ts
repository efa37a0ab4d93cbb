// Which rows was a model version trained on? A pure function of what the chain says: the Datanet versions of its training, each
// checked against its own root and count, put together without repeats in submission order.
import { createHash } from 'node:crypto'
import { merkleRoot, setWord, WORD_BYTES } from '../content/merkle'
import type { ContributionFact, TrainingFact, VersionFact } from '../database/derived/data-sets'

export type DataSetPart = {
  contributionId: string
  contentRoot: string
  contentUri: string
  contributor: string
  rowCount: number
  /** Ascending. */
  removedRows: readonly number[]
}

/** The rows of the parts, in order. Equal keys mean equal rows. */
export type DataSet = { key: string; parts: readonly DataSetPart[] }

export type DataSetFact = { kind: 'KNOWN'; dataSet: DataSet } | { kind: 'UNKNOWN'; detail: string }

export type VersionContents = { version: VersionFact; contributions: readonly ContributionFact[] }

/** `training` as the chain said it; `contents` has every version that `training` names. */
export async function assembleDataSet(
  training: readonly TrainingFact[],
  contents: ReadonlyMap<string, VersionContents>,
): Promise<DataSetFact> {
  if (training.length === 0) return unknown('The chain names no data for this model version.')
  const versions: VersionContents[] = []
  for (const { version, datanetNumber, versionNumber } of training) {
    const known = version === null ? undefined : contents.get(version.id)
    const name = `Version ${versionNumber} of Datanet ${datanetNumber}`
    if (known === undefined) return unknown(`${name} does not exist.`)
    const fault = await disagreement(known)
    if (fault !== null) return unknown(`${name} ${fault}.`)
    versions.push(known)
  }
  const parts = unite(versions)
  return { kind: 'KNOWN', dataSet: { key: keyOf(parts), parts } }
}

async function disagreement({ version, contributions }: VersionContents): Promise<string | null> {
  const rowCount = contributions.reduce((sum, each) => sum + each.rowCount - BigInt(each.removedRows.length), 0n)
  if (rowCount !== version.rowCount) return `counts ${version.rowCount} rows, what is approved has ${rowCount}`
  const root = await dataRoot(contributions)
  if (root !== version.dataRoot.toLowerCase()) return `has the root ${version.dataRoot}, what is approved gives ${root}`
  return null
}

function dataRoot(contributions: readonly ContributionFact[]): Promise<string> {
  const leaf = new Uint8Array(2 * WORD_BYTES)
  function* leaves() {
    for (const { number, contentRoot } of contributions) {
      setWord(leaf, 0, number)
      setWord(leaf, 1, contentRoot)
      yield leaf
    }
  }
  return merkleRoot(leaves(), contributions.length)
}

/** A row is in the whole when it is in any version; several versions of one Datanet share most of their rows. */
function unite(versions: readonly VersionContents[]): DataSetPart[] {
  const byId = new Map<string, ContributionFact>()
  for (const contribution of versions.flatMap((each) => each.contributions)) {
    const before = byId.get(contribution.id)
    const removed = new Set(contribution.removedRows)
    const removedRows = before?.removedRows.filter((row) => removed.has(row)) ?? contribution.removedRows
    byId.set(contribution.id, { ...contribution, removedRows })
  }
  return [...byId.values()]
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
    .map(({ id, contentRoot, contentUri, contributor, rowCount, removedRows }) => ({
      contributionId: id,
      contentRoot,
      contentUri,
      contributor,
      rowCount: Number(rowCount),
      removedRows,
    }))
}

function keyOf(parts: readonly DataSetPart[]): string {
  const hash = createHash('sha256')
  for (const { contributionId, contentRoot, contributor, removedRows } of parts) {
    hash.update(`${JSON.stringify([contributionId, contentRoot.toLowerCase(), contributor, removedRows])}\n`)
  }
  return hash.digest('hex')
}

const unknown = (detail: string): DataSetFact => ({ kind: 'UNKNOWN', detail })
