// A transaction by its hash, and what is known of it where transactions are read: who made it, what it moved, what it cost.
import { MOST_MOVEMENTS, type TransactionRow } from '../../../database/reads/read-blocks'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'
import { CoinMovement } from './coin-movement'

const TransactionKind = builder.enumType('TransactionKind', {
  values: {
    SIGNED: { description: 'Signed by who sent it, who pays for it.' },
    DEPOSIT: { description: "A user's deposit, paid for on L1." },
  } as const,
})

const TransactionFees = builder.objectRef<TransactionRow>('TransactionFees').implement({
  description: 'What a transaction cost its signer, in wei. Null is what the node does not say.',
  fields: (t) => ({
    gasUsed: t.expose('gasUsed', { type: 'BigInt' }),
    gasPrice: t.expose('gasPrice', { type: 'BigInt', nullable: true, description: 'What was paid for one gas.' }),
    execution: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'gasUsed times gasPrice.',
      resolve: ({ gasUsed, gasPrice }) => (gasPrice === null ? null : BigInt(gasUsed) * BigInt(gasPrice)),
    }),
    l1: t.expose('l1Fee', { type: 'BigInt', nullable: true, description: 'For its data on L1.' }),
    l1GasUsed: t.expose('l1GasUsed', { type: 'BigInt', nullable: true }),
    l1GasPrice: t.expose('l1GasPrice', { type: 'BigInt', nullable: true }),
    l1FeeScalar: t.exposeString('l1FeeScalar', { nullable: true, description: 'A decimal fraction; before Ecotone.' }),
    l1BlobBaseFee: t.expose('l1BlobBaseFee', { type: 'BigInt', nullable: true }),
    operator: t.expose('operatorFee', {
      type: 'BigInt',
      nullable: true,
      description: "By the scalars of its block's L1 origin; null where that can't be read.",
    }),
    total: t.expose('fee', {
      type: 'BigInt',
      nullable: true,
      description: 'All of it; null where a part is. 0 for a deposit.',
    }),
  }),
})

const rowOf = ({ hash }: { hash: string }, context: GraphContext) => context.transactions(hash)

export const Transaction = builder.objectRef<{ hash: string }>('Transaction').implement({
  description:
    'A transaction, by its hash. All else is null where transactions are not read (`transactions` of the address book).',
  fields: (t) => ({
    hash: t.expose('hash', { type: 'Bytes' }),
    index: t.int({
      nullable: true,
      complexity: 2,
      description: 'Its place in the block.',
      resolve: async (made, _args, context) => (await rowOf(made, context))?.transactionIndex ?? null,
    }),
    kind: t.field({
      type: TransactionKind,
      nullable: true,
      complexity: 2,
      resolve: async (made, _args, context) => ((await rowOf(made, context))?.kind ?? null) as 'SIGNED' | null,
    }),
    from: t.field({
      type: 'Bytes',
      nullable: true,
      complexity: 2,
      resolve: async (made, _args, context) => (await rowOf(made, context))?.from ?? null,
    }),
    to: t.field({
      type: 'Bytes',
      nullable: true,
      complexity: 2,
      description: 'Null also where it makes a contract.',
      resolve: async (made, _args, context) => (await rowOf(made, context))?.to ?? null,
    }),
    value: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 2,
      description: 'wei',
      resolve: async (made, _args, context) => (await rowOf(made, context))?.value ?? null,
    }),
    isSuccess: t.boolean({
      nullable: true,
      complexity: 2,
      resolve: async (made, _args, context) => (await rowOf(made, context))?.isSuccess ?? null,
    }),
    mint: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 2,
      description: 'wei that a deposit brought into being.',
      resolve: async (made, _args, context) => (await rowOf(made, context))?.mint ?? null,
    }),
    fees: t.field({
      type: TransactionFees,
      nullable: true,
      complexity: 2,
      resolve: (made, _args, context) => rowOf(made, context),
    }),
    tracesAvailable: t.boolean({
      nullable: true,
      complexity: 2,
      description:
        'Whether movements of the coin inside it are known; where false, only those at its top and what tokens paid out.',
      resolve: async (made, _args, context) => (await rowOf(made, context))?.tracesAvailable ?? null,
    }),
    coinMovements: t.field({
      type: [CoinMovement],
      complexity: { field: 5, multiplier: 10 },
      description: `The first ${MOST_MOVEMENTS}; the others by the list of that name.`,
      resolve: ({ hash }, _args, context) => context.movements(hash),
    }),
  }),
})
