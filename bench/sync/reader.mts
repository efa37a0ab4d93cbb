// One process that indexes a chain up to a height with one source and says how long it took: started by run.mts, so that each source's memory
// is its own.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const { EvmRpcDataSource } =
  require('@subsquid/evm-processor/lib/ds-rpc/client') as typeof import('@subsquid/evm-processor/lib/ds-rpc/client')
const { Logger } = require('@subsquid/logger') as typeof import('@subsquid/logger')
const { RpcClient } = require('@subsquid/rpc-client') as typeof import('@subsquid/rpc-client')
const { TypeormDatabase } = require('@subsquid/typeorm-store') as typeof import('@subsquid/typeorm-store')
const { PrometheusServer, Runner } =
  require('@subsquid/util-internal-processor-tools') as typeof import('@subsquid/util-internal-processor-tools')
const { chainBlock, FIELDS } = require('../../lib/chain/block.js') as typeof import('../../src/chain/block')
const { createChildren } = require('../../lib/chain/children.js') as typeof import('../../src/chain/children')
const { connectEndpoint } =
  require('../../lib/chain/endpoints/endpoint.js') as typeof import('../../src/chain/endpoints/endpoint')
const { createRangeSize } =
  require('../../lib/chain/history/range-size.js') as typeof import('../../src/chain/history/range-size')
const { ChainSource } = require('../../lib/chain/source.js') as typeof import('../../src/chain/source')
const { logRequests, watchedLogs } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')
const { ChainDatabase } =
  require('../../lib/database/store/chain-database.js') as typeof import('../../src/database/store/chain-database')
const { processBatch } =
  require('../../lib/database/store/process-batch.js') as typeof import('../../src/database/store/process-batch')
const { setV8Flags } = require('../../lib/v8-flags.js') as typeof import('../../src/v8-flags')

type FetchedBlock = import('../../src/chain/block').FetchedBlock
type Store = import('@subsquid/typeorm-store').Store
export type Task = {
  source: 'headwater' | 'subsquid'
  rpcUrl: string
  databaseUrl: string
  book: import('../../src/config').AddressBook
  to: number
}
export type Measured = {
  seconds: number
  cpuSeconds: number
  memoryMegabytes: number
  /** After each batch: logs so far, seconds of the processor since the start, memory at that moment. */
  course: { logs: number; seconds: number; cpuSeconds: number; memoryMegabytes: number }[]
}

const POLL_INTERVAL_MS = 1_000
const RANGE_CAP_BLOCKS = 1_000

const { source, rpcUrl, databaseUrl, book, to } = JSON.parse(process.argv[2] ?? '') as Task
// As `headwater processor` does.
if (source === 'headwater') setV8Flags('processor')
const log = new Logger(() => {}, 'bench')
const { finalityConfirmation } = book
const hotDataSource =
  source === 'subsquid'
    ? new EvmRpcDataSource({
        rpc: new RpcClient({ url: rpcUrl, log: null }),
        finalityConfirmation,
        headPollInterval: POLL_INTERVAL_MS,
      })
    : new ChainSource({
        client: connectEndpoint(rpcUrl),
        startBlock: book.startBlock,
        finalityConfirmation,
        pollIntervalMs: POLL_INTERVAL_MS,
        watched: watchedLogs(book),
        children: createChildren(book, []),
        rangeSize: createRangeSize(book.logRangeBlocks ?? RANGE_CAP_BLOCKS),
        addressesPerCall: 200,
        checks: 'standard',
        signal: new AbortController().signal,
      })
const prometheus = new PrometheusServer()
prometheus.setPort(0)
const request = { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true }
const begun = performance.now()
const used = process.cpuUsage()
const course: Measured['course'] = []
let logs = 0
await new Runner({
  database: source === 'subsquid' ? stockDatabase() : new ChainDatabase(databaseUrl, book.chainId),
  requests: [{ range: { from: book.startBlock, to }, request }],
  hotDataSource,
  prometheus,
  log,
  async process(store: Store, batch) {
    const blocks = (batch.blocks as unknown as FetchedBlock[]).map(chainBlock)
    await processBatch({ book, log }, store, blocks, to)
    logs += blocks.reduce((sum, block) => sum + block.logs.length, 0)
    course.push({ logs, ...spent(), memoryMegabytes: process.memoryUsage.rss() / 1e6 })
  },
}).run()
const measured: Measured = { ...spent(), memoryMegabytes: process.resourceUsage().maxRSS / 1024, course }
console.log(JSON.stringify(measured))
process.exit(0)

/** As its templates make it: the models are found in lib, the database by its variable. */
function stockDatabase() {
  process.env['DB_URL'] = databaseUrl
  return new TypeormDatabase({ supportHotBlocks: true, projectDir: fileURLToPath(new URL('../..', import.meta.url)) })
}

function spent(): { seconds: number; cpuSeconds: number } {
  const { user, system } = process.cpuUsage(used)
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 }
}
