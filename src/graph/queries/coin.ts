// The native coin: its movements as one list, what is known of one address's, and who signed transactions when.
import { and, eq, or, type SQL } from 'drizzle-orm'
import { coinMovement as coinMovements } from '../../database/generated/tables'
import {
  type CoinFlowRow,
  readCoinFlow,
  readSignerDays,
  readSignerTotal,
  type SignerDayRow,
  type SignerRow,
} from '../../database/reads/read-blocks'
import { newestById } from '../arguments/newest-by-id'
import { pageCost } from '../arguments/page'
import { builder } from '../builder'
import type { GraphContext } from '../context'
import { ArgumentRefusedError } from '../errors'
import { CoinMovement, CoinMovementConnection } from '../types/money/coin-movement'
import { Transaction } from '../types/money/transaction'

const CoinFlow = builder.objectRef<CoinFlowRow>('CoinFlow').implement({
  description:
    "What is known of one address's native coin, in wei: of transactions with an event, and deposits beside them.",
  fields: (t) => ({
    minted: t.expose('minted', { type: 'BigInt', description: 'By deposits.' }),
    received: t.expose('received', { type: 'BigInt' }),
    sent: t.expose('sent', { type: 'BigInt' }),
    fees: t.expose('fees', { type: 'BigInt' }),
    change: t.field({
      type: 'BigInt',
      description: 'All of it together; its balance differs by what is not known.',
      resolve: ({ minted, received, sent, fees }) => BigInt(minted) + BigInt(received) - BigInt(sent) - BigInt(fees),
    }),
    hasUnseen: t.exposeBoolean('hasUnseen', {
      description: "Whether it is known that something is missing: L1's part of a fee, or the inside of transactions.",
    }),
  }),
})

const SignerDay = builder.objectRef<SignerDayRow>('SignerDay').implement({
  fields: (t) => ({
    day: t.exposeString('day', { description: 'Of UTC, as 2026-11-21.' }),
    signers: t.exposeInt('signers', { description: 'Addresses that signed a transaction with an event.' }),
    transactions: t.exposeInt('transactions'),
  }),
})

/** Nothing is read that is not asked for, and nothing twice. */
type SignersAsked = Readonly<{ days: () => Promise<SignerDayRow[]>; total: () => Promise<SignerRow> }>

// Every transaction is gone through.
const TOTAL_COST = 50

const Signers = builder.objectRef<SignersAsked>('Signers').implement({
  description:
    "Who signs transactions with an event. Deposits are none of theirs: users' are signed on L1, the system's by nobody.",
  fields: (t) => ({
    total: t.int({ complexity: TOTAL_COST, resolve: async ({ total }) => (await total()).signers }),
    transactions: t.int({ complexity: TOTAL_COST, resolve: async ({ total }) => (await total()).transactions }),
    days: t.field({
      type: [SignerDay],
      description: 'Newest first; days without any are left out.',
      resolve: ({ days }) => days(),
    }),
  }),
})

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= read()
    return found
  }
}

const MOST_DAYS = 366
const DEFAULT_DAYS = 30
const chainOf = (context: GraphContext) => context.state.heads[0]?.chainId ?? 0

type Sought = { address?: string | null | undefined; transactionHash?: string | null | undefined }

const soughtBy =
  ({ address, transactionHash }: Sought) =>
  (table: typeof coinMovements): SQL | undefined =>
    and(
      address == null ? undefined : or(eq(table.from, address), eq(table.to, address)),
      transactionHash == null ? undefined : eq(table.transactionHash, transactionHash),
    )

builder.queryFields((t) => ({
  transaction: t.field({
    type: Transaction,
    nullable: true,
    complexity: 2,
    description: 'A transaction that was read. Null for others, and where transactions are not read.',
    args: { hash: t.arg({ type: 'Bytes', required: true }) },
    resolve: async (_root, { hash }, context) => ((await context.transactions(hash)) === null ? null : { hash }),
  }),
  coinMovements: t.drizzleConnection(
    {
      type: CoinMovement,
      complexity: pageCost,
      description:
        "Movements of the native coin that can be known, newest first: all, one address's, one transaction's.",
      args: { address: t.arg({ type: 'Bytes' }), transactionHash: t.arg({ type: 'Bytes' }) },
      totalCount: (_root, args, context) => context.database.$count(coinMovements, soughtBy(args)(coinMovements)),
      resolve: (query, _root, args, context) =>
        context.database.query.coinMovement.findMany(query(newestById(args, soughtBy(args)))),
    },
    CoinMovementConnection,
  ),
  coinFlow: t.field({
    type: CoinFlow,
    complexity: 20,
    args: { address: t.arg({ type: 'Bytes', required: true }) },
    resolve: (_root, { address }, context) => readCoinFlow(context.database, { chainId: chainOf(context), address }),
  }),
  signers: t.field({
    type: Signers,
    complexity: 50,
    args: { days: t.arg.int({ defaultValue: DEFAULT_DAYS, description: `At most ${MOST_DAYS}.` }) },
    resolve: (_root, { days }, context) => {
      const asked = days ?? DEFAULT_DAYS
      if (asked < 0 || asked > MOST_DAYS) {
        throw new ArgumentRefusedError({ name: 'days', value: asked, expected: `a number from 0 to ${MOST_DAYS}` })
      }
      const chainId = chainOf(context)
      return {
        days: once(() => readSignerDays(context.database, { chainId, days: asked })),
        total: once(() => readSignerTotal(context.database, chainId)),
      }
    },
  }),
}))
