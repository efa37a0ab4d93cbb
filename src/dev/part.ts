// One supervised process: started, reported ready, started again when it dies, stopped in good time. It dies with us.
import { type ChildProcess, spawn } from 'node:child_process'
import { PartFailedError } from './errors'
import { openPartLog } from './part-log'

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 10_000
/** A part that ran this long was well: its next failure starts from the first pause again. */
const WELL_AFTER_MS = 10_000
const STOP_LIMIT_MS = 8_000
const READY_LIMIT_MS = 60_000

export type PartPlan = {
  name: string
  /** Arguments of `headwater`. */
  args: string[]
  env: NodeJS.ProcessEnv
  logFile: string
  /** Told of every restart, for the person at the terminal. */
  report(line: string): void
}

export type Part = {
  name: string
  /** What the process told when it was ready. Rejects when its first start fails. */
  ready: Promise<ReadyMessage>
  pid(): number | undefined
  stop(): Promise<void>
}

/** Sent over the IPC channel by each process when it has started. */
export type ReadyMessage = { kind: 'ready'; [fact: string]: unknown }

export function startPart(plan: PartPlan, headwater: string): Part {
  const log = openPartLog(plan.logFile)
  let child: ChildProcess | null = null
  let isStopping = false
  let wasReady = false
  let pauseMs = FIRST_PAUSE_MS
  let timer: NodeJS.Timeout | null = null
  const { promise: ready, resolve, reject } = Promise.withResolvers<ReadyMessage>()
  ready.catch(() => {})

  function start(): void {
    const startedAt = Date.now()
    child = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, headwater, ...plan.args], {
      env: plan.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    })
    child.stdout?.on('data', log.write)
    child.stderr?.on('data', log.write)
    child.on('message', (message) => {
      if ((message as ReadyMessage).kind !== 'ready') return
      wasReady = true
      resolve(message as ReadyMessage)
    })
    child.once('error', (cause) => reject(failure(cause.message, cause)))
    child.once('exit', (code, signal) => {
      if (isStopping) return
      const how = signal ?? `code ${code}`
      if (!wasReady) return reject(failure(log.lastLine() || how))
      if (Date.now() - startedAt > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      plan.report(`${plan.name} ended (${how}): ${log.lastLine()}; it starts again in ${pauseMs} ms`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
  }

  const failure = (reason: string, cause?: unknown) =>
    new PartFailedError({ part: plan.name, reason, logFile: log.file }, cause)
  const limit = setTimeout(() => reject(failure(`not ready within ${READY_LIMIT_MS} ms`)), READY_LIMIT_MS)
  const settled = () => clearTimeout(limit)
  ready.then(settled, settled)
  start()
  return {
    name: plan.name,
    ready,
    pid: () => child?.pid,
    async stop() {
      isStopping = true
      if (timer !== null) clearTimeout(timer)
      if (child !== null) await end(child)
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(force)
}
