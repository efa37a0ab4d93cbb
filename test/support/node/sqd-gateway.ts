// An SQD gateway in small: a router that knows the height and names a worker, and the worker, which answers queries from the blocks of a real node
// as archives do: the first and the last block of what it looked through, and between them those with something that was asked for.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRpc, type Rpc } from '../../../src/dev/chain/rpc'

type Item = { address?: string[]; topic0?: string[]; transaction?: boolean; transactionLogs?: boolean }
type Selection = Record<string, Record<string, boolean>>
type Query = { fromBlock: number; toBlock?: number; logs?: Item[]; fields?: Selection }
type Fields = Record<string, unknown>
type Log = Fields & { address: string; topics: string[]; transactionIndex: string; logIndex: string }
type Raw = { number: string; hash: string; parentHash: string; timestamp: string; transactions: Fields[] }

export type ArchiveBlock = { header: Fields; logs: Fields[]; transactions: Fields[] }

export type SqdGateway = {
  readonly url: string
  /** The newest block that it has. */
  height: number
  /** What its worker was asked, so far. */
  readonly queries: Query[]
  /** What becomes of an answer before it is sent; text is sent as it is. */
  change: (blocks: ArchiveBlock[]) => unknown
  /** So many requests more it is busy for. */
  busy: number
  close(): Promise<void>
}

/** Looks through so many blocks for an answer. */
const BLOCKS_PER_ANSWER = 17
const ROUTER = '/network/local'

export async function startSqdGateway(nodeUrl: string): Promise<SqdGateway> {
  const rpc = createRpc(nodeUrl)
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (gateway.busy-- > 0) return void response.writeHead(503).end()
    const said = await answer(request.url ?? '', Buffer.concat(chunks).toString())
    if (said === null) return void response.writeHead(404).end()
    const type = typeof said === 'string' ? 'text/plain' : 'application/json'
    response.writeHead(200, { 'content-type': type }).end(typeof said === 'string' ? said : JSON.stringify(said))
  })

  async function answer(path: string, body: string): Promise<unknown> {
    if (path === `${ROUTER}/height`) return String(gateway.height)
    if (new RegExp(`^${ROUTER}/\\d+/worker$`).test(path)) return `${origin}/worker/7`
    if (path !== '/worker/7') return null
    const query = JSON.parse(body) as Query
    gateway.queries.push(query)
    return gateway.change(await look(rpc, query, gateway.height))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const gateway: SqdGateway = {
    url: `${origin}${ROUTER}`,
    height: 0,
    queries: [],
    change: (blocks) => blocks,
    busy: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return gateway
}

async function look(rpc: Rpc, query: Query, height: number): Promise<ArchiveBlock[]> {
  const to = Math.min(query.toBlock ?? height, height, query.fromBlock + BLOCKS_PER_ANSWER - 1)
  const numbers = Array.from({ length: to - query.fromBlock + 1 }, (_, index) => hex(query.fromBlock + index))
  const logs = await rpc.ask<Log[]>('eth_getLogs', { fromBlock: hex(query.fromBlock), toBlock: hex(to) })
  const byBlock = Map.groupBy(logs, (log) => log['blockNumber'] as string)
  const blocks = await rpc.askAll<Raw>(numbers.map((number) => ['eth_getBlockByNumber', number, true]))
  return blocks
    .map((block) => blockOf(block, byBlock.get(block.number) ?? [], query))
    .filter(({ logs: found }, index) => found.length > 0 || index === 0 || index === blocks.length - 1)
}

const hex = (value: number) => `0x${value.toString(16)}`

function blockOf(block: Raw, logs: Log[], { logs: items = [], fields = {} }: Query): ArchiveBlock {
  const wanted = { logs: new Set<Log>(), calls: new Set<string>() }
  for (const item of items) {
    for (const log of logs.filter((found) => isAsked(item, found))) {
      wanted.logs.add(log)
      if (item.transaction === true) wanted.calls.add(log.transactionIndex)
      if (item.transactionLogs !== true) continue
      for (const sibling of logs) if (sibling.transactionIndex === log.transactionIndex) wanted.logs.add(sibling)
    }
  }
  const { hash, parentHash } = block
  const calls = block.transactions.filter((call) => wanted.calls.has(String(call['transactionIndex'])))
  return {
    header: { number: Number(block.number), hash, parentHash, timestamp: Number(block.timestamp) },
    logs: [...wanted.logs].map((log) => ({
      ...picked(log, fields['log']),
      logIndex: Number(log.logIndex),
      transactionIndex: Number(log.transactionIndex),
    })),
    transactions: calls.map((call) => ({
      ...picked(call, fields['transaction']),
      transactionIndex: Number(call['transactionIndex']),
    })),
  }
}

function isAsked({ address, topic0 }: Item, log: Log): boolean {
  return address?.includes(log.address.toLowerCase()) !== false && topic0?.includes(log.topics[0] ?? '') !== false
}

function picked(item: Fields, selection: Record<string, boolean> = {}): Fields {
  return Object.fromEntries(Object.entries(item).filter(([name]) => selection[name] === true))
}
