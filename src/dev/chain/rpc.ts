// How is the local chain's node asked? One JSON-RPC call or one batch over HTTP; an error answer is an error here.
import type { Hex } from 'viem'
import { RpcError } from '../errors'

export type Call = readonly [method: string, ...params: unknown[]]

export type Rpc = {
  readonly url: string
  /** One call; the answer's shape is the caller's knowledge. */
  ask<Answer>(...call: Call): Promise<Answer>
  /** Many calls in one request, answered in their order. */
  askAll<Answer>(calls: readonly Call[]): Promise<Answer[]>
}

export type RpcLog = {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly logIndex: Hex
  readonly transactionHash: Hex
}

export type RpcBlock = { readonly number: Hex; readonly hash: Hex; readonly timestamp: Hex }

type Reply = { readonly id: number; readonly result?: unknown; readonly error?: { readonly message: string } }

export function createRpc(url: string): Rpc {
  async function askAll<Answer>(calls: readonly Call[]): Promise<Answer[]> {
    if (calls.length === 0) return []
    const replies = await post(url, calls)
    return calls.map(([method], index) => {
      const reply = replies.find(({ id }) => id === index)
      if (reply === undefined) throw new RpcError({ method, message: 'no answer' })
      if (reply.error !== undefined) throw new RpcError({ method, message: reply.error.message })
      return reply.result as Answer
    })
  }
  return {
    url,
    askAll,
    async ask<Answer>(...call: Call): Promise<Answer> {
      const [answer] = await askAll<Answer>([call])
      return answer as Answer
    },
  }
}

async function post(url: string, calls: readonly Call[]): Promise<Reply[]> {
  const body = calls.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }))
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const replies: unknown = await response.json()
    return Array.isArray(replies) ? replies : [replies as Reply]
  } catch (cause) {
    throw new RpcError({ method: calls[0]?.[0] ?? 'nothing', message: 'no answer' }, cause)
  }
}
