// What every row of the chain says of itself: the block, transaction and log it came from.
import { builder } from '../builder'
import { Block, blockOf, type Position } from './money/position'
import { Transaction } from './money/transaction'

export const OnChain = builder.interfaceRef<Position & { logIndex: number }>('OnChain').implement({
  description: 'Something the chain said, with the block, transaction and log that said it.',
  fields: (t) => ({
    chainId: t.exposeInt('chainId'),
    block: t.field({ type: Block, resolve: blockOf }),
    transaction: t.field({ type: Transaction, resolve: (row) => ({ hash: row.transactionHash }) }),
    logIndex: t.exposeInt('logIndex'),
  }),
})
