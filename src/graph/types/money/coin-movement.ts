// A movement of the native coin that can be known: most of them emit no log.
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { Block, blockOf } from './position'

const CoinMovementKind = builder.enumType('CoinMovementKind', {
  values: {
    MINT: { description: 'Came into being by a deposit.' },
    VALUE: {
      description: 'Passed on at the top of a transaction: transfers, wraps, withdrawals to L1, payments to contracts.',
    },
    INTERNAL: { description: 'Inside a transaction whose trace was read.' },
    UNWRAP: { description: 'Paid out by WOPEN or GOPEN, which said so, in a transaction whose trace was not read.' },
    FEE: { description: 'What a transaction cost its signer.' },
  } as const,
})

export const CoinMovement = builder.drizzleNode('coinMovement', {
  name: 'CoinMovement',
  description:
    'OPEN that moved as the native coin of the L2, in a transaction with an event or in a deposit beside one.',
  id: { column: (row) => row.id },
  select: { columns: { chainId: true, blockNumber: true, blockHash: true, timestamp: true, transactionHash: true } },
  fields: (t) => ({
    chainId: t.exposeInt('chainId'),
    block: t.field({ type: Block, resolve: blockOf }),
    transactionHash: t.expose('transactionHash', { type: 'Bytes' }),
    ordinal: t.exposeInt('ordinal', { description: 'Its place among those of the transaction, from 0.' }),
    kind: t.field({
      type: CoinMovementKind,
      select: { columns: { kind: true } },
      resolve: ({ kind }) => kind as 'VALUE',
    }),
    from: t.expose('from', { type: 'Bytes', nullable: true, description: 'Null for what comes into being.' }),
    to: t.expose('to', {
      type: 'Bytes',
      nullable: true,
      description: 'Null for a fee, and for what goes to a contract that is being made.',
    }),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    isWhole: t.exposeBoolean('isWhole', { description: "False for a fee of which the node did not say L1's part." }),
  }),
})

export const CoinMovementConnection = createConnection('CoinMovement', CoinMovement)
