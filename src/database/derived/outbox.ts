// From what is due to jobs. The chain's rows leave marks in attribution_due, in the transaction that changed them; here the
// marks become jobs of graphile-worker, in one transaction again, so that nothing is forgotten and nothing is done unasked.
import type { Sql, TransactionSql } from 'postgres'

export type SubjectKind = 'CONTRIBUTION' | 'MODEL_VERSION' | 'INFERENCE'
export type JobSpec = { kind: SubjectKind; subject: string }

export const JOB_KINDS: readonly SubjectKind[] = ['CONTRIBUTION', 'MODEL_VERSION', 'INFERENCE']

const MARKS_A_DRAIN = 1_000
// Decisions come first: they fetch what they need themselves, and the rest is preparation.
const PRIORITY: Record<SubjectKind, number> = { INFERENCE: 0, MODEL_VERSION: 1, CONTRIBUTION: 2 }
const RETRY_PRIORITY = 5
// Retries run in so many queues, one job a queue at a time: silent servers never hold more workers than this.
const RETRY_QUEUES = 4
const FETCH_QUEUES = 4

/** Turns marks into jobs and returns how many; call again while it returns the most it takes. */
export async function drainOutbox(sql: Sql): Promise<{ jobs: number; isEmpty: boolean }> {
  const jobs = await sql.begin(async (tx) => {
    const due = await tx<JobSpec[]>`
      delete from attribution_due where (kind, subject) in (
        select kind, subject from attribution_due limit ${MARKS_A_DRAIN} for update skip locked
      ) returning kind, subject`
    await addJobs(tx, due)
    return due.length
  })
  return { jobs, isEmpty: jobs < MARKS_A_DRAIN }
}

/** One job a subject: one that waits is replaced; beside one that runs another is put, which will see what that one can't. */
export async function addJobs(tx: TransactionSql, specs: readonly JobSpec[]): Promise<void> {
  if (specs.length === 0) return
  // In one order everywhere, so that two transactions wait for each other instead of deadlocking.
  const sorted = [...specs].sort((a, b) => (jobKey(a) < jobKey(b) ? -1 : 1))
  await tx`
    select from graphile_worker.add_jobs(array(
      select (identifier, payload::json, queue, null, null, key, priority, null)::graphile_worker.job_spec
      from unnest(
        ${sorted.map(({ kind }) => kind)}::text[],
        ${sorted.map(({ subject }) => JSON.stringify({ subject }))}::text[],
        ${sorted.map((spec) => (spec.kind === 'CONTRIBUTION' ? queueOf('fetch', spec, FETCH_QUEUES) : ''))}::text[],
        ${sorted.map(jobKey)}::text[],
        ${sorted.map(({ kind }) => PRIORITY[kind])}::integer[]
      ) given(identifier, payload, queue_or_empty, key, priority), nullif(queue_or_empty, '') queue))`
}

/** A second look at a subject, later. It takes nothing from a job that is due at once. */
export async function addRetry(sql: Sql, spec: JobSpec, afterMs: number): Promise<void> {
  await sql`
    select from graphile_worker.add_job(${spec.kind}, ${JSON.stringify({ subject: spec.subject })}::text::json,
      queue_name => ${queueOf('retry', spec, RETRY_QUEUES)}, run_at => now() + ${afterMs} * interval '1 millisecond',
      job_key => ${`${jobKey(spec)}:retry`}, priority => ${RETRY_PRIORITY})`
}

/** What failed waits longer each time; when the reason was a database that was away, there is nothing left to wait for. */
export async function retryFailedNow(sql: Sql): Promise<void> {
  await sql`
    update graphile_worker._private_jobs set run_at = now(), attempts = 1
    where attempts between 1 and max_attempts - 1 and locked_at is null and run_at > now()`
}

const jobKey = ({ kind, subject }: JobSpec) => `${kind}:${subject}`

/** Any spread over the queues will do, as long as a subject stays in its own. */
function queueOf(name: string, { subject }: JobSpec, queues: number): string {
  let sum = 0
  for (let at = 0; at < subject.length; at++) sum = (sum * 31 + subject.charCodeAt(at)) % 1_000_003
  return `${name}-${sum % queues}`
}
