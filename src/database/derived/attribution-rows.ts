// Runs and verdicts at rest, and the facts they follow from. Everything of one inference is written under its lock, in one
// transaction, and hangs on the inference's row: a fork that removes it takes all of this along.
import type { TransactionSql } from 'postgres'
import type { Executor } from './content-rows'
import type { Position } from './data-sets'

export type InferenceFact = Position & {
  id: string
  chainId: number
  blockHash: string
  inputHash: string
  outputHash: string
  contentUri: string
  modelVersionId: string | null
}

export type ClaimFact = Position & {
  id: string
  method: string
  methodVersion: string
  root: string
  count: bigint
  unattributedPpb: number
  evidenceUri: string
}

/** A leaf, and what the chain had said of the contribution it names when the claim was posted. */
export type LeafFact = {
  datanetNumber: string
  contributionNumber: string
  row: number
  contributor: string
  sharePpb: number
  known: { contributionId: string; contributor: string } | null
}

export type RunRow = {
  id: string
  inferenceId: string
  method: string
  methodVersion: string
  engine: string
  tokenizer: string
  dataSet: string
  parameters: Record<string, unknown>
  tokens: number
  unattributedPpb: number
}
export type ShareRow = { contributionId: string; row: number; sharePpb: number; tokens: number; evidence: number }
export type SourceRow = { contributionId: string; row: number; sourceStart: number; sourceEnd: number }
export type PassageRow = {
  start: number
  end: number
  tokens: number
  information: number
  threshold: number
  owners: number
  credited: boolean
  reason: string | null
  sourcesTotal: number
  sources: SourceRow[]
}
export type WholeRun = { run: RunRow; shares: ShareRow[]; passages: PassageRow[] }

export type VerdictRow = {
  method: string
  claimId: string | null
  status: string
  distancePpb: number | null
  reason: string | null
  detail: string | null
  worst: readonly object[] | null
}

export async function readInference(sql: Executor, id: string): Promise<InferenceFact | null> {
  const [row] = await sql<InferenceFact[]>`
    select id, chain_id as "chainId", block_number as "blockNumber", log_index as "logIndex", block_hash as "blockHash",
      input_hash as "inputHash", output_hash as "outputHash", content_uri as "contentUri", model_version_id as "modelVersionId"
    from inference where id = ${id}`
  return row ?? null
}

/**
 * Until the end of the transaction nobody else writes about this inference, and no fork takes it away. False when it is not, or
 * no longer, where it was read: then there is nothing to write, and whoever put it elsewhere has made it due again.
 */
