// Asking the endpoints that are not followed: each of them whose word counts, all at once, and without waiting for the slow. What their answers
// mean is for who asks.
import type { HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import { describeError } from '../../errors'
import type { Log } from '../../log'
import { headOf, readHeaderAt } from '../blocks/header'
import { assertChain, connectEndpoint } from '../endpoints/endpoint'
import type { Endpoint, EndpointPool } from '../endpoints/pool'
import type { RpcClient } from '../endpoints/rpc-client'
import type { Traffic } from '../endpoints/traffic'

export type Said<Answer> = Readonly<{ endpoint: Endpoint; answer: Answer }>
export type Question<Answer> = (client: RpcClient, endpoint: Endpoint) => Promise<Answer>

export type Others = {
  /** Whose word counts beside this one's: one endpoint of each other host, as two of one host are one witness. */
  besides(endpoint: Endpoint): readonly Endpoint[]
  /** null from one that does not answer in time, can't, or is of another chain. */
  askOne<Answer>(endpoint: Endpoint, question: Question<Answer>, limitMs?: number): Promise<Answer | null>
  /** Who has no answer is left out. */
  ask<Answer>(asked: readonly Endpoint[], question: Question<Answer | null>, limitMs?: number): Promise<Said<Answer>[]>
  close(): void
}

export type OthersOptions = Readonly<{
  pool: EndpointPool
  chainId: number
  callsPerSecond?: number | undefined
  /** How long an answer may take where nobody waits with a block. */
  requestLimitMs?: number | undefined
  traffic: Traffic
  log: Log
}>

export function createOthers({ pool, chainId, log, ...limits }: OthersOptions): Others {
  const clients = new Map<Endpoint, RpcClient>()
  const isOurs = new Set<Endpoint>()

  const clientOf = (endpoint: Endpoint): RpcClient => {
    const client = clients.get(endpoint) ?? connectEndpoint(endpoint.url, limits)
    clients.set(endpoint, client)
    return client
  }

  async function put<Answer>(endpoint: Endpoint, question: Question<Answer>): Promise<Answer> {
    const client = clientOf(endpoint)
    if (!isOurs.has(endpoint)) await assertChain(client, chainId)
    isOurs.add(endpoint)
    return question(client, endpoint)
  }

  async function askOne<Answer>(endpoint: Endpoint, question: Question<Answer>, limitMs?: number) {
    try {
      return await within(put(endpoint, question), limitMs)
    } catch (cause) {
      log.debug({ endpoint: endpoint.name, reason: describeError(cause) }, 'no word of another endpoint')
      return null
    }
  }

  return {
    besides({ name }) {
      const hosts = Map.groupBy(
        pool.endpoints.filter((other) => other.name !== name),
        (other) => other.name,
      )
      // Who lied over HTTP is not believed over WebSocket.
      const believed = [...hosts.values()].filter((ends) => ends.every(pool.isCredible))
      return believed.map((ends) => ends.find((end) => !pool.isAside(end)) ?? (ends[0] as Endpoint))
    },
    askOne,
    async ask<Answer>(asked: readonly Endpoint[], question: Question<Answer | null>, limitMs?: number) {
      const answers = await Promise.all(asked.map((other) => askOne(other, question, limitMs)))
      return asked.flatMap((other, index): Said<Answer>[] => {
        const answer = answers[index] ?? null
        return answer === null ? [] : [{ endpoint: other, answer }]
      })
    },
    close() {
      for (const client of clients.values()) client.close()
    },
  }
}

/** Number and hash of the head, as a question. */
export async function latestBlock(client: RpcClient): Promise<HashAndHeight | null> {
  return headOf(await client.call('eth_getBlockByNumber', ['latest', false]))
}

/** Number and hash of the block at a height, as a question: null where the chain ends below it. What is no such block fails, and is no word about it. */
export const blockAt =
  (height: number) =>
  async (client: RpcClient): Promise<HashAndHeight | null> => {
    const answer = await client.call('eth_getBlockByNumber', [`0x${height.toString(16)}`, false])
    return answer === null ? null : { height, hash: readHeaderAt(height, answer).hash }
  }

function within<Answer>(answer: Promise<Answer>, limitMs?: number): Promise<Answer> {
  if (limitMs === undefined) return answer
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
