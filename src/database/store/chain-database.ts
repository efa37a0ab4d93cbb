// The store that the processor writes through: Subsquid's TypeormDatabase on our connection, with the cursor of each chain in
// a schema of its own, so that several chains share one database.

import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { TypeormDatabase } from '@subsquid/typeorm-store'
import type { DataSource, QueryRunner } from 'typeorm'
import * as model from '../../model'
import { BulkDataSource } from './bulk-manager'

const ENTITIES = Object.values(model)

/** As many blocks can be taken back, where the address book says nothing else: some hours of a chain of two-second blocks. */
export const RETAINED_BLOCKS = 10_000

export class ChainDatabase extends TypeormDatabase {
  declare readonly supportsHotBlocks: true
  readonly #url: string
  readonly #chainId: number
  readonly #retainedBlocks: number
  #announced: QueryRunner | null = null
  #connecting: Promise<unknown> = Promise.resolve()

  /**
   * READ COMMITTED is enough, and never fails for another's sake: the processor is the only writer of the rows it reads (two
   * at once would meet at the cursor's nonce, which lets only one commit), while the attributor writes derived rows and takes
   * from the outbox at the same time; under a stricter level those meetings abort whole batches.
   */
  constructor(url: string, chainId: number, options: { retainedBlocks?: number | undefined } = {}) {
    super({ supportHotBlocks: true, isolationLevel: 'READ COMMITTED', stateSchema: stateSchema(chainId) })
    this.#url = url
    this.#chainId = chainId
    this.#retainedBlocks = options.retainedBlocks ?? RETAINED_BLOCKS
  }

  protected override async initializeDataSource(): Promise<DataSource> {
    const source = await new BulkDataSource({
      type: 'postgres',
      url: this.#url,
      entities: ENTITIES,
      namingStrategy: new SnakeNamingStrategy(),
      applicationName: 'headwater processor',
      connectTimeoutMS: 10_000,
    }).initialize()
    try {
      await this.#announce(source)
    } catch (error) {
      await source.destroy()
      throw error
    }
    return source
  }

  override async connect(): ReturnType<TypeormDatabase['connect']> {
    const connecting = super.connect()
    this.#connecting = connecting.catch(() => {})
    return connecting
  }

  /** Also while it is being connected: what stood open then would keep its lock, and nobody could take blocks back. */
  override async disconnect(): Promise<void> {
    await this.#connecting
    const unlock = `select pg_advisory_unlock_shared(${chainLock(this.#chainId)})`
    // A connection that is lost took the lock along.
    await this.#announced?.query(unlock).catch(() => {})
    this.#announced = null
    await super.disconnect()
  }

  /** On a connection that is kept: as long as it stands, nobody takes back what this process writes. */
  async #announce(source: DataSource): Promise<void> {
    const runner = source.createQueryRunner()
    this.#announced = runner
    await runner.query(`select pg_advisory_lock_shared(${chainLock(this.#chainId)})`)
    await runner.query(
      `insert into history.retention (chain_id, blocks) values ($1, $2)
      on conflict (chain_id) do update set blocks = excluded.blocks where retention.blocks <> excluded.blocks`,
      [this.#chainId, this.#retainedBlocks],
    )
  }
}

export function stateSchema(chainId: number): string {
  return `processor_${chainId}`
}

/** Shared by the processors of the chain, taken alone by who takes blocks back. Two numbers, as locks are counted in PostgreSQL. */
export function chainLock(chainId: number): string {
  return `4350, ${chainId}`
}