export async function lockInference(tx: TransactionSql, inference: InferenceFact): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${inference.id}, 0))`
  // A verdict stands on its claim as well. Claims first, as a rollback takes them: the other way round we would wait for each other.
  await tx`select from attribution_claim where inference_id = ${inference.id} for key share`
  const [row] = await tx`
    select from inference
    where id = ${inference.id} and block_hash = ${inference.blockHash} and log_index = ${inference.logIndex} for key share`
  return row !== undefined
}

/** In chain order. */
export async function readClaims(sql: Executor, inferenceId: string): Promise<ClaimFact[]> {
  const rows = await sql<(Omit<ClaimFact, 'count' | 'unattributedPpb'> & { count: string; unattributedPpb: string })[]>`
    select id, method, method_version as "methodVersion", root, count, unattributed_ppb as "unattributedPpb",
      evidence_uri as "evidenceUri", block_number as "blockNumber", log_index as "logIndex"
    from attribution_claim where inference_id = ${inferenceId} order by block_number, log_index`
  return rows.map((row) => ({ ...row, count: BigInt(row.count), unattributedPpb: Number(row.unattributedPpb) }))
}

export async function readLeaves(sql: Executor, chainId: number, claim: ClaimFact): Promise<LeafFact[]> {
  const rows = await sql<
    (Omit<LeafFact, 'known'> & { contributionId: string | null; trueContributor: string | null })[]
  >`
    select l.datanet_number as "datanetNumber", l.contribution_number as "contributionNumber", l.row::float8 as row, l.contributor,
      l.share_ppb::float8 as "sharePpb", k.id as "contributionId", a.address as "trueContributor"
    from content_leaf l
    left join datanet d on d.chain_id = ${chainId} and d.datanet_id = l.datanet_number
    left join contribution k on k.datanet_id = d.id and k.contribution_id = l.contribution_number and l.row < k.row_count
      and (k.block_number, k.log_index) < (${claim.blockNumber}, ${claim.logIndex})
    left join account a on a.id = k.contributor_id
    where l.root = ${claim.root} order by l.index`
  return rows.map(({ contributionId, trueContributor, ...leaf }) => ({
    ...leaf,
    known: contributionId === null ? null : { contributionId, contributor: trueContributor ?? '' },
  }))
}

export async function readRun(
  sql: Executor,
  id: string,
): Promise<{ run: Omit<RunRow, 'id' | 'inferenceId'>; shares: ShareRow[] } | null> {
  const [run] = await sql<Omit<RunRow, 'id' | 'inferenceId'>[]>`
    select method, method_version as "methodVersion", engine, tokenizer, data_set as "dataSet", parameters, tokens,
      unattributed_ppb::float8 as "unattributedPpb" from run where id = ${id}`
  if (run === undefined) return null
  const shares = await sql<ShareRow[]>`
    select contribution_id as "contributionId", row, share_ppb::float8 as "sharePpb", tokens, evidence
    from share where run_id = ${id} order by rank`
  return { run, shares }
}

/** In the place of a run of the same inference and method. */
export async function writeRun(tx: TransactionSql, whole: WholeRun): Promise<void> {
  const { run, shares, passages } = whole
  await tx`delete from run where id = ${run.id}`
  await tx`
    insert into run (id, inference_id, method, method_version, engine, tokenizer, data_set, parameters, tokens, unattributed_ppb)
    values (${run.id}, ${run.inferenceId}, ${run.method}, ${run.methodVersion}, ${run.engine}, ${run.tokenizer}, ${run.dataSet},
      ${tx.json(run.parameters as never)}, ${run.tokens}, ${run.unattributedPpb})`
  const runId = run.id
  await insertAll(
    tx,
    'share',
    shares.map((share, rank) => ({
      run_id: runId,
      rank,
      contribution_id: share.contributionId,
      row: share.row,
      share_ppb: share.sharePpb,
      tokens: share.tokens,
      evidence: share.evidence,
    })),
  )
  await insertAll(
    tx,
    'passage',
    passages.map((passage, index) => ({
      run_id: runId,
      index,
      start_offset: passage.start,
      end_offset: passage.end,
      tokens: passage.tokens,
      information: passage.information,
      threshold: passage.threshold,
      owners: passage.owners,
      credited: passage.credited,
      reason: passage.reason,
      sources_total: passage.sourcesTotal,
    })),
  )
  await insertAll(
    tx,
    'passage_source',
    passages.flatMap((passage, passageIndex) =>
      passage.sources.map((source, index) => ({
        run_id: runId,
        passage_index: passageIndex,
        index,
        contribution_id: source.contributionId,
        row: source.row,
        source_start: source.sourceStart,
        source_end: source.sourceEnd,
      })),
    ),
  )
}

/** True when something changed. */
export async function writeVerdicts(
  tx: TransactionSql,
  inferenceId: string,
  verdicts: readonly VerdictRow[],
): Promise<boolean> {
  const before = await tx<VerdictRow[]>`
    select method, claim_id as "claimId", status, distance_ppb::float8 as "distancePpb", reason, detail, worst
    from verdict where inference_id = ${inferenceId}`
  if (fingerprint(before) === fingerprint(verdicts)) return false
  await tx`delete from verdict where inference_id = ${inferenceId}`
  for (const verdict of verdicts) {
    await tx`
      insert into verdict (inference_id, method, claim_id, status, distance_ppb, reason, detail, worst)
      values (${inferenceId}, ${verdict.method}, ${verdict.claimId}, ${verdict.status}, ${verdict.distancePpb}, ${verdict.reason},
        ${verdict.detail}, ${verdict.worst === null ? null : tx.json(verdict.worst as never)})`
  }
  return true
}

/** Last in a transaction: whoever raises the same writer's row waits for its end. */
export async function raiseRevision(tx: TransactionSql, writer: string): Promise<void> {
  await tx`select raise_revision(${writer})`
}

// PostgreSQL takes 65,535 parameters a statement; the widest of these rows has eleven.
const ROWS_A_STATEMENT = 5_000

async function insertAll(tx: TransactionSql, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await tx`insert into ${tx(table)} ${tx(rows.slice(from, from + ROWS_A_STATEMENT) as Record<string, never>[])}`
  }
}

/** jsonb orders the keys of an object its own way. */
function fingerprint(verdicts: readonly VerdictRow[]): string {
  const sorted = [...verdicts].sort((a, b) => (a.method < b.method ? -1 : 1))
  return JSON.stringify(
    sorted.map((verdict) => [
      verdict.method,
      verdict.claimId,
      verdict.status,
      verdict.distancePpb,
      verdict.reason,
      verdict.detail,
      verdict.worst?.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))) ?? null,
    ]),
  )
}
