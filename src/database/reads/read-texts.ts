// Reads the texts behind hashes: whole contents (outputs) and single rows of contributions, each with what is known of it.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

export type ContentStatus = 'ANCHORED' | 'MISSING' | 'MISMATCH' | 'REMOVED'
export type AnchoredText = { status: ContentStatus; text: string | null }

type TextRow = { key: string; status: ContentStatus | null; known: boolean; body: Buffer | null }

/** Texts that an on-chain hash names itself: outputs. Hashes nothing is known of are left out. */
export async function readAnchoredTexts(database: Database, hashes: string[]): Promise<Map<string, AnchoredText>> {
  const rows = await select<TextRow>(
    database,
    sql`
    select wanted.key, c.status, t.hash is not null as known, t.body
    from unnest(${sql.param(hashes)}::text[]) wanted(key)
    join content c on c.hash = wanted.key
    left join content_text t on t.hash = wanted.key and c.status = 'ANCHORED'`,
  )
  return byKey(rows)
}

/** What is known of contents, whatever they are: texts, or the rows behind a root. */
export async function readContentStatuses(database: Database, hashes: string[]): Promise<Map<string, ContentStatus>> {
  const rows = await select<{ hash: string; status: ContentStatus }>(
    database,
    sql`select hash, status from content where hash = any(${sql.param(hashes)}::text[])`,
  )
  return new Map(rows.map((row) => [row.hash, row.status]))
}

/** Rows of contributions, by `<content root>:<row>`. */
export async function readDataPointTexts(database: Database, keys: string[]): Promise<Map<string, AnchoredText>> {
  const roots = keys.map((key) => key.slice(0, key.lastIndexOf(':')))
  const numbers = keys.map((key) => Number(key.slice(key.lastIndexOf(':') + 1)))
  const rows = await select<TextRow>(
    database,
    sql`
    select wanted.root || ':' || wanted.row as key, c.status, t.hash is not null as known, t.body
    from unnest(${sql.param(roots)}::text[], ${sql.param(numbers)}::bigint[]) wanted(root, row)
    join content c on c.hash = wanted.root
    left join content_row r on r.root = wanted.root and r.row = wanted.row and c.status = 'ANCHORED'
    left join content_text t on t.hash = r.text_hash`,
  )
  return byKey(rows)
}

function byKey(rows: TextRow[]): Map<string, AnchoredText> {
  return new Map(rows.map((row) => [row.key, anchoredText(row)]))
}

function anchoredText({ status, known, body }: TextRow): AnchoredText {
  if (status !== 'ANCHORED') return { status: status ?? 'MISSING', text: null }
  // A known hash without its bytes was taken down; an unknown one never came.
  if (body === null) return { status: known ? 'REMOVED' : 'MISSING', text: null }
  return { status, text: body.toString('utf8') }
}
