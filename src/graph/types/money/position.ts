// Where a row was learnt: the block that every row names.
import { builder } from '../../builder'
import { L1Origin } from './l1-origin'

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
      resolve: async (block, _args, context) =>
        block.parentHash ?? (await context.blocks(block.hash))?.parentHash ?? null,
    }),
    gasUsed: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 2,
      description:
        'By all its transactions. Null, as baseFee and l1Origin, where transactions are not read, and for blocks without an event.',
      resolve: async ({ hash }, _args, context) => (await context.blocks(hash))?.gasUsed ?? null,
    }),
    baseFee: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 2,
      description: 'wei',
      resolve: async ({ hash }, _args, context) => (await context.blocks(hash))?.baseFee ?? null,
    }),
    l1Origin: t.field({
      type: L1Origin,
      nullable: true,
      complexity: 2,
      description: 'The L1 block that it follows from.',
      resolve: async ({ hash }, _args, context) => (await context.blocks(hash))?.origin ?? null,
    }),
  }),
})

export function blockOf(position: Position): BlockShape {
  return {
    chainId: position.chainId,
    number: position.blockNumber,
    hash: position.blockHash,
    timestamp: position.timestamp,
  }
}
