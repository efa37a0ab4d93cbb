// The two chains that are read: one where next to nothing of ours happens, one where every block is full of it.
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { watchedLogs } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')
const { readAddressBook, readConfig } = require('../../lib/config.js') as typeof import('../../src/config')
const { startChain } = require('../../lib/dev/chain/start.js') as typeof import('../../src/dev/chain/start')
const { encodeCall } =
  require('../../lib/dev/contracts/contract.js') as typeof import('../../src/dev/contracts/contract')

type Chain = Awaited<ReturnType<typeof startChain>>
export type BuiltChain = {
  rpcUrl: string
  book: import('../../src/config').AddressBook
  to: number
  blocks: number
  events: number
  stop(): Promise<void>
}

// What the local chain's node calls final stands 10 below its head; Ponder believes no node, and counts 30.
const FINALITY_BLOCKS = 30
const BLOCK_SECONDS = 2

export async function buildSparse(home: string, blocks: number, events: number): Promise<BuiltChain> {
  const chain = await start(home, false)
  const from = (await height(chain)) + 1
  const between = Math.floor((blocks - events) / events)
  for (let event = 0; event < events; event++) {
    await mineEmpty(chain, between)
    const call = [`base ${event}`, `0x${'1'.repeat(64)}`, 'data:,']
    const data = encodeCall('ModelRegistry', 'registerBaseModel', call)
    const intent = { from: chain.cast.founder, to: chain.addresses.ModelRegistry, data, what: 'register a base model' }
    await chain.sequencer.build({ mintings: [], intents: [intent] }, chain.sequencer.headTime() + BLOCK_SECONDS)
  }
  await mineEmpty(chain, from + blocks - 1 + FINALITY_BLOCKS - (await height(chain)))
  return built(chain, home, { from, to: from + blocks - 1 })
}

export async function buildDense(home: string, blocks: number): Promise<BuiltChain> {
  const chain = await start(home, true)
  const from = (await height(chain)) + 1
  for (let block = 0; block < blocks; block++) await chain.step()
  await mineEmpty(chain, FINALITY_BLOCKS)
  return built(chain, home, { from, to: from + blocks - 1 })
}

async function start(home: string, inhabitants: boolean): Promise<Chain> {
  mkdirSync(home, { recursive: true })
  return startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants })
}

async function height(chain: Chain): Promise<number> {
  return Number(await chain.rpc.ask<string>('eth_blockNumber'))
}

async function mineEmpty(chain: Chain, blocks: number): Promise<void> {
  await chain.rpc.ask('anvil_mine', `0x${blocks.toString(16)}`, `0x${BLOCK_SECONDS.toString(16)}`)
  await chain.sequencer.refresh()
}

async function built(chain: Chain, home: string, range: { from: number; to: number }): Promise<BuiltChain> {
  const book = readAddressBook(readConfig({ NETWORK: 'local', HEADWATER_HOME: home }))
  const { topics } = watchedLogs(book)
  const filter = { fromBlock: `0x${range.from.toString(16)}`, toBlock: `0x${range.to.toString(16)}`, topics: [topics] }
  const events = (await chain.rpc.ask<unknown[]>('eth_getLogs', filter)).length
  return {
    rpcUrl: chain.rpcUrl,
    book: { ...book, startBlock: range.from },
    to: range.to,
    blocks: range.to - range.from + 1,
    events,
    stop: () => chain.stop(),
  }
}
