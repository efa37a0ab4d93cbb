// An attributor in this process, over a database, a content server and a home folder of the test's own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAttributor } from '../../src/attribution/work/attributor'
import type { Patience } from '../../src/attribution/work/patience'
import { connectDatabase, type Sql } from '../../src/database/connection'
import { createLog, setLogLevel } from '../../src/log'
import { startWebServer, type WebServer } from './api/web-server'
import { createLedger, type Ledger } from './blocks/ledger'
import { createTestDatabase } from './database'
import { until } from './until'

export type Attributing = {
  sql: Sql
  url: string
  home: string
  ledger: Ledger
  server: WebServer
  /** Starts an attributor, with a home of its own where one is named; resolves to its end. */
  start(home?: string): Promise<() => Promise<void>>
  /** Resolves when no mark and no job is left that could be done now. */
  settled(): Promise<void>
  verdictsOf(inference: string): Promise<Record<string, unknown>[]>
  end(): Promise<void>
}

const PATIENCE: Patience = {
  firstLimitMs: 1_000,
  longestLimitMs: 2_000,
  firstPauseMs: 100,
  longestPauseMs: 200,
  mostAttempts: 4,
}

setLogLevel('error')

export async function startAttributing(patience: Partial<Patience> = {}): Promise<Attributing> {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'headwater-attributor-'))
  const sql = connectDatabase(database.url, { applicationName: 'test', max: 4 })
  const server = await startWebServer((request, response) => {
    const content = ledger.contents.get((request.url ?? '').slice(1))
    if (content === undefined) response.writeHead(404).end()
    else response.end(content)
  })
  const ledger = createLedger(sql, server.url)
  const ends: (() => Promise<void>)[] = []

  return {
    sql,
    url: database.url,
    home,
    ledger,
    server,
    async start(ownHome = home) {
      const stop = new AbortController()
      const { promise: working, resolve: onWorking } = Promise.withResolvers<void>()
      const ended = runAttributor({
        databaseUrl: database.url,
        home: ownHome,
        policy: { folder: null, allowPrivateAddresses: true, gateways: [] },
        log: createLog('attributor'),
        signal: stop.signal,
        onWorking,
        patience: { ...PATIENCE, ...patience },
      })
      const end = () => {
        stop.abort()
        return ended
      }
      ends.push(end)
      await Promise.race([working, ended])
      return end
    },
    settled: () => until('everything done', () => isSettled(sql)).then(() => {}),
    verdictsOf: (inference) => sql`
      select method, status, reason, distance_ppb::float8 as distance, claim_id as claim, detail, worst from verdict
      where inference_id = ${inference} order by method`,
    async end() {
      await Promise.all(ends.map((end) => end()))
      await Promise.all([sql.end(), server.close()])
      await database.drop()
      await rm(home, { recursive: true })
    },
  }
}

async function isSettled(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ open: number }[]>`
    select (select count(*) from attribution_due)
      + (select count(*) from graphile_worker._private_jobs where locked_at is not null or run_at < now() + interval '1 second') as open`
  return Number(row?.open) === 0
}
