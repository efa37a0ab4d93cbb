// Forks, several attributors, sudden death, silent servers, a damaged index: what is written in the end is the same as ever.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import { compareRows, differences, readRows } from '../../src/dev/campaign/rows'
import { startWebServer } from '../support/api/web-server'
import { type Attributing, startAttributing } from '../support/attributing'
import { ALICE, BOB, CHAIN } from '../support/blocks/ledger'
import { until } from '../support/until'

const TEXTS = Array.from({ length: 24 }, (_, index) =>
  Array.from({ length: 30 }, (_, word) => `w${(index * 7919 + word * 104_729) % 9973}`).join(' '),
)
const outputOf = (index: number) => `${TEXTS[index % TEXTS.length]} and then ${TEXTS[(index * 5 + 1) % TEXTS.length]}`

let attributing: Attributing
let children: ChildProcess[] = []

beforeEach(async () => {
  attributing = await startAttributing()
  await tell(attributing)
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await attributing.end()
})

/** Two contributions, a model, and nothing inferred yet. */
async function tell({ ledger }: Attributing): Promise<void> {
  await ledger.datanet(1)
  await ledger.contribute(1, 1, ALICE, TEXTS.slice(0, 12))
  await ledger.contribute(1, 2, BOB, TEXTS.slice(12))
  await ledger.publish(1, 1)
  await ledger.train(1, [[1, 1]])
}

async function inferMany({ ledger }: Attributing, count: number): Promise<string[]> {
  const inferences: string[] = []
  for (let index = 0; index < count; index++) {
    const id = await ledger.infer(`many-${index}`, outputOf(index))
    if (index % 3 === 0) await ledger.claim(id, [], { unattributedPpb: 1_000_000_000 })
    if (index % 3 === 1) {
      const leaf = { datanet: 1, contribution: 1, row: index % 12, contributor: ALICE, sharePpb: 5 }
      await ledger.claim(id, [leaf], { unattributedPpb: 999_999_995 })
    }
    inferences.push(id)
  }
  return inferences
}

