// Adds to logs what their contract's state says at the end of their block, where somebody wants to know: asked for by the block's hash, and by
// its number where the node refuses that. What a node has no state for stays unsaid, with a warning: it never stops the index.
import type { Log } from '../../log'
import { type ChainBlock, chainBlock, type FetchedBlock } from '../block'
import { headOf } from '../blocks/header'
import type { RpcCall, RpcClient } from '../endpoints/rpc-client'
import { RpcFailure } from '../endpoints/rpc-failure'
import { quantity } from '../history/range-logs'
import type { ChainNews } from '../news'

/** A call of the contract `to` without a transaction, for the sake of this log. */
export type StateRead = Readonly<{ logIndex: number; to: string; data: string }>

export type StateOptions = Readonly<{
  client: RpcClient
  /** What has to be known of a block's state. */
  readsOf: (block: ChainBlock) => readonly StateRead[]
  log: Log
  onNews?: ((news: ChainNews) => void) | undefined
}>

type Wanted = Readonly<{ block: FetchedBlock; read: StateRead }>

/** Changes these blocks. */
export async function addState(options: StateOptions, blocks: readonly FetchedBlock[]): Promise<void> {
  const own = blocks.filter(({ logs }) => logs.length > 0)
  const wanted = own.flatMap((block) => options.readsOf(chainBlock(block)).map((read) => ({ block, read })))
  if (wanted.length === 0) return
  const answers = await askByHash(options.client, wanted)
  const unsaid = wanted.filter((_, index) => !isBytes(answers[index]))
  const again = await askByNumber(options.client, unsaid)
  const states = new Map<FetchedBlock, Map<number, string>>()
  const put = ({ block, read }: Wanted, answer: unknown) => {
    const known = states.get(block) ?? new Map<number, string>()
    if (isBytes(answer)) states.set(block, known.set(read.logIndex, answer.toLowerCase()))
  }
  wanted.forEach((one, index) => {
    put(one, answers[index])
  })
  unsaid.forEach((one, index) => {
    put(one, again[index])
  })
  for (const [block, state] of states) block.state = state
  report(options, { wanted, unsaid, again, refusal: answers.find((answer) => answer instanceof RpcFailure) })
}

const refused = (failure: RpcFailure) => failure

function askByHash(client: RpcClient, wanted: readonly Wanted[]): Promise<unknown[]> {
  return client.batchCall(
    wanted.map(({ block, read }) => callOf(read, { blockHash: block.header.hash })),
    { refused },
  )
}

/** With the hash that the number has then: the state of another block says nothing. */
async function askByNumber(client: RpcClient, wanted: readonly Wanted[]): Promise<unknown[]> {
  const answers = await client.batchCall(
    wanted.flatMap(({ block, read }) => {
      const number = quantity(block.header.height)
      return [callOf(read, number), { method: 'eth_getBlockByNumber', params: [number, false] }]
    }),
    { refused },
  )
  return wanted.map(({ block }, index) =>
    headOf(answers[2 * index + 1])?.hash === block.header.hash ? answers[2 * index] : null,
  )
}

function callOf({ to, data }: StateRead, block: unknown): RpcCall {
  return { method: 'eth_call', params: [{ to, data }, block] }
}

/** Nothing is said by no bytes: there was no contract then, or it has no such function. */
function isBytes(answer: unknown): answer is string {
  return typeof answer === 'string' && /^0x(?:[0-9a-f]{2})+$/i.test(answer)
}

type Outcome = Readonly<{
  wanted: readonly Wanted[]
  unsaid: readonly Wanted[]
  again: readonly unknown[]
  /** What the node said when it was asked by hash. */
  refusal: unknown
}>

function report({ client, log, onNews }: StateOptions, { wanted, unsaid, again, refusal }: Outcome): void {
  const missing = unsaid.filter((_, index) => !isBytes(again[index]))
  onNews?.({ kind: 'state', answered: wanted.length - missing.length, unanswered: missing.length })
  const heights = missing.map(({ block }) => block.header.height)
  if (heights.length === 0) return
  const reason = refusal instanceof Error ? refusal.message : 'it answers nothing'
  const facts = { endpoint: client.endpoint, reads: missing.length, from: heights[0], to: heights.at(-1), reason }
  log.warn(facts, 'the endpoint has not the state of these blocks: what only that says stays unknown')
}
