// The processor's own loop over endpoints and a database of a run, in this process or in one that can be killed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Logger, type LogRecord } from '@subsquid/logger'
import type { Store } from '@subsquid/typeorm-store'

const require = createRequire(import.meta.url)
const { followChain } = require('../../lib/chain/follow.js') as typeof import('../../src/chain/follow')
const { ChainDatabase } =
  require('../../lib/database/store/chain-database.js') as typeof import('../../src/database/store/chain-database')
const { readDatanetContracts } =
  require('../../lib/database/store/datanet-contracts.js') as typeof import('../../src/database/store/datanet-contracts')
const { explainDatabaseError } =
  require('../../lib/database/store/explain.js') as typeof import('../../src/database/store/explain')
const { processBatch } =
  require('../../lib/database/store/process-batch.js') as typeof import('../../src/database/store/process-batch')
const { openHistory } =
  require('../../lib/database/store/rewind.js') as typeof import('../../src/database/store/rewind')

export type IndexingOptions = {
  book: import('../../src/config').AddressBook
  rpcUrls: readonly string[]
  databaseUrl: string
}

export type Ended = { code: string | null; message: string }

export type Indexing = {
  /** Settles when it ends of its own accord, with why; never rejects. */
  readonly ended: Promise<Ended>
  stop(): Promise<Ended>
}

const POLL_INTERVAL_MS = 10
// A node at the other end of a wire inside one machine: patience costs the run's time.
const REQUEST_LIMIT_MS = 1_000
const REST = { firstMs: 5, limitMs: 20 }
const PATIENCE = { probeMs: 100, behindBlocks: 8, behindMs: 100, forkedMs: 100 }
const ASKED_TO: Ended = { code: null, message: 'asked to' }

export function startIndexing(options: IndexingOptions, onLog: (record: LogRecord) => void = () => {}): Indexing {
  const { book, databaseUrl } = options
  const log = new Logger(onLog, 'simulation')
  const stop = new AbortController()
  const ended = followChain<Store>({
    ...options,
    database: new ChainDatabase(databaseUrl, book.chainId, book),
    process: (store, blocks, finalHeight) => processBatch({ book, log }, store, blocks, finalHeight),
    explain: (error) => explainDatabaseError(error, databaseUrl, book.chainId),
    readChildren: () => readDatanetContracts(databaseUrl, book.chainId),
    history: openHistory(databaseUrl, book.chainId),
    pollIntervalMs: POLL_INTERVAL_MS,
    requestLimitMs: REQUEST_LIMIT_MS,
    rest: REST,
    patience: PATIENCE,
    log,
    signal: stop.signal,
  }).then(
    () => ASKED_TO,
    (error: Error & { code?: string }) => ({ code: error.code ?? null, message: error.stack ?? error.message }),
  )
  return {
    ended,
    stop() {
      stop.abort()
      return ended
    },
  }
}

export type Mortal = Indexing & { kill(): Promise<void> }

export type Processor = {
  start(options: IndexingOptions): Mortal
  /** Ends it unused. */
  discard(): Promise<void>
}

/** A process that waits for its orders: it can be begun before it is needed. What it compiles is kept in the folder for the next. */
export function spawnProcessor(compiledDir: string): Processor {
  const file = fileURLToPath(new URL('./processor.mts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    // Most of a start is reading the program.
    env: { ...process.env, NODE_COMPILE_CACHE: compiledDir },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const exited = once(child, 'exit')
  const ended = new Promise<Ended>((resolve) => {
    child.on('message', (message) => resolve(message as Ended))
    void exited.then(([code, signal]) => resolve({ code: null, message: `${signal ?? `exit ${code}`} ${output}` }))
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return {
    discard: () => end('SIGKILL'),
    start(options) {
      child.send(options)
      return {
        ended,
        kill: () => end('SIGKILL'),
        async stop() {
          if (child.connected) child.send('stop')
          const why = await ended
          await end('SIGTERM')
          return why
        },
      }
    },
  }
}