/** A process of its own, as squid.yaml starts it. */
async function spawnAttributor({ url, home }: Attributing): Promise<ChildProcess> {
  const chain = { chainId: CHAIN, contracts: {}, content: { allowPrivateAddresses: true } }
  await mkdir(join(home, 'chain'), { recursive: true })
  await writeFile(join(home, 'chain', 'addresses.json'), JSON.stringify(chain))
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'headwater.js'), 'attributor'], {
    env: { ...process.env, DATABASE_URL: url, HEADWATER_HOME: home, NETWORK: 'local', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the attributor ended with ${code} before it was ready`)))
  })
  return child
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve))

const countVerdicts = async ({ sql }: Attributing) =>
  Number((await sql<{ count: number }[]>`select count(*)::int as count from verdict`)[0]?.count)

/** The same story told to an attributor of its own, one at a time and undisturbed. */
async function undisturbed(count: number): Promise<Attributing> {
  const calm = await startAttributing()
  await tell(calm)
  await calm.start()
  await inferMany(calm, count)
  await calm.settled()
  return calm
}

const isCompared = ({ table }: { table: string }) =>
  [
    'content',
    'content_text',
    'content_row',
    'content_leaf',
    'run',
    'share',
    'passage',
    'passage_source',
    'verdict',
  ].includes(table)

async function expectSameAs(calm: Attributing): Promise<void> {
  // The two servers' ports are part of the chain's own rows, so only what is derived is held against each other.
  const compared = compareRows(await readRows(attributing.url), await readRows(calm.url)).filter(isCompared)
  expect(differences(compared)).toEqual([])
  expect(compared).toHaveLength(9)
}

test('a fork while jobs run leaves no orphan, and what comes again is attributed again', async () => {
  const { ledger, sql } = attributing
  await attributing.start()
  const inferences = await inferMany(attributing, 30)
  for (const id of inferences.filter((_, index) => index % 2 === 0)) await ledger.removeInference(id)
  await attributing.settled()
  const left = await sql<{ id: string }[]>`
    select inference_id as id from run union select inference_id from verdict order by 1`
  expect(left.map(({ id }) => id)).toEqual(inferences.filter((_, index) => index % 2 === 1).sort())
  const again = await ledger.infer('many-0', 'another output in another block')
  await attributing.settled()
  expect(await attributing.verdictsOf(again)).toMatchObject([{ status: 'UNCLAIMED' }])
})

test('a claim that a fork takes away takes its verdict along', async () => {
  const { ledger, sql } = attributing
  await attributing.start()
  const id = await ledger.infer('x', outputOf(1))
  const claim = await ledger.claim(id, [], { unattributedPpb: 1_000_000_000 })
  await attributing.settled()
  expect(await attributing.verdictsOf(id)).toMatchObject([{ status: 'MISMATCH', claim }])
  await sql`delete from attribution_claim where id = ${claim}`
  await attributing.settled()
  expect(await attributing.verdictsOf(id)).toMatchObject([{ status: 'UNCLAIMED', claim: null }])
})

test('two attributors, each with its own indexes, write what one would write', async () => {
  const calm = await undisturbed(40)
  try {
    await inferMany(attributing, 40)
    await Promise.all([attributing.start(), attributing.start(join(attributing.home, 'second'))])
    await attributing.settled()
    await expectSameAs(calm)
  } finally {
    await calm.end()
  }
})

test('killed in the middle, its work is done by the next one within seconds', async () => {
  const calm = await undisturbed(60)
  try {
    const child = await spawnAttributor(attributing)
    await inferMany(attributing, 60)
    await until('some verdicts', async () => (await countVerdicts(attributing)) > 5)
    const death = ended(child)
    child.kill('SIGKILL')
    await death
    await spawnAttributor(attributing)
    await until('all verdicts', async () => (await countVerdicts(attributing)) >= 60)
    await attributing.settled()
    await expectSameAs(calm)
    expect((await readdir(join(attributing.home, 'indexes'))).filter((name) => name.startsWith('.'))).toEqual([])
  } finally {
    await calm.end()
  }
})

test('told to stop, it ends within five seconds with code 0, jobs under way or not', async () => {
  const child = await spawnAttributor(attributing)
  const silent = await startWebServer(() => {})
  await attributing.ledger.infer('silent', 'never seen', { uri: `${silent.url}/x` })
  await until('the silent server asked', async () => silent.requests.length > 0)
  const since = Date.now()
  const end = ended(child)
  child.kill('SIGTERM')
  expect(await end).toBe(0)
  expect(Date.now() - since).toBeLessThan(5_000)
  await silent.close()
})

describe('silent servers', () => {
  test('hold nobody up', async () => {
    const { ledger } = attributing
    const silent = await startWebServer(() => {})
    try {
      for (let index = 0; index < 30; index++) {
        await ledger.infer(`silent-${index}`, `never seen ${index}`, { uri: `${silent.url}/${index}` })
      }
      await attributing.start()
      await until('the silent server asked', async () => silent.requests.length > 0)
      const since = Date.now()
      const id = await ledger.infer('prompt', outputOf(3))
      await until('a verdict', async () => (await attributing.verdictsOf(id)).length > 0)
      // Thirty times a second of silence, twelve at once.
      expect(Date.now() - since).toBeLessThan(6_000)
      await until('all of them judged', async () => (await countVerdicts(attributing)) === 31)
    } finally {
      await silent.close()
    }
  })

  test('are given up in the end', async () => {
    const { ledger, sql } = attributing
    const id = await ledger.infer('gone', 'never seen', { uri: `${attributing.server.url}/nothing` })
    await attributing.start()
    await until('the last attempt', async () => {
      const [row] = await sql`select attempts from content_fetch where uri like '%nothing'`
      return row?.['attempts'] === 4
    })
    await attributing.settled()
    expect(await attributing.verdictsOf(id)).toMatchObject([{ status: 'UNVERIFIABLE', reason: 'CONTENT_MISSING' }])
    expect(await sql`select count(*)::int as jobs from graphile_worker._private_jobs`).toEqual([{ jobs: 0 }])
  })

  test('are asked again by themselves, and what comes at last is judged', async () => {
    const { ledger } = attributing
    const id = await ledger.infer('late', outputOf(2))
    const content = ledger.contents.get('inference-late') ?? ''
    ledger.contents.delete('inference-late')
    await attributing.start()
    await until('a first verdict', async () => (await attributing.verdictsOf(id)).length > 0)
    ledger.contents.set('inference-late', content)
    await until('the run', async () => (await attributing.verdictsOf(id))[0]?.['status'] === 'UNCLAIMED')
  })
})

test('a damaged or missing index is built anew', async () => {
  const { ledger, sql, home } = attributing
  const stop = await attributing.start()
  await ledger.infer('first', outputOf(1))
  await attributing.settled()
  await stop()
  const folder = join(home, 'indexes')
  const [key = ''] = (await readdir(folder)).filter((name) => !name.includes('.'))
  const files = await readdir(join(folder, key), { recursive: true })
  const table = files.find((name) => name.endsWith('table.0')) ?? ''
  const bytes = await readFile(join(folder, key, table))
  const altered = Buffer.from(bytes.map((byte) => byte ^ 1))
  for (const [damaged, at] of [[Buffer.from('short'), 2] as const, [altered, 3] as const]) {
    await writeFile(join(folder, key, table), damaged)
    await ledger.infer(`damaged-${at}`, outputOf(at))
    const stopAgain = await attributing.start()
    await attributing.settled()
    await stopAgain()
    expect(await readFile(join(folder, key, table))).toEqual(bytes)
  }
  await rm(folder, { recursive: true })
  await ledger.infer('missing', outputOf(4))
  await attributing.start()
  await attributing.settled()
  expect(await sql`select count(*)::int as runs, count(distinct data_set)::int as sets from run`).toEqual([
    { runs: 4, sets: 1 },
  ])
})

test('connections that break are made again, and nothing is lost', async () => {
  const { sql } = attributing
  const child = await spawnAttributor(attributing)
  for (let round = 0; round < 3; round++) {
    await inferMany(attributing, 10 * (round + 1))
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'headwater test'`
  }
  await until('every verdict', async () => (await countVerdicts(attributing)) === 30, 40_000)
  expect(child.exitCode).toBeNull()
  expect(await sql`select count(*)::int as runs from run`).toEqual([{ runs: 30 }])
})
