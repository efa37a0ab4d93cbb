// The local chain's process: content server, node, contracts and inhabitants, until it is asked to stop or its parent is gone.
// Prints one line of JSON when the first inference has been attributed.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readAddressBook } from './chain/deploy'
import { live } from './chain/life'
import { CHAIN_DEFAULTS, startChain } from './chain/start'
import { ContentPortError, NodeLostError } from './errors'

export type ChainReady = {
  readonly rpcUrl: string
  readonly contentUrl: string
  readonly addressBook: string
  readonly seed: number
}

const OPTIONS = {
  home: { type: 'string', default: '.headwater' },
  port: { type: 'string', default: '0' },
  seed: { type: 'string', default: String(CHAIN_DEFAULTS.seed) },
  'block-ms': { type: 'string', default: String(CHAIN_DEFAULTS.blockMs) },
  'inferences-per-second': { type: 'string', default: String(CHAIN_DEFAULTS.inferencesPerSecond) },
} as const

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  const home = resolve(values.home)
  const blockMs = Number(values['block-ms'])
  const contents = await startContentProcess(home)
  const chain = await startChain({
    home,
    contentUrl: contents.url,
    port: Number(values.port),
    seed: Number(values.seed),
    blockMs,
    inferencesPerSecond: Number(values['inferences-per-second']),
  })
  const life = live(chain, { blockMs, onFailed: (what, block) => complain(`block ${block}: ${what} failed`) })

  let isStopping = false
  const stop = async (exitCode: number) => {
    if (isStopping) return
    isStopping = true
    await life.stop()
    await chain.stop()
    contents.process.kill('SIGTERM')
    process.exit(exitCode)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => void stop(0))
  const fail = (error: unknown) => {
    if (isStopping) return
    complain(error instanceof Error ? error.message : String(error))
    void stop(1)
  }
  chain.nodeEnded.then((status) => fail(new NodeLostError({ status })))
  contents.process.once('exit', (code) => fail(new Error(`the content server ended (exit ${code})`)))
  life.ended.catch(fail)

  await life.opened
  const ready: ChainReady = {
    rpcUrl: chain.rpcUrl,
    contentUrl: contents.url,
    addressBook: chain.addressBookFile,
    seed: readAddressBook(chain.addressBookFile)?.seed ?? CHAIN_DEFAULTS.seed,
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
}

type ContentProcess = { readonly process: ChildProcess; readonly url: string }

/** On the port it had before, if any: contents on the chain are addressed by it. */
function startContentProcess(home: string): Promise<ContentProcess> {
  const book = readAddressBook(join(home, 'chain', 'addresses.json'))
  const port = book === null ? 0 : Number(new URL(book.content.baseUrl).port)
  const dir = join(home, 'content')
  mkdirSync(dir, { recursive: true })
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

if (require.main === module) {
  main().catch((error: unknown) => {
    complain(error instanceof Error ? error.message : String(error))
    process.exit(1)
  })
}
