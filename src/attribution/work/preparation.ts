// What is done ahead of inferences: a contribution's rows are fetched when it is submitted, a model version's index is built
// when it is trained. Nothing depends on it but time.
import type { Sql } from 'postgres'
import { readContribution } from '../../database/derived/data-sets'
import type { DataSetFact } from '../data-set'
import type { DataSets } from '../data-sets'
import type { AskAgainMs, Contents } from './contents'

export type Preparation = { sql: Sql; contents: Contents; dataSets: DataSets }

export async function fetchContribution({ sql, contents }: Preparation, id: string): Promise<AskAgainMs> {
  const contribution = await readContribution(sql, id)
  return contribution === null ? null : contents.ensureRows(contribution)
}

export async function prepareModelVersion(preparation: Preparation, id: string): Promise<null> {
  const { sql, dataSets } = preparation
  const fact = (await sql.begin('isolation level repeatable read read only', (tx) =>
    dataSets.resolve(tx, id, null),
  )) as DataSetFact
  await ensureParts(preparation, fact)
  if (fact.kind === 'UNKNOWN') return null
  const readiness = await dataSets.examine(fact.dataSet)
  if (readiness.kind === 'READY') await dataSets.use(fact.dataSet, async () => {})
  return null
}

/** Fetches what nobody has asked for yet. What failed before is left to its contribution's own retries: they may take long. */
export async function ensureParts({ contents, dataSets }: Omit<Preparation, 'sql'>, fact: DataSetFact): Promise<void> {
  if (fact.kind === 'UNKNOWN') return
  const readiness = await dataSets.examine(fact.dataSet)
  if (readiness.kind === 'INCOMPLETE') await Promise.all(readiness.untried.map((part) => contents.ensureRows(part)))
}
