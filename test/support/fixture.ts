// A small chain's rows as the processor, the content room and the attributor would leave them, for tests of what reads them.
import type postgres from 'postgres'
import { chainRows, createAccount, dataRows } from './fixture-chain'
import { contentRows, runRows } from './fixture-derived'
import type { Row } from './fixture-row'
import { modelRows, moneyRows, useRows } from './fixture-use'

export type Fixture = ReturnType<typeof createFixture>

/** Each call inserts; what a call returns are the ids to refer to. */
export function createFixture(sql: postgres.Sql) {
  const insert = (table: string, row: Row) => sql`insert into ${sql(table)} ${sql(row)} on conflict do nothing`
  const writer = { insert, sql }
  const account = createAccount(writer)
  return {
    account,
    ...chainRows(writer),
    ...dataRows(writer, account),
    ...modelRows(writer),
    ...useRows(writer),
    ...moneyRows(writer),
    ...contentRows(writer),
    ...runRows(writer),
  }
}
