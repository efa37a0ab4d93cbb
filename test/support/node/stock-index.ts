// An index made by Subsquid's own source, which reads every block and every log: what our history must be equal to.
import { EvmRpcDataSource } from '@subsquid/evm-processor/lib/ds-rpc/client'
import { Logger } from '@subsquid/logger'
import { RpcClient } from '@subsquid/rpc-client'
import type { Store } from '@subsquid/typeorm-store'
import { PrometheusServer, Runner } from '@subsquid/util-internal-processor-tools'
import { chainBlock, type FetchedBlock, FIELDS } from '../../../src/chain/block'
import { logRequests } from '../../../src/chain/watched'
import type { AddressBook } from '../../../src/config'
import { ChainDatabase } from '../../../src/database/store/chain-database'
import { processBatch } from '../../../src/database/store/process-batch'

export type StockIndex = { book: AddressBook; rpcUrl: string; databaseUrl: string; to: number }

export async function indexWithStockSource({ book, rpcUrl, databaseUrl, to }: StockIndex): Promise<void> {
  const log = new Logger(() => {}, 'stock')
  const rpc = new RpcClient({ url: rpcUrl, log: null })
  const database = new ChainDatabase(databaseUrl, book.chainId)
  const prometheus = new PrometheusServer()
  prometheus.setPort(0)
  const serving = prometheus.serve()
  prometheus.serve = () => serving
  const runner = new Runner({
    database,
    requests: [
      {
        range: { from: book.startBlock, to },
        request: { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true },
      },
    ],
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
