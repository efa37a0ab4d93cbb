// A chain of as many events as are wanted, each of an inference of its own: recorded, claimed, split, rewarded and paid for, by a thousand accounts.
// Contracts that say what they are told let a block hold thousands of them.
import { createRequire } from 'node:module'
import { CONTRACTS, orderlyLogs } from '../simulation/random-logs.mts'
import type { LogDraft } from '../simulation/speaker.mts'
import { CHAIN_ID, createWorld, FINALITY_BLOCKS, type World } from '../simulation/world.mts'
import type { BuiltChain } from './chains.mts'

const require = createRequire(import.meta.url)
const { WATCHED } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')

const STORY = [
  ['InferenceLedger', 'InferenceRecorded'],
  ['InferenceLedger', 'AttributionCommitted'],
  ['RewardDistributor', 'FeeSplit'],
  ['RewardDistributor', 'RewardAccrued'],
  ['WOPEN', 'Transfer'],
] as const
const ACCOUNTS = 1_000
// Under the most gas that one transaction may take, and that one block holds.
const INFERENCES_PER_TRANSACTION = 200
const TRANSACTIONS_PER_BLOCK = 2
// What a public endpoint answers at most is 10,000 logs; this node would answer with all.
const RANGE_CAP_BLOCKS = 4

export async function buildLong(home: string, events: number): Promise<BuiltChain> {
  const world = await createWorld(home)
  await world.extend([[orderlyLogs()]])
  const from = (await world.head()).number
  const inferences = Math.ceil(events / STORY.length)
  const perBlock = INFERENCES_PER_TRANSACTION * TRANSACTIONS_PER_BLOCK
  for (let first = 1; first <= inferences; first += perBlock) {
    await world.extend([blockOf(first, Math.min(perBlock, inferences - first + 1))])
  }
  const to = (await world.head()).number
  await world.extend(Array.from({ length: FINALITY_BLOCKS }, () => []))
  await assertAllSaid(world, to)
  return {
    rpcUrl: world.rpcUrl,
    book: {
      chainId: CHAIN_ID,
      startBlock: from,
      finalityConfirmation: FINALITY_BLOCKS,
      rpcUrls: [],
      logRangeBlocks: RANGE_CAP_BLOCKS,
      contracts: CONTRACTS,
      content: { allowPrivateAddresses: false },
    },
    to,
    blocks: to - from + 1,
    events: inferences * STORY.length + orderlyLogs().length,
    stop: () => world.stop(),
  }
}

function blockOf(first: number, inferences: number): LogDraft[][] {
  const block: LogDraft[][] = []
  for (let done = 0; done < inferences; done += INFERENCES_PER_TRANSACTION) {
    const count = Math.min(INFERENCES_PER_TRANSACTION, inferences - done)
    block.push(Array.from({ length: count }, (_, index) => storyOf(first + done + index)).flat())
  }
  return block
}

const word = (number: number): string => number.toString(16).padStart(64, '0')
// The values that all orderly logs have, and that no other field of a story has.
const INFERENCE_ID = word(1)
const ACCOUNT = '20a1'.padStart(64, '0')

const TEMPLATES: readonly LogDraft[] = STORY.map(([contract, name]) => {
  const topic = [...WATCHED[contract].values()].find((event) => event.name === name)?.topic0 ?? ''
  const found = orderlyLogs().find((log) => log.address === CONTRACTS[contract] && log.topics[0] === topic)
  if (found === undefined) throw new Error(`no ${name} is said`)
  return found
})

/** The inference's number stands in the first topic of each event that is about one. */
function storyOf(number: number): LogDraft[] {
  const account = (0x30_000 + (number % ACCOUNTS)).toString(16).padStart(64, '0')
  return TEMPLATES.map(({ address, topics, data }) => {
    const told = topics.map((topic, index) =>
      index === 1 && topic.endsWith(INFERENCE_ID) ? `0x${word(number + 1)}` : topic.replace(ACCOUNT, account),
    )
    return { address, topics: told, data: data.replaceAll(ACCOUNT, account) }
  })
}

/** A transaction that ran out of gas would leave its logs out, and the bench would count what is not there. */
async function assertAllSaid(world: World, to: number): Promise<void> {
  const receipts = await world.rpc.ask<{ status: string }[]>('eth_getBlockReceipts', `0x${to.toString(16)}`)
  if (receipts.some(({ status }) => status !== '0x1')) throw new Error('a transaction of the chain failed')
}
