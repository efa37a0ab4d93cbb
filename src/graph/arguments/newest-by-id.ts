// A page of rows that stand in no log, newest first: by their ids, which sort as the chain does.
import { and, type Column, gte, lte, type SQL, sql } from 'drizzle-orm'
import { ArgumentRefusedError } from '../errors'
import { readCursor } from './page'

type PageArguments = { after?: string | null | undefined; before?: string | null | undefined }

export function newestById<Table extends { id: Column }>(
  args: PageArguments,
  where: (table: Table) => SQL | undefined,
) {
  const after = args.after == null ? null : idOf('after', args.after)
  const before = args.before == null ? null : idOf('before', args.before)
  return {
    orderBy: { id: 'desc' } as const,
    where: {
      RAW: (table: Table) => {
        const past = after === null ? undefined : lte(table.id, after)
        const until = before === null ? undefined : gte(table.id, before)
        return and(where(table), past, until) ?? sql`true`
      },
    },
  }
}

function idOf(name: string, cursor: string): string {
  const id = readCursor(cursor)
  if (typeof id === 'string' && /^[0-9a-z-]{1,80}$/.test(id)) return id
  throw new ArgumentRefusedError({
    name,
    value: cursor,
    expected: 'a cursor that an earlier page of this list returned',
  })
}
