// Level `cross`: of history, a share of the blocks is asked of another endpoint too, and what both say of our logs and of the last header has to be the
// same. Where it is not, all are asked: with three opinions or more the majority decides who is put aside; without one nothing of it is written.
import { createHash } from 'node:crypto'
import type { Log } from '../../log'
import { readHeaderAt } from '../blocks/header'
import type { NodeLog } from '../blocks/node-log'
import type { Children } from '../children'
import type { Endpoint, EndpointPool } from '../endpoints/pool'
import type { RpcClient } from '../endpoints/rpc-client'
import { EndpointContradictedError, EndpointsDisagreeError } from '../errors'
import { fetchKnown } from '../history/known-logs'
import { type BlockRange, quantity } from '../history/range-logs'
import type { ChainNews } from '../news'
import type { WatchedLogs } from '../watched'
import { describeDifference, type Opinion, opinionOf } from './opinion'
import type { Others } from './others'

/** Resolves when what the followed endpoint says of the range may be believed; throws when it may not, or nobody can tell. */
export type Comparison = (range: BlockRange, logs: readonly NodeLog[]) => Promise<void>

export type ComparisonOptions = Readonly<{
  pool: EndpointPool
  others: Others
  endpoint: Endpoint
  client: RpcClient
  watched: WatchedLogs
  children: Children
  addressesPerCall: number
  chainId: number
  /** Of the blocks, from 0 to 1. */
  share: number
  /** Which blocks are compared follows from it: no endpoint may know it, and the same installation compares the same ones again. */
  secret: string
  onNews?: ((news: ChainNews) => void) | undefined
  log: Log
}>

// As many blocks as a public endpoint answers at once: one call each for the other endpoint.
const CELL_BLOCKS = 1_000

export function createComparison(options: ComparisonOptions): Comparison {
  return async (range, logs) => {
    for (const cell of sampledCells(options, range)) {
      const own = logs.filter(({ blockNumber }) => blockNumber >= cell.from && blockNumber <= cell.to)
      await compare(options, cell, own)
    }
  }
}

/** The parts of the range that are compared, whatever ranges the chain is read in. */
function sampledCells({ chainId, share, secret }: ComparisonOptions, { from, to }: BlockRange): BlockRange[] {
  const cells: BlockRange[] = []
  for (let cell = Math.floor(from / CELL_BLOCKS); cell * CELL_BLOCKS <= to; cell++) {
    const drawn = createHash('sha256').update(`${secret} ${chainId} ${cell}`).digest().readUInt32BE() / 2 ** 32
    const first = cell * CELL_BLOCKS
    if (drawn < share) cells.push({ from: Math.max(from, first), to: Math.min(to, first + CELL_BLOCKS - 1) })
  }
  return cells
}

type Held = Readonly<{ endpoint: Endpoint; opinion: Opinion }>

async function compare(options: ComparisonOptions, range: BlockRange, logs: readonly NodeLog[]): Promise<void> {
  const { others, endpoint, client } = options
  const blocks = range.to - range.from + 1
  const own: Held = { endpoint, opinion: opinionOf(await headerHash(client, range.to), logs) }
  const first = await firstWord(options, range)
  if (first?.opinion.digest === own.opinion.digest) {
    return options.onNews?.({ kind: 'compared', outcome: 'same', blocks })
  }
  if (first === null) {
    options.log.warn({ ...range, endpoint: endpoint.name }, 'no other endpoint could be asked for what is compared')
    return options.onNews?.({ kind: 'compared', outcome: 'unanswered', blocks })
  }
  options.onNews?.({ kind: 'compared', outcome: 'other', blocks })
  const asked = others.besides(endpoint).filter((other) => other !== first.endpoint)
  const rest = await Promise.all(asked.map((other) => wordOf(options, other, range)))
  judge(options, range, [own, first, ...rest.filter((held) => held !== null)])
}

/** In turn, so that no endpoint bears it all; the next one where one has no answer. */
async function firstWord(options: ComparisonOptions, range: BlockRange): Promise<Held | null> {
  const asked = options.others.besides(options.endpoint)
  const turn = Math.floor(range.from / CELL_BLOCKS) % Math.max(1, asked.length)
  for (const other of [...asked.slice(turn), ...asked.slice(0, turn)]) {
    const held = await wordOf(options, other, range)
    if (held !== null) return held
  }
  return null
}

async function wordOf(options: ComparisonOptions, other: Endpoint, range: BlockRange): Promise<Held | null> {
  const opinion = await options.others.askOne(other, async (client) => {
    // Where it has no such block yet, its logs would say nothing.
    const hash = await headerHash(client, range.to)
    return opinionOf(hash, await fetchKnown({ ...options, client, rangeSize: other.rangeSize }, range))
  })
  return opinion === null ? null : { endpoint: other, opinion }
}

async function headerHash(client: RpcClient, number: number): Promise<string> {
  return readHeaderAt(number, await client.call('eth_getBlockByNumber', [quantity(number), false])).hash
}

/** Throws unless the followed endpoint is of the majority. */
function judge(options: ComparisonOptions, range: BlockRange, held: readonly Held[]): void {
  const [own] = held as readonly [Held]
  const camps = [...Map.groupBy(held, ({ opinion }) => opinion.digest).values()].sort((a, b) => b.length - a.length)
  const [camp = []] = camps
  const believed = camp[0] as Held
  if (held.length < 3 || camp.length <= held.length / 2) {
    const other = held.find(({ opinion }) => opinion.digest !== own.opinion.digest) as Held
    throw new EndpointsDisagreeError({ ...range, names: namesOf(held), difference: differenceOf(own, other) })
  }
  for (const minor of held.filter((one) => !camp.includes(one))) {
    const facts = { endpoint: minor.endpoint.name, witnesses: namesOf(camp), ...range }
    const error = new EndpointContradictedError({ ...facts, difference: differenceOf(minor, believed) })
    if (minor === own) throw error
    putAside(options, minor.endpoint, error)
  }
}

function putAside(
  { pool, log, onNews }: ComparisonOptions,
  endpoint: Endpoint,
  error: EndpointContradictedError,
): void {
  const { code } = error
  if (!pool.failed(endpoint, error)) return
  log.warn({ code, endpoint: endpoint.name, until: new Date(endpoint.asideUntil).toISOString() }, error.message)
  onNews?.({ kind: 'aside', endpoint: endpoint.name, code, untilMs: endpoint.asideUntil })
}

const namesOf = (held: readonly Held[]): string => held.map(({ endpoint }) => endpoint.name).join(', ')

function differenceOf(one: Held, other: Held): string {
  return describeDifference([one.endpoint.name, one.opinion], [other.endpoint.name, other.opinion])
}
