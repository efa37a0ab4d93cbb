// A real chain in a folder of its own, and the processor following it inside the test: what `headwater up` runs as processes.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, type LogRecord } from '@subsquid/logger'
import type { Store } from '@subsquid/typeorm-store'
import postgres from 'postgres'
import { followChain } from '../../../src/chain/follow'
import type { Patience } from '../../../src/chain/witnesses/witnesses'
import { type AddressBook, readAddressBook, readConfig } from '../../../src/config'
import { ChainDatabase } from '../../../src/database/store/chain-database'
import { readDatanetContracts } from '../../../src/database/store/datanet-contracts'
import { explainDatabaseError } from '../../../src/database/store/explain'
import { processBatch } from '../../../src/database/store/process-batch'
import { openHistory } from '../../../src/database/store/rewind'
import type { Intent } from '../../../src/dev/chain/sequencer'
import { type Chain, startChain } from '../../../src/dev/chain/start'
import { encodeCall } from '../../../src/dev/contracts/contract'
import { stakingReads } from '../../../src/events/staking/staking-reads'
import { bytes32 } from '../blocks/blocks'

export type TestChain = Chain & { readonly book: AddressBook; readonly home: string; end(): Promise<void> }

/** Nothing serves its contents, which no processor asks for. */
export async function startTestChain(inhabitants = true): Promise<TestChain> {
  const home = await mkdtemp(join(tmpdir(), 'headwater-chain-'))
  const chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants, inferencesPerSecond: 3 })
  const book = readAddressBook(readConfig({ NETWORK: 'local', HEADWATER_HOME: home }))
  return {
    ...chain,
    book,
    home,
    async end() {
      await chain.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A Datanet whose first contribution is made in the very transaction that creates it. */
export function foundDatanet(chain: Chain, name: string): Intent {
  const description = { name, category: 'text', metadataUri: 'data:,', isPublic: true, fee: 0n }
  const about = { contentRoot: bytes32(1), contentUri: 'data:,', rowCount: 1, byteLength: 1n, license: 'MIT' }
  const data = encodeCall('DatanetFactory', 'create', [description, about])
  const to = chain.addresses.DatanetFactory
  return { from: chain.cast.founder, to, data, gas: 8_000_000n, what: `found ${name}` }
}

/** Removes the newest blocks, as a fork does that others are about to fill. */
export async function rollBack(chain: Chain, blocks: number): Promise<void> {
  await chain.rpc.ask('anvil_rollback', blocks)
  await chain.sequencer.refresh()
}

// Longer than the L1's blocks. After a rollback the sequencer counts anew within an L1 block; two blocks with the same system
// deposit would be one transaction to the node, and taking back one of them would take both.
const BLOCK_SECONDS = 13

/** One block that no other fork has. */
export async function buildBlock(chain: Chain, name: string): Promise<{ number: number; hash: string }> {
  const { sequencer } = chain
  return sequencer.build({ mintings: [], intents: [foundDatanet(chain, name)] }, sequencer.headTime() + BLOCK_SECONDS)
}

export type Follower = {
  readonly logged: LogRecord[]
  /** Settles when the processor ends: rejects with what it could not mend. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export type FollowerOptions = {
  book: AddressBook
  rpcUrls: string[]
  databaseUrl: string
  requestLimitMs?: number
  patience?: Patience
  pollIntervalMs?: number
}

// Endpoints here are well again as soon as the test says so.
const REST = { firstMs: 50, limitMs: 1_000 }

export function startFollower(options: FollowerOptions): Follower {
  const { book, databaseUrl } = options
  const stop = new AbortController()
  const logged: LogRecord[] = []
  const log = new Logger((record) => logged.push(record), 'test')
  const ended = followChain<Store>({
    pollIntervalMs: 50,
    rest: REST,
    ...options,
    database: new ChainDatabase(databaseUrl, book.chainId, book),
    readsOf: stakingReads(book),
    process: (store, blocks, finalHeight) => processBatch({ book, log }, store, blocks, finalHeight),
    explain: (error) => explainDatabaseError(error, databaseUrl, book.chainId),
    readChildren: () => readDatanetContracts(databaseUrl, book.chainId),
    history: openHistory(databaseUrl, book.chainId),
    log,
    signal: stop.signal,
  })
  ended.catch(() => {})
  return {
    logged,
    ended,
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

/** Waits until the index stands at this block; what ends the follower before that ends the wait. */
export async function untilHead(url: string, hash: string, follower: Follower, limitMs = 10_000): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const late = Date.now() + limitMs
  try {
    for (;;) {
      const [head] = await sql<{ hash: string; number: number }[]>`select hash, number from head`
      if (head?.hash === hash) return
      if (Date.now() > late) {
        const last = JSON.stringify(follower.logged.slice(-3))
        throw new Error(`the index stands at ${head?.number} (${head?.hash}), not at ${hash}: ${last}`)
      }
      await Promise.race([follower.ended, new Promise((resolve) => setTimeout(resolve, 20))])
    }
  } finally {
    await sql.end()
  }
}
