// How large a page may be, what it costs, and in which order every list stands: as the chain does, newest first.
import { decodeBase64, decodeCursorChunk } from '@pothos/core'
import { and, type Column, type SQL, sql } from 'drizzle-orm'
import { ArgumentRefusedError, PageTooLargeError } from '../errors'

export const DEFAULT_PAGE_SIZE = 20
export const LARGEST_PAGE_SIZE = 1_000

type PageSize = { first?: number | null | undefined; last?: number | null | undefined }
type PageArguments = PageSize & { after?: string | null | undefined; before?: string | null | undefined }

/** A page costs as many times its node as it may have nodes. Counted before anything is read, so it refuses here, too. */
export function pageCost(args: PageSize): { field: number; multiplier: number } {
  const size = args.first ?? args.last ?? DEFAULT_PAGE_SIZE
  if (size > LARGEST_PAGE_SIZE) throw new PageTooLargeError({ size, limit: LARGEST_PAGE_SIZE })
  if (size < 0) throw new ArgumentRefusedError({ name: 'first or last', value: size, expected: 'a number from 0 up' })
  return { field: 2, multiplier: Math.max(size, 1) }
}

export const positionColumns = {
  chainId: true,
  blockNumber: true,
  blockHash: true,
  timestamp: true,
  transactionHash: true,
  logIndex: true,
} as const

const NEWEST_FIRST = { chainId: 'desc', blockNumber: 'desc', logIndex: 'desc' } as const

/** What a list below a row asks for. Its key narrows it already, and a bound would narrow its totalCount as well. */
export function newestFirst(args: PageArguments): { orderBy: typeof NEWEST_FIRST } {
  cursorBound(args)
  return { orderBy: NEWEST_FIRST }
}

/** A page of a whole table: the rows that `where` keeps, past the cursors. */
export function newestRows<Table extends PositionColumns>(
  args: PageArguments,
  where?: (table: Table) => SQL | undefined,
) {
  const bound = cursorBound(args)
  return {
    columns: positionColumns,
    orderBy: NEWEST_FIRST,
    where: { RAW: (table: Table) => and(where?.(table), bound?.(table)) ?? sql`true` },
  }
}

type PositionColumns = { chainId: Column; blockNumber: Column; logIndex: Column }

/**
 * The bound that makes a deep page cost what the first one costs: a keyset predicate is an OR, which no index answers; this
 * comparison of rows beside it is one range of the (chain, block, log) index. Refuses cursors that are none.
 */
function cursorBound(args: PageArguments): ((table: PositionColumns) => SQL | undefined) | null {
  if (args.first != null && args.last != null) {
    throw new ArgumentRefusedError({ name: 'last', value: args.last, expected: 'either first or last' })
  }
  const after = args.after == null ? null : decodeCursor('after', args.after)
  const before = args.before == null ? null : decodeCursor('before', args.before)
  if (after === null && before === null) return null
  return (table) => {
    const position = sql`(${table.chainId}, ${table.blockNumber}, ${table.logIndex})`
    return and(after ? sql`${position} <= ${after}` : undefined, before ? sql`${position} >= ${before}` : undefined)
  }
}

/** The position a cursor stands for, as SQL. */
function decodeCursor(name: string, cursor: string): SQL {
  const position = readCursor(cursor)
  if (Array.isArray(position) && position.length === 4 && typeof position[3] === 'string') {
    const [chain, block, log] = position as unknown[]
    if (isPosition(chain) && isPosition(block) && isPosition(log)) return sql`(${chain}, ${block}, ${log})`
  }
  throw new ArgumentRefusedError({
    name,
    value: cursor,
    expected: 'a cursor that an earlier page of this list returned',
  })
}

export function readCursor(cursor: string): unknown {
  try {
    const decoded = decodeBase64(cursor)
    return decoded.startsWith('DC:') ? decodeCursorChunk(decoded.slice(3)) : null
  } catch {
    return null
  }
}

/** PostgreSQL's integer: anything larger would be its error, not ours. */
function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2_147_483_647
}
