// Whole rows by id, in bulk, where an answer meets them from outside the tables' own relations: behind shares and leaves.
import { and, type Column, desc, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { account, contribution, datanet, datanetVersion, inference, trainingData } from '../generated/tables'
import type { Database } from '../snapshot'

export type AccountRow = typeof account.$inferSelect

export type InferenceRow = typeof inference.$inferSelect

export type ContributionRow = typeof contribution.$inferSelect & {
  /** Private, or behind a fee, or first submitted to where it is: its rows are quoted only as matched passages. */
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
    .select({ row: contribution, isFree: isFree(datanet), isFirstFree: isFirstFree() })
    .from(contribution)
    .leftJoin(datanet, eq(datanet.id, contribution.datanetId))
    .where(inArray(contribution.id, ids))
  // What is not known to be free for all is not shown to all.
  return new Map(
    rows.map(({ row, isFree, isFirstFree }) => [
      row.id,
      { ...row, restricted: isFree !== true || isFirstFree !== true },
    ]),
  )
}

/** Whether a model version was trained on a Datanet that is private or has a fee; unknown ones count as such. */
export async function hasRestrictedDatanets(database: Database, modelVersionId: string): Promise<boolean> {
  const [found] = await database
    .select({ id: trainingData.id })
    .from(trainingData)
    .innerJoin(datanetVersion, eq(datanetVersion.id, trainingData.datanetVersionId))
    .leftJoin(datanet, eq(datanet.id, datanetVersion.datanetId))
    .where(and(eq(trainingData.modelVersionId, modelVersionId), sql`(${isFree(datanet)}) is not true`))
    .limit(1)
  return found !== undefined
}

const isFree = ({ isPublic, fee }: Record<'isPublic' | 'fee', Column>) =>
  sql<boolean | null>`${isPublic} and ${fee} = 0`

/**
 * Roots are public: whoever submits a private one again, to a Datanet that is free for all, must not open it so. The first
 * submission of a root decides; a later one to a private Datanet, in turn, closes nothing that was open.
 */
function isFirstFree() {
  const [first, home] = [alias(contribution, 'first'), alias(datanet, 'home')]
  return sql<boolean | null>`(
    select ${isFree(home)} from ${contribution} ${first} left join ${datanet} ${home} on ${home.id} = ${first.datanetId}
    where ${first.contentRoot} = ${contribution.contentRoot}
    order by ${first.chainId}, ${first.blockNumber}, ${first.logIndex} limit 1)`
}
