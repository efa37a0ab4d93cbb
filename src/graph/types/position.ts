// Where a row was learnt: the block, transaction and log that every row names.
import { eq } from 'drizzle-orm'
import { block as blocks } from '../../database/generated/tables'
import { builder } from '../builder'

export type Position = {
  chainId: number
  blockNumber: number
  blockHash: string
  timestamp: Date
  transactionHash: string
}

type BlockShape = { chainId: number; number: number; hash: string; timestamp: Date; parentHash?: string }

export const Block = builder.objectRef<BlockShape>('Block').implement({
  description: 'A block of one chain.',
  fields: (t) => ({
    chainId: t.exposeInt('chainId'),
    number: t.exposeInt('number'),
    hash: t.expose('hash', { type: 'Bytes' }),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    parentHash: t.field({
      type: 'Bytes',
      nullable: true,
      complexity: 2,
      resolve: async (block, _args, context) => {
        if (block.parentHash !== undefined) return block.parentHash
        const [found] = await context.database
          .select({ parentHash: blocks.parentHash })
          .from(blocks)
          .where(eq(blocks.hash, block.hash))
          .limit(1)
        return found?.parentHash ?? null
      },
    }),
  }),
})

export const Transaction = builder.objectRef<{ hash: string }>('Transaction').implement({
  description: 'A transaction, by its hash.',
  fields: (t) => ({ hash: t.expose('hash', { type: 'Bytes' }) }),
})

export function blockOf(position: Position): BlockShape {
  return {
    chainId: position.chainId,
    number: position.blockNumber,
    hash: position.blockHash,
    timestamp: position.timestamp,
  }
}
