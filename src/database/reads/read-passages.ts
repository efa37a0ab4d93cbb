// Reads the evidence of a run: the passages that output and data have in common, by source or in the output's order.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type PassageRow = {
  index: number
  start: number
  end: number
  tokens: number
  information: number
  threshold: number
  owners: number
  credited: boolean
  reason: string | null
  sourcesTotal: number
}

export type PassageSourceRow = {
  passageIndex: number
  index: number
  contributionId: string
  row: number
  sourceStart: number
  sourceEnd: number
}

export type SourcePassageRow = PassageRow & Omit<PassageSourceRow, 'index'> & { sourceIndex: number }

const columns = sql`p.index, p.start_offset as start, p.end_offset as "end", p.tokens, p.information, p.threshold, p.owners, p.credited,
  p.reason, p.sources_total as "sourcesTotal"`

export type SourceKey = { contributionId: string; row: number }

/** At most `limit` passages a source, in the output's order. */
export async function readPassagesOfSources(
  database: Database,
  runId: string,
  request: { keys: SourceKey[]; limit: number },
): Promise<SourcePassageRow[]> {
  const contributions = request.keys.map((key) => key.contributionId)
  const rows = request.keys.map((key) => key.row)
  const found = await select<SourcePassageRow>(
    database,
    sql`
    select e.* from unnest(${sql.param(contributions)}::text[], ${sql.param(rows)}::bigint[]) wanted(contribution_id, row),
    lateral (
      select ${columns}, s.passage_index as "passageIndex", s.index as "sourceIndex", s.contribution_id as "contributionId", s.row,
        s.source_start as "sourceStart", s.source_end as "sourceEnd"
      from passage_source s join passage p on p.run_id = s.run_id and p.index = s.passage_index
      where s.run_id = ${runId} and s.contribution_id = wanted.contribution_id and s.row = wanted.row
      order by p.start_offset, p.index, s.index limit ${request.limit}) e`,
  )
  return found
}

export async function readPassages(
  database: Database,
  runId: string,
  range: { after: number; limit: number },
): Promise<PassageRow[]> {
  const rows = await select<PassageRow>(
    database,
    sql`
    select ${columns} from passage p where p.run_id = ${runId} and p.index > ${range.after} order by p.index limit ${range.limit}`,
  )
  return rows
}

export async function countPassages(database: Database, runId: string): Promise<number> {
  const [row] = await select<{ count: number }>(
    database,
    sql`select count(*)::int as count from passage where run_id = ${runId}`,
  )
  return row?.count ?? 0
}

/** The sources of passages, in submission order: the first is the earliest. At most `limit` a passage. */
export async function readSourcesOfPassages(
  database: Database,
  runId: string,
  request: { indexes: number[]; limit: number },
): Promise<PassageSourceRow[]> {
  const rows = await select<PassageSourceRow>(
    database,
    sql`
    select passage_index as "passageIndex", index, contribution_id as "contributionId", row, source_start as "sourceStart", source_end as "sourceEnd"
    from passage_source where run_id = ${runId} and passage_index = any(${sql.param(request.indexes)}::int[]) and index < ${request.limit}
    order by passage_index, index`,
  )
  return rows
}
