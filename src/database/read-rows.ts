// Whole rows by id, in bulk, where an answer meets them from outside the tables' own relations: behind shares and leaves.
import { eq, inArray } from 'drizzle-orm'
import { account, contribution, datanet } from './generated/tables'
import type { Database } from './snapshot'

export type AccountRow = typeof account.$inferSelect

export type ContributionRow = typeof contribution.$inferSelect & {
  /** Private, or behind a fee: its rows are quoted only as matched passages. */
  restricted: boolean
}

export async function readAccounts(database: Database, ids: string[]): Promise<Map<string, AccountRow>> {
  const rows = await database.select().from(account).where(inArray(account.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readContributions(database: Database, ids: string[]): Promise<Map<string, ContributionRow>> {
  const rows = await database
    .select({ row: contribution, isPublic: datanet.isPublic, fee: datanet.fee })
    .from(contribution)
    .leftJoin(datanet, eq(datanet.id, contribution.datanetId))
    .where(inArray(contribution.id, ids))
  // What is not known to be free for all is not shown to all.
  return new Map(
    rows.map(({ row, isPublic, fee }) => [row.id, { ...row, restricted: isPublic !== true || Number(fee ?? 1) > 0 }]),
  )
}
