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
  /** For a part that has much to save. */
  stopLimitMs?: number
  /** Told of every restart, and of what takes long before the first start is done, for the person at the terminal. */
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
/** Sent before that by one that has much to do: the next word comes within this time. */
export type ProgressMessage = { kind: 'progress'; words: string; limitMs: number; isNews: boolean }

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
      const told = message as ReadyMessage | ProgressMessage
      if (told.kind === 'progress') return keepWaiting(told)
      wasReady = true
      resolve(told)
    })
    child.once('error', (cause) => reject(failure(cause.message, cause)))
    child.once('exit', (code, signal) => {
      if (isStopping) return
      const how = signal ?? `code ${code}`
      const last = log.lastLine()
      if (!wasReady) return reject(failure(last || how))
      if (Date.now() - startedAt > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      plan.report(`${plan.name} ended (${how})${last && `: ${last}`}; it starts again in ${pauseMs} ms`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
  }

  const failure = (reason: string, cause?: unknown) =>
    new PartFailedError({ part: plan.name, reason, logFile: log.file }, cause)
  let news = ''
  const keepWaiting = ({ limitMs, words, isNews }: ProgressMessage) => {
    deadline.moveTo(limitMs, words)
    if (isNews && !wasReady && words !== news) plan.report(`${plan.name} ${words}`)
    if (isNews) news = words
  }
  const deadline = createDeadline((limitMs, words) => {
    const last = log.lastLine()
    reject(failure(`it ${words}, and is not ready after ${limitMs} ms${last === '' ? '' : `; it said last: ${last}`}`))
  })
  deadline.moveTo(READY_LIMIT_MS, 'starts')
  ready.then(deadline.lift, deadline.lift)
  start()
  return {
    name: plan.name,
    ready,
    pid: () => child?.pid,
    async stop() {
      isStopping = true
      if (timer !== null) clearTimeout(timer)
      if (child !== null) await end(child, plan.stopLimitMs ?? STOP_LIMIT_MS)
    },
  }
}

/** Of a start that tells how far it is: whoever makes progress is waited for. */
function createDeadline(onLate: (limitMs: number, words: string) => void) {
  let timer: NodeJS.Timeout | undefined
  let isLifted = false
  return {
    moveTo(limitMs: number, words: string): void {
      clearTimeout(timer)
      if (!isLifted) timer = setTimeout(() => onLate(limitMs, words), limitMs)
    },
    lift(): void {
      isLifted = true
      clearTimeout(timer)
    },
  }
}

async function end(child: ChildProcess, limitMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), limitMs)
  await gone
  clearTimeout(force)
}
