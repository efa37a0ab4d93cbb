// The local chain's process: content server, node, contracts and inhabitants, until it is asked to stop or its parent is gone.
// It is ready when the first inference has been attributed.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { describeError, HeadwaterError } from '../errors'
import { requireHome } from '../home-folder'
import { startDeadlineMs } from './chain/anvil'
import { readAddressBook } from './chain/deploy'
import { type Life, live } from './chain/life'
import { untilPredecessorGone } from './chain/predecessor'
import { CHAIN_DEFAULTS, type Chain, type Progress, startChain } from './chain/start'
import { ChainPartLostError, ContentPortError } from './errors'
import { isFree } from './free-port'

export type ChainProcessOptions = {
  readonly home: string
  /** 0: the port it had before, or a free one. */
  readonly port: number
  readonly seed: number
  readonly blockMs: number
  readonly inferencesPerSecond: number
}

/** Sent to the parent, and printed as one line of JSON. */
export type ChainReady = {
  readonly kind: 'ready'
  readonly rpcUrl: string
  readonly contentUrl: string
  readonly addressBook: string
  readonly seed: number
}

/** Runs the chain in this process; ends the process when the chain ends. */
export async function run(given: Partial<ChainProcessOptions> & { home: string }): Promise<void> {
  const options = { ...CHAIN_DEFAULTS, ...given, home: requireHome(resolve(given.home)) }
  const contents = await startContentProcess(options.home)
  const onProgress = (progress: Progress) => void process.send?.({ kind: 'progress', ...progress })
  const chain = await startChain({
    ...options,
    hasL1: true,
    transactions: 'fees',
    contentUrl: contents.url,
    onProgress,
  })
  const onFailed = (what: string, block: number) => complain(`block ${block}: ${what} failed`)
  const life = live(chain, { blockMs: options.blockMs, onFailed })
  endInOrder({ contents, chain, life })
  await life.opened
  const ready: ChainReady = {
    kind: 'ready',
    rpcUrl: chain.rpcUrl,
    contentUrl: contents.url,
    addressBook: chain.addressBookFile,
    seed: chain.seed,
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  process.send?.(ready)
}

type Parts = { readonly contents: ContentProcess; readonly chain: Chain; readonly life: Life }

/** Blocks first, then the node with its state, then the contents. */
function endInOrder({ contents, chain, life }: Parts): void {
  let isStopping = false
  const stop = async (exitCode: number) => {
    if (isStopping) return
    isStopping = true
    await life.stop()
    await chain.stop()
    contents.process.kill('SIGTERM')
    process.exit(exitCode)
  }
  const fail = (error: unknown) => {
    if (!isStopping) complain(inWords(error))
    void stop(1)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop(0))
  chain.nodeEnded.then((status) => fail(new ChainPartLostError({ part: 'node', status })))
  contents.process.once('exit', (code) =>
    fail(new ChainPartLostError({ part: 'content server', status: `exit ${code}` })),
  )
  life.ended.catch(fail)
}

type ContentProcess = { readonly process: ChildProcess; readonly url: string }

/** On the port it had before, if any: contents on the chain are addressed by it. */
async function startContentProcess(home: string): Promise<ContentProcess> {
  const book = readAddressBook(join(home, 'chain', 'addresses.json'))
  const port = book === null ? 0 : Number(new URL(book.content.baseUrl).port)
  const dir = join(home, 'content')
  mkdirSync(dir, { recursive: true })
  await untilContentsGone(home, port)
  return forkContentServer(dir, port)
}

const CONTENT_PATIENCE_MS = 5_000
const LOOK_MS = 50

/** Those of a run that was killed are shown until its node has saved. */
async function untilContentsGone(home: string, port: number): Promise<void> {
  const dir = join(home, 'chain')
  await untilPredecessorGone(dir, startDeadlineMs(dir))
  const deadline = Date.now() + CONTENT_PATIENCE_MS
  while (port !== 0 && Date.now() < deadline && !(await isFree(port))) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

function forkContentServer(dir: string, port: number): Promise<ContentProcess> {
  const child = fork(join(__dirname, 'content-server.js'), [dir, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((settle, reject) => {
    child.once('message', (message: { url: string }) => settle({ process: child, url: message.url }))
    child.once('exit', () => reject(new ContentPortError({ port })))
  })
}

function complain(message: string): void {
  process.stderr.write(`chain: ${message}\n`)
}

function inWords(error: unknown): string {
  return error instanceof HeadwaterError ? `${error.code} ${describeError(error)}` : describeError(error)
}

function readArguments(): ChainProcessOptions {
  const { values } = parseArgs({
    options: {
      home: { type: 'string', default: '.headwater' },
      port: { type: 'string', default: String(CHAIN_DEFAULTS.port) },
      seed: { type: 'string', default: String(CHAIN_DEFAULTS.seed) },
      'block-ms': { type: 'string', default: String(CHAIN_DEFAULTS.blockMs) },
      'inferences-per-second': { type: 'string', default: String(CHAIN_DEFAULTS.inferencesPerSecond) },
    },
  })
  return {
    home: values.home,
    port: Number(values.port),
    seed: Number(values.seed),
    blockMs: Number(values['block-ms']),
    inferencesPerSecond: Number(values['inferences-per-second']),
  }
}

if (require.main === module) {
  run(readArguments()).catch((error: unknown) => {
    complain(inWords(error))
    process.exit(1)
  })
}
