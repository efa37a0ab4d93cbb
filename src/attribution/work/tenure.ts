// Who still works? Each worker pool holds an advisory lock as long as its process lives; jobs that a dead pool had taken are
// freed by whoever notices, within seconds. Freeing the job of a living pool by mistake would cost time and nothing else.
import type { Sql } from 'postgres'

export type Tenure = {
  /**
   * Takes the lock, again where the connection was lost, and frees the jobs of the dead; returns how many pools were dead.
   * Rejects when the server is another than at the first call: connections to the old one may hang without a word.
   */
  renew(): Promise<number>
}

// A pool takes its lock moments after it starts to take jobs.
const GRACE = '3 seconds'

/** `sql` has one connection and is used for nothing else: the lock belongs to its session. */
export function createTenure(sql: Sql, pool: string): Tenure {
  let startedAt: string | undefined
  return {
    async renew() {
      const [server] = await sql<{ startedAt: string }[]>`select pg_postmaster_start_time()::text as "startedAt"`
      startedAt ??= server?.startedAt
      if (server?.startedAt !== startedAt) throw new Error('the database was started anew')
      const [held] = await sql`
        select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted limit 1`
      if (held === undefined) await sql`select pg_try_advisory_lock(${keyOf(sql, pool)})`
      const others = await sql<{ pool: string }[]>`
        select locked_by as pool from graphile_worker._private_jobs
        where locked_by is not null and locked_by <> ${pool} and locked_at < now() - ${GRACE}::interval
        union
        select locked_by from graphile_worker._private_job_queues
        where locked_by is not null and locked_by <> ${pool} and locked_at < now() - ${GRACE}::interval`
      let dead = 0
      for (const other of others) if (await freeIfDead(sql, other.pool)) dead += 1
      return dead
    },
  }
}

async function freeIfDead(sql: Sql, pool: string): Promise<boolean> {
  const [lock] = await sql<{ isFree: boolean }[]>`select pg_try_advisory_lock(${keyOf(sql, pool)}) as "isFree"`
  if (lock?.isFree !== true) return false
  await sql`select graphile_worker.force_unlock_workers(array[${pool}])`
  // A job that was asked for again while the dead worked on it has given its key away: nobody takes it, nobody ends it.
  await sql`
    delete from graphile_worker._private_jobs where key is null and locked_at is null and attempts >= max_attempts`
  await sql`select pg_advisory_unlock(${keyOf(sql, pool)})`
  return true
}

const keyOf = (sql: Sql, pool: string) => sql`hashtextextended(${`headwater worker ${pool}`}, 0)`
