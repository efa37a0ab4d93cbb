// The store that the processor writes through: Subsquid's TypeormDatabase on our connection, with the cursor of each chain in
// a schema of its own, so that several chains share one database.

import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { TypeormDatabase } from '@subsquid/typeorm-store'
import { DataSource } from 'typeorm'
import * as model from '../model'

const ENTITIES = Object.values(model)

export class ChainDatabase extends TypeormDatabase {
  declare readonly supportsHotBlocks: true
  readonly #url: string

  /**
   * READ COMMITTED is enough, and never fails for another's sake: the processor is the only writer of the rows it reads (two
   * at once would meet at the cursor's nonce, which lets only one commit), while the attributor writes derived rows and takes
   * from the outbox at the same time; under a stricter level those meetings abort whole batches.
   */
  constructor(url: string, chainId: number) {
    super({ supportHotBlocks: true, isolationLevel: 'READ COMMITTED', stateSchema: stateSchema(chainId) })
    this.#url = url
  }

  protected override initializeDataSource(): Promise<DataSource> {
    return new DataSource({
      type: 'postgres',
      url: this.#url,
      entities: ENTITIES,
      namingStrategy: new SnakeNamingStrategy(),
      applicationName: 'headwater processor',
      connectTimeoutMS: 10_000,
    }).initialize()
  }
}

export function stateSchema(chainId: number): string {
  return `processor_${chainId}`
}
