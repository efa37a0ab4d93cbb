// Contents at rest: what is known of each hash or root the chain anchors, the texts behind them, and the effort spent.
// A content only becomes better known: what is anchored or removed stays so, whatever a later address delivers.
import type { Sql, TransactionSql } from 'postgres'
import { addJobs, type JobSpec } from './outbox'

export type ContentKind = 'ROWS' | 'OUTPUT' | 'INPUT' | 'LEAVES'
export type ContentStatus = 'ANCHORED' | 'MISSING' | 'MISMATCH' | 'REMOVED'
export type ContentState = { kind: ContentKind; status: ContentStatus; reason: string | null }
export type ContentLeaf = {
  datanetId: bigint
  contributionId: bigint
  row: number
  contributor: string
  sharePpb: number
}

/** What one attempt to fetch came to: code and message of its fault, or null. */
export type Attempt = { hash: string; uri: string; durationMs: number; fault: { code: string; message: string } | null }

export type Executor = Sql | TransactionSql

// Each row costs some 300 bytes of protocol besides its text; a chunk stays far below what one message may hold.
const CHUNK_ROWS = 2_000
const CHUNK_BYTES = 8 * 1024 * 1024

export async function readContentStates(sql: Executor, hashes: readonly string[]): Promise<Map<string, ContentState>> {
  if (hashes.length === 0) return new Map()
  const rows = await sql<({ hash: string } & ContentState)[]>`
    select hash, kind, status, reason from content where hash = any(${[...hashes]})`
  return new Map(rows.map(({ hash, ...state }) => [hash, state]))
}

/** The same, and until the end of the transaction none of them becomes better known. */
export async function lockContents(tx: TransactionSql, hashes: readonly string[]): Promise<Map<string, ContentState>> {
  if (hashes.length === 0) return new Map()
  const rows = await tx<({ hash: string } & ContentState)[]>`
    select hash, kind, status, reason from content where hash = any(${[...hashes]}) order by hash for share`
  return new Map(rows.map(({ hash, ...state }) => [hash, state]))
}

export async function storeRows(
  sql: Sql,
  content: { root: string; rows: readonly { text: string; hash: string }[] },
): Promise<void> {
  await sql.begin(async (tx) => {
    const byteLength = content.rows.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    if (!(await anchor(tx, { hash: content.root, kind: 'ROWS', byteLength }))) return
    await insertTexts(tx, content.rows)
    for (let from = 0; from < content.rows.length; from += CHUNK_ROWS) {
      const hashes = content.rows.slice(from, from + CHUNK_ROWS).map((row) => row.hash)
      await tx`
        insert into content_row (root, row, text_hash)
        select ${content.root}, ${from} + place - 1, hash from unnest(${hashes}::text[]) with ordinality given(hash, place)
        on conflict do nothing`
    }
  })
}

/** The text of an output; of an input only the fact that it is what the chain anchored: inputs are not kept. */
export async function storeText(
  sql: Sql,
  content: { hash: string; kind: 'OUTPUT' | 'INPUT'; text: string },
): Promise<void> {
  const { hash, kind, text } = content
  await sql.begin(async (tx) => {
    const isNew = await anchor(tx, { hash, kind, byteLength: Buffer.byteLength(text) })
    if (isNew && kind === 'OUTPUT') await insertTexts(tx, [{ hash, text }])
  })
}

export async function storeLeaves(sql: Sql, content: { root: string; leaves: readonly ContentLeaf[] }): Promise<void> {
  await sql.begin(async (tx) => {
    if (!(await anchor(tx, { hash: content.root, kind: 'LEAVES', byteLength: null }))) return
    for (let from = 0; from < content.leaves.length; from += CHUNK_ROWS) {
      const leaves = content.leaves.slice(from, from + CHUNK_ROWS)
      await tx`
        insert into content_leaf (root, index, datanet_number, contribution_number, row, contributor, share_ppb)
        select ${content.root}, ${from} + place - 1, datanet, contribution, row, contributor, share
        from unnest(
          ${leaves.map((leaf) => String(leaf.datanetId))}::numeric[],
          ${leaves.map((leaf) => String(leaf.contributionId))}::numeric[],
          ${leaves.map((leaf) => String(leaf.row))}::bigint[],
          ${leaves.map((leaf) => leaf.contributor)}::text[],
          ${leaves.map((leaf) => String(leaf.sharePpb))}::bigint[]
        ) with ordinality given(datanet, contribution, row, contributor, share, place)
        on conflict do nothing`
    }
  })
}

/**
 * Notes that a content can't be had or does not fit, unless better is known of it. Of several addresses' faults the same one
 * stays, in whatever order they were tried.
 */
export async function storeFault(
  sql: Executor,
  content: { hash: string; kind: ContentKind; status: 'MISSING' | 'MISMATCH'; reason: string },
): Promise<void> {
  await sql`
    insert into content (hash, kind, status, reason) values (${content.hash}, ${content.kind}, ${content.status}, ${content.reason})
    on conflict (hash) do update set
      kind = case when excluded.kind = 'OUTPUT' then excluded.kind else content.kind end,
      -- MISMATCH comes before MISSING, and says more.
      status = least(content.status, excluded.status),
      reason = case when content.status < excluded.status then content.reason when content.status > excluded.status then excluded.reason
        else least(content.reason, excluded.reason) end
    where content.status in ('MISSING', 'MISMATCH')`
}

