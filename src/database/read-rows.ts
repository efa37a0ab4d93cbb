// Whole rows by id, in bulk, where an answer meets them from outside the tables' own relations: behind shares and leaves.
import { desc, eq, inArray } from 'drizzle-orm'
import { account, contribution, datanet, inference } from './generated/tables'
import type { Database } from './snapshot'

export type AccountRow = typeof account.$inferSelect

export type InferenceRow = typeof inference.$inferSelect

export type ContributionRow = typeof contribution.$inferSelect & {
  /** Private, or behind a fee: its rows are quoted only as matched passages. */
  restricted: boolean
}

export async function readAccounts(database: Database, ids: string[]): Promise<Map<string, AccountRow>> {
  const rows = await database.select().from(account).where(inArray(account.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readInferences(database: Database, ids: string[]): Promise<Map<string, InferenceRow>> {
  const rows = await database.select().from(inference).where(inArray(inference.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** The newest of one chain, with the hash of the block that holds each: an inference that a fork moved is new again. */
export async function readNewestInferences(
  database: Database,
  chainId: number,
  limit: number,
): Promise<{ id: string; blockHash: string }[]> {
  return database
    .select({ id: inference.id, blockHash: inference.blockHash })
    .from(inference)
    .where(eq(inference.chainId, chainId))
    .orderBy(desc(inference.chainId), desc(inference.blockNumber), desc(inference.logIndex))
    .limit(limit)
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
