// Reads one attribution: what the chain claims, what was computed, the verdict, and the sources of both, page by page.
import { type SQL, sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type VerdictStatus = 'PENDING' | 'UNCLAIMED' | 'RECOMPUTED' | 'MISMATCH' | 'UNVERIFIABLE'

export type VerdictRow = {
  method: string
  status: VerdictStatus
  distancePpb: string | null
  reason: string | null
  detail: string | null
  worst: { contributionId: string; row: number; claimedPpb: number; computedPpb: number }[] | null
}

export type RunRow = {
  id: string
  method: string
  methodVersion: string
  engine: string
  tokenizer: string
  dataSet: string
  parameters: unknown
  tokens: number
  unattributedPpb: number
}

export type TraceRow = {
  inferenceId: string
  chainId: number
  outputHash: string
  method: string
  verdict: VerdictRow | null
  run: RunRow | null
  claimId: string | null
  claimRoot: string | null
  claimMethodVersion: string | null
  /** Whether the claim's leaves are known: without them nothing can be said of claimed shares and of who was paid for what. */
  leavesKnown: boolean
}

/** Null where there is no such inference. */
export async function readTrace(database: Database, inferenceId: string, method: string): Promise<TraceRow | null> {
  const [row] = await select<TraceRow>(
    database,
    sql`
    select i.id as "inferenceId", i.chain_id as "chainId", i.output_hash as "outputHash", ${method}::text as method,
      case when v.status is not null then json_build_object('method', v.method, 'status', v.status,
        'distancePpb', v.distance_ppb::text, 'reason', v.reason, 'detail', v.detail, 'worst', v.worst) end as verdict,
      case when r.id is not null then json_build_object('id', r.id, 'method', r.method, 'methodVersion', r.method_version,
        'engine', r.engine, 'tokenizer', r.tokenizer, 'dataSet', r.data_set, 'parameters', r.parameters, 'tokens', r.tokens,
        'unattributedPpb', r.unattributed_ppb) end as run,
      c.id as "claimId", c.root as "claimRoot", c.method_version as "claimMethodVersion",
      coalesce(c.count = 0 or exists (select from content_leaf l where l.root = c.root), false) as "leavesKnown"
    from inference i
    left join verdict v on v.inference_id = i.id and v.method = ${method}
    left join run r on r.inference_id = i.id and r.method = ${method}
    left join lateral (
      select * from attribution_claim c where c.inference_id = i.id and c.method = ${method}
      order by c.id = v.claim_id desc nulls last, c.block_number desc, c.log_index desc limit 1) c on true
    where i.id = ${inferenceId}`,
  )
  return row ?? null
}

export type SourceRow = {
  place: number
  contributionId: string
  row: number
  sharePpb: number
  tokens: number
  evidence: number
  /** Null where the claim's leaves are not known, 0 where they do not name the row. */
  claimedPpb: number | null
  claimedContributors: string[]
}

export type SourcePage = { rows: SourceRow[]; total: number; totalSharePpb: number; totalClaimedPpb: number | null }

/** Places count from 1: credited rows by share, then the rows that only the claim names. */
export type PlaceRange = { after: number; before: number; limit: number; backward: boolean }

type PageRow = Omit<SourceRow, 'place'> & {
  place: number | null
  total: number
  totalShare: number
  totalClaimed: number
}

export async function readSources(database: Database, trace: TraceRow, range: PlaceRange): Promise<SourcePage> {
  const rows = await select<PageRow>(
    database,
    sql`
    with merged as (
      select coalesce(s.contribution_id, l.contribution_id) as contribution_id, coalesce(s.row, l.row) as row,
        coalesce(s.share_ppb, 0) as share_ppb, coalesce(s.tokens, 0) as tokens, coalesce(s.evidence, 0) as evidence,
        coalesce(l.claimed_ppb, 0) as claimed_ppb, coalesce(l.contributors, '{}') as contributors,
        row_number() over (order by s.share_ppb desc nulls last, s.rank, l.claimed_ppb desc, l.contribution_id, l.row) as place
      from (select * from share where run_id = ${trace.run?.id ?? null}) s
      full join (${claimedRows(trace)}) l on l.contribution_id = s.contribution_id and l.row = s.row
    ), total as (
      select count(*)::int as rows, coalesce(sum(share_ppb), 0)::float8 as share, coalesce(sum(claimed_ppb), 0)::float8 as claimed from merged
    ), page as (
      select * from merged where place > ${range.after} and place < ${range.before}
      order by place ${range.backward ? sql`desc` : sql`asc`} limit ${range.limit}
    )
    select p.place::int as place, p.contribution_id as "contributionId", p.row::float8 as row, p.share_ppb::float8 as "sharePpb",
      p.tokens, p.evidence, p.claimed_ppb::float8 as "claimedPpb", p.contributors as "claimedContributors",
      t.rows as total, t.share as "totalShare", t.claimed as "totalClaimed"
    from total t left join page p on true order by p.place`,
  )
  const known = trace.leavesKnown
  const found = rows.filter((row): row is PageRow & { place: number } => row.place !== null)
  return {
    rows: found.map(({ total: _, totalShare: __, totalClaimed: ___, ...row }) => ({
      ...row,
      claimedPpb: known ? row.claimedPpb : null,
    })),
    total: rows[0]?.total ?? 0,
    totalSharePpb: rows[0]?.totalShare ?? 0,
    totalClaimedPpb: known ? (rows[0]?.totalClaimed ?? 0) : null,
  }
}

/** The leaves of the claim by row, where there is a run to put them beside; a row that two leaves name has both shares. */
function claimedRows(trace: TraceRow): SQL {
  return sql`
    select ${leafContributionId(trace.chainId)} as contribution_id, row, sum(share_ppb) as claimed_ppb, array_agg(distinct lower(contributor)) as contributors
    from content_leaf where root = ${trace.run === null ? null : trace.claimRoot} group by 1, 2`
}

/** The id that events/ids.ts gives a contribution, from the numbers of a leaf: padded to ten digits, longer ones as they are. */
export function leafContributionId(chainId: number): SQL {
  const padded = (column: SQL) => sql`lpad(${column}::text, greatest(10, length(${column}::text)), '0')`
  return sql`${`${chainId}-`} || ${padded(sql`datanet_number`)} || '-' || ${padded(sql`contribution_number`)}`
}

/** Of each inference what was judged, SUFFIX_ARRAY first. */
export async function readVerdicts(database: Database, inferenceIds: string[]): Promise<Map<string, VerdictRow[]>> {
  const rows = await select<VerdictRow & { inferenceId: string }>(
    database,
    sql`
    select inference_id as "inferenceId", method, status, distance_ppb::text as "distancePpb", reason, detail, worst
    from verdict where inference_id = any(${sql.param(inferenceIds)}::text[]) order by method = 'SUFFIX_ARRAY' desc, method`,
  )
  return Map.groupBy(rows, (row) => row.inferenceId)
}
