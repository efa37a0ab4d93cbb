// The attributor's loop: marks become jobs, jobs are taken from PostgreSQL by as many workers as there are, here and on other
// machines. A lost database is waited for; a lost process leaves nothing undone, its jobs are freed and done by others.
import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type TaskList } from 'graphile-worker'
import pg from 'pg'
import { connectDatabase, type Sql } from '../../database/connection'
import { addRetry, drainOutbox, retryFailedNow, type SubjectKind } from '../../database/derived/outbox'
import { isConnectionLost } from '../../database/driver-faults'
import { describeError } from '../../errors'
import type { Log } from '../../log'
import type { AskAgainMs } from './contents'
import { DatabaseLostError } from './errors'
import { createTally } from './tally'
import { createTenure } from './tenure'

/** What is done for a subject of each kind; resolves to when it should be done again. */
export type Work = Record<SubjectKind, (subject: string) => Promise<AskAgainMs>>

export type WorkerOptions = {
  databaseUrl: string
  /** Called anew with every client: one whose connections broke is not used again. */
  createWork(sql: Sql): Work
  connections: number
  concurrency: number
  log: Log
  signal: AbortSignal
  onWorking(): void
  /** Fires when a client broke without anybody being told. */
  faults: EventEmitter
}

const POLL_INTERVAL_MS = 1_000
const TENURE_INTERVAL_MS = 2_000
// Three small queries: what takes longer hangs on a connection that is gone.
const TENURE_LIMIT_MS = 10_000
const AWAY_LIMIT_MS = 60_000
const RESTART_PAUSE_MS = 500
const STOP_LIMIT_MS = 4_000
// What hangs on a broken client will not end.
const BROKEN_STOP_LIMIT_MS = 500

/** Resolves when it was stopped; rejects with a DatabaseLostError when the database stays away. */
export async function followOutbox(options: WorkerOptions): Promise<void> {
  const { signal, log } = options
  let seenAt = Date.now()
  while (!signal.aborted) {
    try {
      await workOnce(options, () => {
        seenAt = Date.now()
      })
    } catch (error) {
      if (signal.aborted) return
      if (Date.now() - seenAt > AWAY_LIMIT_MS) throw new DatabaseLostError({ limitMs: AWAY_LIMIT_MS }, error)
      log.warn({ reason: describeError(error) }, 'interrupted, starting again')
      await pause(RESTART_PAUSE_MS, signal)
    }
  }
}

/** Until it is stopped, or something breaks. `onSeen` is called whenever the database answered. */
async function workOnce(options: WorkerOptions, onSeen: () => void): Promise<void> {
  const { databaseUrl, log, signal, faults } = options
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const { promise: broken, reject: onBroken } = Promise.withResolvers<never>()
  broken.catch(() => {})
  faults.on('fault', onBroken)
  const sql = connectDatabase(databaseUrl, { applicationName: 'attributor', max: options.connections })
  const lockSql = connectDatabase(databaseUrl, { applicationName: 'tenure', max: 1 })
  const pool = createJobPool(databaseUrl)
  const tally = createTally(log)
  let runner: Runner | null = null
  try {
    const tasks = createTasks({ work: options.createWork(sql), sql, log, count: tally.count, onBroken })
    const started = await startRunner(options, pool, tasks)
    runner = started.runner
    const tenure = createTenure(lockSql, started.pool)
    await tenure.renew()
    await retryFailedNow(sql)
    onSeen()
    options.onWorking()
    await Promise.race([
      broken,
      runner.promise,
      drainForever(sql, either),
      repeat(TENURE_INTERVAL_MS, either, async () => {
        const dead = await answered(TENURE_LIMIT_MS, tenure.renew())
        onSeen()
        if (dead > 0) log.info({ pools: dead }, 'freed the jobs of workers that are gone')
      }),
    ])
  } finally {
    faults.off('fault', onBroken)
    stop.abort()
    tally.flush()
    const limitMs = signal.aborted ? STOP_LIMIT_MS : BROKEN_STOP_LIMIT_MS
    // The job library still completes jobs on its pool while it stops: the pool goes after it.
    const stopped = (runner?.stop() ?? Promise.resolve()).catch(() => {}).then(() => pool.end())
    await withinLimit(limitMs, stopped)
    await withinLimit(BROKEN_STOP_LIMIT_MS, Promise.allSettled([lockSql.end({ timeout: 0 }), sql.end({ timeout: 0 })]))
  }
}

function createJobPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 6, application_name: 'headwater jobs' })
  // A broken connection is noticed by whoever uses it next; unheard, its event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function withinLimit(limitMs: number, work: Promise<unknown> | undefined): Promise<void> {
  const over = new AbortController()
  await Promise.race([work?.catch(() => {}), pause(limitMs, over.signal)])
  over.abort()
}

/** Rejects when the answer stays away. */
async function answered<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = pause(limitMs, over.signal).then(() => {
    if (!over.signal.aborted) throw new Error(`the database did not answer within ${limitMs} ms`)
    return work
  })
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}

async function startRunner(
  options: WorkerOptions,
  pgPool: pg.Pool,
  taskList: TaskList,
): Promise<{ runner: Runner; pool: string }> {
  const events = new EventEmitter()
  const created = new Promise<string>((resolve) => {
    events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => resolve(workerPool.id))
  })
  const runner = await run({
    pgPool,
    taskList,
    events,
    concurrency: options.concurrency,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    parsedCronItems: [],
    gracefulShutdownAbortTimeout: STOP_LIMIT_MS,
    logger: quietLogger(options.log),
  })
  return { runner, pool: await created }
}

type TaskOptions = {
  work: Work
  sql: Sql
  log: Log
  count(kind: string): void
  onBroken(error: unknown): void
}

function createTasks({ work, sql, log, count, onBroken }: TaskOptions): TaskList {
  const task = (kind: SubjectKind) => async (payload: unknown) => {
    const { subject } = payload as { subject: string }
    try {
      const askAgainMs = await work[kind](subject)
      if (askAgainMs !== null) await addRetry(sql, { kind, subject }, askAgainMs)
      count(kind)
    } catch (error) {
      if (isConnectionLost(error)) onBroken(error)
      // The job library tries it again; its own message would carry no code.
      else log.warn({ kind, subject, reason: describeError(error) }, 'failed, to be tried again')
      count('failed')
      throw error
    }
  }
  return { CONTRIBUTION: task('CONTRIBUTION'), MODEL_VERSION: task('MODEL_VERSION'), INFERENCE: task('INFERENCE') }
}

/** At every notification and, in case one was missed, once a second. */
async function drainForever(sql: Sql, signal: AbortSignal): Promise<void> {
  let wake = () => {}
  const listening = await sql.listen('headwater_due', () => wake())
  try {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      while (!(await drainOutbox(sql)).isEmpty);
      await Promise.race([woken, pause(POLL_INTERVAL_MS, signal)])
    }
  } finally {
    await listening.unlisten().catch(() => {})
  }
}

async function repeat(intervalMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work()
    await pause(intervalMs, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

/** The library speaks of every job; what matters of that is said here already. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.debug(message)
    else log.trace(message)
  })
}
