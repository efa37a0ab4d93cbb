// Who starts, stops and loses the processor of a run: by chance while the chain goes on, and at the end until it has read everything.
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { FaultyNode } from '../../test/support/faulty/faulty-node.mts'
import type { Ground } from './ground.mts'
import { type Ended, type Indexing, type IndexingOptions, type Mortal, startIndexing } from './indexing.mts'

type Random = import('../../src/dev/random').Random

export type Operator = {
  readonly told: {
    restarts: number
    kills: number
    /** Codes with which the processor ended of its own accord, so that it had to be started again. */
    ended: string[]
  }
  /** Starts it, leaves it alone, starts it anew, or lets it run into its end. */
  act(): Promise<void>
  /** Until the endpoints have been asked so often, or nobody seems to ask any more. */
  untilAsked(requests: number): Promise<void>
  /** Until the index stands at this block: what went wrong on the way there. */
  comeToRest(hash: string): Promise<string[]>
}

type Means = { options: IndexingOptions; random: Random; nodes: readonly FaultyNode[] }
type Alive = { indexing: Indexing | Mortal; ended: Ended | null; kill: (() => Promise<void>) | null }

// Requests after which a processor is killed at the latest, and the time from the request, so that transactions are cut as well.
const MOST_REQUESTS = 50
const MOST_DELAY_MS = 30
// Far longer than a run takes on a machine with ten other things to do: then it hangs.
const REST_LIMIT_MS = 120_000
const SILENCE_LIMIT_MS = 5_000
const LOOK_MS = 5

export function createOperator(ground: Ground, { options, random, nodes }: Means): Operator {
  const told: Operator['told'] = { restarts: 0, kills: 0, ended: [] }
  const wrong: string[] = []
  const logged: string[] = []
  let alive: Alive | null = null
  let requestsLeft = Number.POSITIVE_INFINITY
  let asked = 0
  let killing: Promise<void> | null = null

  for (const node of nodes) {
    const drawn = node.fault
    node.fault = (calls) => {
      asked++
      if (--requestsLeft === 0) killing = sleep(random.below(MOST_DELAY_MS)).then(kill)
      return drawn(calls)
    }
  }

  async function kill(): Promise<void> {
    requestsLeft = Number.POSITIVE_INFINITY
    const victim = alive
    alive = null
    if (victim?.kill === null || victim === null) return
    await victim.kill()
    told.kills++
  }

  function begin(isMortal: boolean): void {
    if (isMortal) {
      const indexing = ground.nextProcessor()(options)
      begun(indexing, () => indexing.kill())
      requestsLeft = 1 + random.below(MOST_REQUESTS)
    } else
      begun(
        startIndexing(options, (record) => logged.push(JSON.stringify(record))),
        null,
      )
  }

  function begun(indexing: Indexing, killIt: Alive['kill']): void {
    const own: Alive = { indexing, ended: null, kill: killIt }
    alive = own
    void indexing.ended.then((ended) => {
      own.ended = ended
    })
  }

  async function stop(): Promise<void> {
    const { indexing, ended } = alive ?? {}
    alive = null
    requestsLeft = Number.POSITIVE_INFINITY
    if (indexing === undefined) return
    if (ended === null) return note(await indexing.stop())
    await indexing.stop()
  }

  /** What can be named is an operator's to see to; anything else must not happen. */
  function note({ code, message }: Ended): void {
    if (code?.startsWith('HW')) told.ended.push(code)
    else if (message !== ASKED_TO) wrong.push(`the processor ended: ${message}`)
  }

  /** One that has ended is started again, as whoever keeps processes does. */
  async function look(): Promise<void> {
    const ended = alive?.ended ?? null
    if (ended === null) return
    note(ended)
    await stop()
  }

  return {
    told,
    async act() {
      await killing
      await look()
      if (alive === null) return begin(random.chance(MORTAL_SHARE))
      if (!random.chance(0.3)) return
      told.restarts++
      await stop()
      begin(random.chance(MORTAL_SHARE))
    },
    async untilAsked(requests) {
      const [enough, late] = [asked + requests, Date.now() + SILENCE_LIMIT_MS]
      while (asked < enough && Date.now() < late && alive !== null && (alive as Alive).ended === null)
        await sleep(LOOK_MS)
    },
    async comeToRest(hash) {
      await killing
      if (alive !== null && (alive as Alive).kill !== null) await kill()
      // One that was due meanwhile finds nobody, and not who is begun next.
      await killing
      await untilHead(options.databaseUrl, hash, async () => {
        await look()
        if (alive === null) begin(false)
      }).catch((error: Error) => wrong.push(`${error.message}: ${logged.slice(-LOGGED_SHOWN).join(' ')}`))
      await look()
      await stop()
      return wrong
    },
  }
}

const LOGGED_SHOWN = 4
const MORTAL_SHARE = 0.4
const ASKED_TO = 'asked to'

async function untilHead(url: string, hash: string, meanwhile: () => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const late = Date.now() + REST_LIMIT_MS
  try {
    for (;;) {
      await meanwhile()
      const [head] = await sql<{ hash: string; number: number }[]>`select hash, number from head`
      if (head?.hash === hash) return
      if (Date.now() > late) {
        const stand = `the index stands at ${head?.number} (${head?.hash}), not at ${hash}`
        throw new Error(`${stand}; ${JSON.stringify(await connections(sql))}`)
      }
      await sleep(LOOK_MS)
    }
  } finally {
    await sql.end()
  }
}

/** What a run that hangs waits for is often a connection that somebody left open. */
async function connections(sql: postgres.Sql): Promise<unknown> {
  return sql`
    select application_name, state, wait_event_type, wait_event, left(query, 100) as query from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
}
