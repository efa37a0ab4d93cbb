// What do the other endpoints say? While one is followed, the rest are asked for their heads now and then, so that one that falls behind is
// left; and before blocks are taken back they are asked whether they still have them, so that a fork of one endpoint moves nothing.
import type { HashAndHeight } from '@subsquid/util-internal-ingest-tools'
import { describeError } from '../../errors'
import type { Log } from '../../log'
import { EndpointBehindError, EndpointForkedError } from '../errors'
import { headOf } from '../header'
import { assertChain, connectEndpoint } from './endpoint'
import type { Endpoint, EndpointPool } from './pool'
import type { RpcClient } from './rpc-client'
import type { Traffic } from './traffic'

export type Patience = Readonly<{
  /** Between two looks at the other endpoints. */
  probeMs: number
  /** So far, and so long, an endpoint may be behind the others. */
  behindBlocks: number
  behindMs: number
  /** So long a fork that the others don't have is looked at again. */
  forkedMs: number
}>

export type Witnesses = {
  /** Throws when the others have been far ahead of this head for too long. */
  assertNear(endpoint: Endpoint, height: number): void
  /** Whether to leave `ours` for the fork that ends at `theirs`; throws when the others have kept ours for too long. */
  believesFork(endpoint: Endpoint, ours: HashAndHeight, theirs: HashAndHeight): Promise<boolean>
  close(): void
}

export type WitnessesOptions = Readonly<{
  pool: EndpointPool
  chainId: number
  callsPerSecond?: number | undefined
  traffic: Traffic
  patience?: Patience | undefined
  log: Log
}>

// Eight blocks of the L2 are a probe's age, and some seconds more.
const PATIENCE: Patience = { probeMs: 10_000, behindBlocks: 8, behindMs: 10_000, forkedMs: 10_000 }
// An answer that comes later is of no use to who waits with a block.
const ANSWER_LIMIT_MS = 2_000

export function createWitnesses(options: WitnessesOptions): Witnesses {
  const { pool, log, traffic, callsPerSecond, chainId } = options
  const { probeMs, behindBlocks, behindMs, forkedMs } = options.patience ?? PATIENCE
  const clients = new Map<Endpoint, RpcClient>()
  const isOurs = new Set<Endpoint>()
  let behindSince: number | null = null
  let forkedSince: number | null = null

  const clientOf = (endpoint: Endpoint): RpcClient => {
    const limits = { requestLimitMs: ANSWER_LIMIT_MS, callsPerSecond, traffic }
    const client = clients.get(endpoint) ?? connectEndpoint(endpoint.url, limits)
    clients.set(endpoint, client)
    return client
  }

  async function askOne(endpoint: Endpoint, block: string): Promise<HashAndHeight | null> {
    const client = clientOf(endpoint)
    if (!isOurs.has(endpoint)) await assertChain(client, chainId)
    isOurs.add(endpoint)
    return headOf(await client.call('eth_getBlockByNumber', [block, false]))
  }

  /** Of those that are neither this one nor put aside; who does not answer has no say. */
  async function askOthers(endpoint: Endpoint | null, block: string): Promise<[Endpoint, HashAndHeight][]> {
    const asked = pool.endpoints.filter((other) => other !== endpoint && !pool.isAside(other))
    const answers = await Promise.allSettled(asked.map((other) => askOne(other, block)))
    return answers.flatMap((answer, index) => {
      const other = asked[index]
      if (answer.status === 'rejected')
        log.debug({ endpoint: other?.name, reason: describeError(answer.reason) }, 'probe')
      if (answer.status === 'rejected' || answer.value === null || other === undefined) return []
      return [[other, answer.value] as [Endpoint, HashAndHeight]]
    })
  }

  async function probe(): Promise<void> {
    for (const [other, { height }] of await askOthers(null, 'latest')) other.seen = { height, at: Date.now() }
  }

  const timer = pool.endpoints.length > 1 ? setInterval(() => void probe(), probeMs) : undefined

  return {
    assertNear(endpoint, height) {
      const fresh = Date.now() - 3 * probeMs
      const heights = pool.endpoints.map(({ seen }) => (seen === null || seen.at < fresh ? 0 : seen.height))
      const ahead = Math.max(...heights) - height
      if (ahead <= behindBlocks) behindSince = null
      else behindSince ??= Date.now()
      if (behindSince === null || Date.now() - behindSince < behindMs) return
      behindSince = null
      throw new EndpointBehindError({ endpoint: endpoint.name, height: height + ahead })
    },
    async believesFork(endpoint, ours, theirs) {
      const said = await askOthers(endpoint, `0x${ours.height.toString(16)}`)
      const keepers = said.filter(([, block]) => block.hash === ours.hash)
      if (isForkBelieved({ keeping: keepers.length, leaving: said.length - keepers.length }, ours, theirs)) {
        forkedSince = null
        return true
      }
      forkedSince ??= Date.now()
      if (Date.now() - forkedSince < forkedMs) return false
      forkedSince = null
      const witness = keepers[0]?.[0].name ?? ''
      throw new EndpointForkedError({ endpoint: endpoint.name, witness, ...ours })
    },
    close() {
      clearInterval(timer)
      for (const client of clients.values()) client.close()
    },
  }
}

/** The majority decides, with the endpoint that is followed; where there is none, the higher head. */
export function isForkBelieved(
  others: { keeping: number; leaving: number },
  ours: { height: number },
  theirs: { height: number },
): boolean {
  const leaving = others.leaving + 1
  return leaving > others.keeping || (leaving === others.keeping && theirs.height > ours.height)
}
