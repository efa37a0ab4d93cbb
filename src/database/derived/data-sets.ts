// Which data did a model version know? The facts of the chain it follows from: the Datanet versions a training used, and what
// each of them holds at its place in the chain.
import type { Executor } from './content-rows'

export type Position = { blockNumber: number; logIndex: number }

/** A Datanet version that a training used; `version` is null where the chain names one that does not exist. */
export type TrainingFact = {
  datanetNumber: string
  versionNumber: string
  version: VersionFact | null
}

export type VersionFact = Position & {
  id: string
  datanetId: string
  blockHash: string
  dataRoot: string
  rowCount: bigint
}

export type ContributionFact = Position & {
  id: string
  number: bigint
  contentRoot: string
  contentUri: string
  rowCount: bigint
  contributor: string
  removedRows: number[]
}

/** What the chain had said of a training before a position; everything, without one. In the order it was said. */
export async function readTraining(
  sql: Executor,
  modelVersionId: string,
  before: Position | null,
): Promise<TrainingFact[]> {
  const rows = await sql<TrainingRow[]>`
    select t.datanet_number as "datanetNumber", t.datanet_version_number as "versionNumber", v.id, v.datanet_id as "datanetId",
      v.block_hash as "blockHash", v.block_number as "blockNumber", v.log_index as "logIndex", v.data_root as "dataRoot",
      v.row_count as "rowCount"
    from training_data t left join datanet_version v on v.id = t.datanet_version_id
    where t.model_version_id = ${modelVersionId}
      and ${before === null ? sql`true` : sql`(t.block_number, t.log_index) < (${before.blockNumber}, ${before.logIndex})`}
    order by t.block_number, t.log_index`
  return rows.map(({ datanetNumber, versionNumber, id, rowCount, ...version }) => ({
    datanetNumber,
    versionNumber,
    version: id === null ? null : { ...version, id, rowCount: BigInt(rowCount) },
  }))
}

type TrainingRow = { datanetNumber: string; versionNumber: string; id: string | null; rowCount: string } & Omit<
  VersionFact,
  'id' | 'rowCount'
>

/** What a Datanet version holds: approved before it, not withdrawn before it, less the rows removed before it; as submitted. */
export async function readVersionContributions(sql: Executor, version: VersionFact): Promise<ContributionFact[]> {
  const { datanetId, blockNumber, logIndex } = version
  const rows = await sql<ContributionRow[]>`
    select k.id, k.contribution_id as number, k.content_root as "contentRoot", k.content_uri as "contentUri",
      k.row_count as "rowCount", a.address as contributor, k.block_number as "blockNumber", k.log_index as "logIndex",
      (select array_agg(distinct row order by row) from row_removal r, unnest(r.rows) row
       where r.contribution_id = k.id and (r.block_number, r.log_index) < (${blockNumber}, ${logIndex})) as "removedRows"
    from contribution k join account a on a.id = k.contributor_id
    where k.datanet_id = ${datanetId}
      and (k.approved_block_number, k.approved_log_index) < (${blockNumber}, ${logIndex})
      and (k.withdrawn_block_number is null or (k.withdrawn_block_number, k.withdrawn_log_index) > (${blockNumber}, ${logIndex}))
    order by k.block_number, k.log_index`
  return rows.map((row) => ({
    ...row,
    number: BigInt(row.number),
    rowCount: BigInt(row.rowCount),
    removedRows: row.removedRows ?? [],
  }))
}

type ContributionRow = { number: string; rowCount: string; removedRows: number[] | null } & Omit<
  ContributionFact,
  'number' | 'rowCount' | 'removedRows'
>

export async function readContribution(
  sql: Executor,
  id: string,
): Promise<{ contentRoot: string; contentUri: string } | null> {
  const [row] = await sql<{ contentRoot: string; contentUri: string }[]>`
    select content_root as "contentRoot", content_uri as "contentUri" from contribution where id = ${id}`
  return row ?? null
}
