// The rows of a chain as Subsquid's own source gives them, which reads every block and every log, without anything that disturbs it: what a
// disturbed index has to be equal to.
import { createRequire } from 'node:module'
import { Logger } from '@subsquid/logger'
import type { Store } from '@subsquid/typeorm-store'
import type { IndexingOptions } from './indexing.mts'

const require = createRequire(import.meta.url)
const { EvmRpcDataSource } =
  require('@subsquid/evm-processor/lib/ds-rpc/client') as typeof import('@subsquid/evm-processor/lib/ds-rpc/client')
const { RpcClient } = require('@subsquid/rpc-client') as typeof import('@subsquid/rpc-client')
const { PrometheusServer, Runner } =
  require('@subsquid/util-internal-processor-tools') as typeof import('@subsquid/util-internal-processor-tools')
const { chainBlock, FIELDS } = require('../../lib/chain/block.js') as typeof import('../../src/chain/block')
const { logRequests } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')
const { ChainDatabase } =
  require('../../lib/database/store/chain-database.js') as typeof import('../../src/database/store/chain-database')
const { processBatch } =
  require('../../lib/database/store/process-batch.js') as typeof import('../../src/database/store/process-batch')

type FetchedBlock = import('../../src/chain/block').FetchedBlock

export async function indexCalmly(options: IndexingOptions, to: number): Promise<void> {
  const { book, rpcUrls, databaseUrl } = options
  const log = new Logger(() => {}, 'calm')
  const rpc = new RpcClient({ url: rpcUrls[0] ?? '', log: null })
  const database = new ChainDatabase(databaseUrl, book.chainId)
  const prometheus = new PrometheusServer()
  prometheus.setPort(0)
  const serving = prometheus.serve()
  prometheus.serve = () => serving
  const request = { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true }
  const runner = new Runner({
    database,
    requests: [{ range: { from: book.startBlock, to }, request }],
    hotDataSource: new EvmRpcDataSource({ rpc, finalityConfirmation: 0, headPollInterval: 50 }),
    prometheus,
    log,
    process: (store: Store, batch) =>
      processBatch({ book, log }, store, (batch.blocks as unknown as FetchedBlock[]).map(chainBlock)),
  })
  try {
    await runner.run()
  } finally {
    await database.disconnect()
    rpc.close()
    await (await serving).close()
  }
}
