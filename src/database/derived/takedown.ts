// A takedown removes a text everywhere, for good: hash, place and share stay, and say REMOVED. The index folders that were made
// of it are deleted by whoever holds them, when they see that the number of takedowns has risen.
import type { Sql, TransactionSql } from 'postgres'
import type { Executor } from './content-rows'

const WRITER = 'takedown'

/**
 * `hash` is that of a text (a row, an output), or the root of a contribution or of evidence. With a root go the texts that no
 * standing content holds as well; what others brought too is theirs. Also a content that was never seen is refused from then on.
 */
export async function takeDown(sql: Sql, hash: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [known] = await tx<{ kind: string }[]>`select kind from content where hash = ${hash} for update`
    await tx`
      insert into content (hash, kind, status) values (${hash}, ${known?.kind ?? 'OUTPUT'}, 'REMOVED')
      on conflict (hash) do update set status = 'REMOVED', reason = null`
    if (known?.kind === 'ROWS') await removeRows(tx, hash)
    else await removeText(tx, hash)
    await tx`select raise_revision(${WRITER})`
  })
}

/** Rises with every takedown. */
export async function countTakedowns(sql: Executor): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select number::float8 as number from revision where writer = ${WRITER}`
  return row?.number ?? 0
}

/** The contributions that lost their text, or some of it. */
export async function readRemovedRoots(sql: Executor): Promise<Set<string>> {
  const rows = await sql<{ root: string }[]>`
    select hash as root from content where status = 'REMOVED' and kind = 'ROWS'
    union
    select r.root from content_text t join content_row r on r.text_hash = t.hash where t.body is null`
  return new Set(rows.map(({ root }) => root))
}

async function removeText(tx: TransactionSql, hash: string): Promise<void> {
  // A row of its own keeps the text out if it is brought again.
  await tx`insert into content_text (hash, body) values (${hash}, null) on conflict (hash) do update set body = null`
}

async function removeRows(tx: TransactionSql, root: string): Promise<void> {
  await tx`
    update content_text t set body = null
    where t.hash in (select text_hash from content_row where root = ${root})
      and not exists (select from content_row r join content c on c.hash = r.root
        where r.text_hash = t.hash and r.root <> ${root} and c.status = 'ANCHORED')
      and not exists (select from content c where c.hash = t.hash and c.kind = 'OUTPUT' and c.status = 'ANCHORED')`
}
