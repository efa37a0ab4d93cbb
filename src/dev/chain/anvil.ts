// How does the local chain's node run? anvil as a child that cannot outlive us, with its state saved in two files so that a
// write cut short never costs more than the last interval.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { NodeStartError } from '../errors'
import { L1_ANCESTORS, L1_FIRST_BLOCK } from './deposits'
import { noteNode } from './predecessor'
import { createRpc, type Rpc } from './rpc'
import { adoptNewest, type StateFiles, savedBytes, stateFiles } from './saved-state'

export type Anvil = {
  readonly rpc: Rpc
  /** Resolves when the node ends, by whatever cause, with a word on how. */
  readonly ended: Promise<string>
  /** Ends the node after it has saved its state. */
  stop(): Promise<void>
}

export type AnvilOptions = {
  /** Folder of the state files. */
  readonly dir: string
  readonly chainId: number
  /** The L1's blocks have no deposits, and its first number is one that a real L1 had. */
  readonly network: 'ethereum' | 'optimism'
  readonly port: number
  /** Seconds since 1970 of a new chain's first block. */
  readonly genesisTime: number
  /** How many accounts the node signs for itself; none unless said otherwise. */
  readonly accounts?: number
}

/** As on the OP Stack; calls state generous limits, and a block is full when they are. */
const GAS_LIMIT = 60_000_000
/** Blocks behind the head that count as safe; twice as many are final. */
const EPOCH_BLOCKS = 5
/** States of past blocks, as many as a full node keeps; more would go to disk, one file of all state for each block. */
const KEPT_STATES = 128
/** A dump writes the whole chain, about 10 ms a megabyte: seldom, because only kill -9 of the node itself needs it. */
const DUMP_SECONDS = 300
const START_DEADLINE_MS = 20_000
/** Loading was seen to take 8 ms a megabyte on a machine with nothing else to do. */
const LOAD_DEADLINE_MS_PER_MEGABYTE = 100

/** How long a node may take to answer that starts from what the folder holds. */
export function startDeadlineMs(dir: string): number {
  return START_DEADLINE_MS + Math.ceil(savedMegabytes(dir)) * LOAD_DEADLINE_MS_PER_MEGABYTE
}

export const savedMegabytes = (dir: string): number => savedBytes(stateFiles(dir)) / 1e6

/** Starts the node from the newest whole state of the folder, or from nothing. */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  mkdirSync(options.dir, { recursive: true })
  const files = stateFiles(options.dir)
  adoptNewest(files)
  const deadlineMs = startDeadlineMs(options.dir)
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', binary(), ...argumentsFor(options, files)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A session of its own: Ctrl-C must reach the sequencer first, which then ends the node in order.
    detached: true,
  })
  if (child.pid !== undefined) noteNode(options.dir, child.pid)
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      // Where the node ended first, its keeper still waits for this.
      child.stdin.destroy()
      resolve(signal ?? `exit ${code}`)
    })
  })
  await untilListening(child, { ended, deadlineMs })
  return {
    rpc: createRpc(`http://127.0.0.1:${options.port}`),
    ended,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/**
 * The node's keeper: it ends the node, gently, when our end of its standard input closes. That happens when we ask for it and
 * also when we are killed, so the node never stays behind and saves its state either way.
 */
const GUARD = `
exec 3<&0
"$@" 3<&- & node=$!
{ cat >/dev/null; kill "$node" 2>/dev/null; } <&3 3<&- & keeper=$!
exec 3<&-
wait "$node"; status=$?
kill "$keeper" 2>/dev/null
exit $status
`

function argumentsFor(options: AnvilOptions, files: StateFiles): string[] {
  const given: Record<string, string | number> = {
    '--host': '127.0.0.1',
    '--port': options.port,
    ...(options.network === 'optimism' ? { '--network': 'optimism' } : {}),
    '--chain-id': options.chainId,
    '--order': 'fifo',
    '--gas-limit': GAS_LIMIT,
    '--accounts': options.accounts ?? 0,
    '--slots-in-an-epoch': EPOCH_BLOCKS,
    '--prune-history': KEPT_STATES,
    '--dump-state': files.saved,
    '--state-interval': DUMP_SECONDS,
    ...(existsSync(files.loaded) ? { '--load-state': files.loaded } : beginningOf(options)),
  }
  return ['--no-mining', ...Object.entries(given).flatMap(([name, value]) => [name, String(value)])]
}

function beginningOf({ network, genesisTime }: AnvilOptions): Record<string, string | number> {
  const number = network === 'ethereum' ? { '--number': String(L1_FIRST_BLOCK - BigInt(L1_ANCESTORS)) } : {}
  return { '--timestamp': genesisTime, ...number }
}

function binary(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  try {
    return require.resolve(`@foundry-rs/anvil-${platform}-${architecture}/bin/anvil`)
  } catch (cause) {
    throw new NodeStartError({ output: `no anvil is installed for ${platform} on ${architecture}` }, cause)
  }
}

type Start = { readonly ended: Promise<string>; readonly deadlineMs: number }

async function untilListening(child: ChildProcess, { ended, deadlineMs }: Start): Promise<void> {
  let output = ''
  const listening = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      // After the first word the output is still drained, or the pipe would fill and stop the node; it is not kept.
      if (output.length < 10_000) output += chunk.toString()
      if (output.includes('Listening on')) resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
  })
  const deadline = AbortSignal.timeout(deadlineMs)
  const late = new Promise<string>((resolve) =>
    deadline.addEventListener('abort', () => resolve(`no word in ${deadlineMs} ms`)),
  )
  const failure = await Promise.race([listening.then(() => null), ended, late])
  if (failure === null) return
  child.stdin?.end()
  throw new NodeStartError({ output: `${failure}: ${output}` })
}