export async function recordAttempt(sql: Executor, attempt: Attempt): Promise<void> {
  // PostgreSQL's text holds no U+0000, and a message may quote anything.
  const message = attempt.fault?.message.replaceAll('\0', '\ufffd').slice(0, 500) ?? null
  await sql`
    insert into content_fetch (hash, uri, attempts, last_attempt_at, last_code, last_error, duration_ms)
    values (${attempt.hash}, ${attempt.uri}, 1, clock_timestamp(), ${attempt.fault?.code ?? null}, ${message}, ${Math.round(attempt.durationMs)})
    on conflict (hash, uri) do update set attempts = content_fetch.attempts + 1, last_attempt_at = excluded.last_attempt_at,
      last_code = excluded.last_code, last_error = excluded.last_error, duration_ms = excluded.duration_ms`
}

export type Effort = { attempts: number; sinceMs: number; lastCode: string | null }

export async function readEffort(sql: Executor, hash: string, uri: string): Promise<Effort | null> {
  const [row] = await sql<Effort[]>`
    select attempts, (extract(epoch from clock_timestamp() - last_attempt_at) * 1000)::float8 as "sinceMs", last_code as "lastCode"
    from content_fetch
    where hash = ${hash} and uri = ${uri}`
  return row ?? null
}

export type RowsState = { root: string; status: ContentStatus; rows: number; removedRows: number }

/** How much of each contribution's rows is here; roots that nothing is known of are left out. */
export async function readRowsStates(sql: Executor, roots: readonly string[]): Promise<Map<string, RowsState>> {
  const states = await sql<RowsState[]>`
    select c.hash as root, c.status, count(r.row)::integer as rows, (count(r.row) - count(t.body))::integer as "removedRows"
    from content c left join content_row r on r.root = c.hash left join content_text t on t.hash = r.text_hash
    where c.hash = any(${[...roots]}) group by c.hash`
  return new Map(states.map((state) => [state.root, state]))
}

/** The text of an anchored output; null when it was taken down. */
export async function readText(sql: Executor, hash: string): Promise<string | null> {
  const [row] = await sql<{ body: Buffer | null }[]>`select body from content_text where hash = ${hash}`
  return row?.body?.toString('utf8') ?? null
}

/** The rows of a content in order, a chunk at a time; a row that was taken down has a null text. */
export async function* readRows(sql: Sql, root: string): AsyncGenerator<{ row: number; text: string | null }[]> {
  const cursor = sql<{ row: number; body: Buffer | null }[]>`
    select r.row, t.body from content_row r join content_text t on t.hash = r.text_hash
    where r.root = ${root} order by r.row`.cursor(CHUNK_ROWS)
  for await (const rows of cursor) yield rows.map(({ row, body }) => ({ row, text: body?.toString('utf8') ?? null }))
}

/** The length is that of the texts, not of the document they came in: equal contents have equal rows, wherever they came from.
 * False when it was anchored or removed before. Subjects that waited for it are due again, in the same transaction. */
async function anchor(
  tx: TransactionSql,
  content: { hash: string; kind: ContentKind; byteLength: number | null },
): Promise<boolean> {
  const [inserted] = await tx`
    insert into content (hash, kind, status, byte_length) values (${content.hash}, ${content.kind}, 'ANCHORED', ${content.byteLength})
    on conflict (hash) do nothing returning hash`
  if (inserted !== undefined) return true
  const [known] = await tx<{ kind: ContentKind; status: ContentStatus }[]>`
    select kind, status from content where hash = ${content.hash} for update`
  // An input's text is not kept: where the same text is an output too, it is anchored anew, with its text.
  const isBetter = known?.status === 'MISSING' || known?.status === 'MISMATCH' || isKeptNow(known, content)
  if (!isBetter) return false
  await tx`
    update content set kind = ${content.kind}, status = 'ANCHORED', reason = null, byte_length = ${content.byteLength}
    where hash = ${content.hash}`
  await addJobs(tx, await readWaitingFor(tx, content.hash))
  return true
}

function isKeptNow(
  known: { kind: ContentKind; status: ContentStatus } | undefined,
  now: { kind: ContentKind },
): boolean {
  return known?.status === 'ANCHORED' && known.kind === 'INPUT' && now.kind === 'OUTPUT'
}

/** Inferences that could not be judged for want of this content: as their output, as evidence, or in their data set. */
function readWaitingFor(tx: TransactionSql, hash: string): Promise<JobSpec[]> {
  return tx<JobSpec[]>`
    select 'INFERENCE' as kind, v.inference_id as subject
    from verdict v join inference i on i.id = v.inference_id
    where v.status = 'UNVERIFIABLE' and (i.output_hash = ${hash}
      or exists (select from attribution_claim c where c.inference_id = i.id and c.root = ${hash}))
    union
    select 'INFERENCE', v.inference_id
    from contribution k
    join datanet d on d.id = k.datanet_id
    join training_data t on t.chain_id = d.chain_id and t.datanet_number = d.datanet_id
    join inference i on i.model_version_id = t.model_version_id
    join verdict v on v.inference_id = i.id and v.reason = 'DATASET_INCOMPLETE'
    where k.content_root = ${hash}`
}

/** Sorted by hash, so that two contents with the same texts wait for each other instead of deadlocking. */
async function insertTexts(tx: TransactionSql, texts: readonly { text: string; hash: string }[]): Promise<void> {
  const sorted = [...new Map(texts.map(({ hash, text }) => [hash, text]))].sort(([a], [b]) => (a < b ? -1 : 1))
  let chunk: { hash: string; body: Buffer }[] = []
  let bytes = 0
  const flush = async () => {
    if (chunk.length === 0) return
    await tx`insert into content_text ${tx(chunk)} on conflict do nothing`
    chunk = []
    bytes = 0
  }
  for (const [hash, text] of sorted) {
    const body = Buffer.from(text, 'utf8')
    chunk.push({ hash, body })
    bytes += body.length
    if (chunk.length >= CHUNK_ROWS || bytes >= CHUNK_BYTES) await flush()
  }
  await flush()
}
