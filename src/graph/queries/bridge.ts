// What crosses between the chains, as lists of all of it, newest first; and one withdrawal or sending by what both sides know it by.
import {
  bridgeDeposit as bridgeDeposits,
  bridgeWithdrawal as bridgeWithdrawals,
  oftSending as oftSendings,
  outputRoot as outputRoots,
} from '../../database/generated/tables'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import {
  BridgeDeposit,
  BridgeDepositConnection,
  BridgeWithdrawal,
  BridgeWithdrawalConnection,
  OutputRoot,
  OutputRootConnection,
} from '../types/money/bridge'
import { OftSending, OftSendingConnection } from '../types/money/oft'

builder.queryFields((t) => ({
  bridgeDeposits: t.drizzleConnection(
    {
      type: BridgeDeposit,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(bridgeDeposits),
      resolve: (query, _root, args, context) => context.database.query.bridgeDeposit.findMany(query(newestRows(args))),
    },
    BridgeDepositConnection,
  ),
  bridgeWithdrawals: t.drizzleConnection(
    {
      type: BridgeWithdrawal,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(bridgeWithdrawals),
      resolve: (query, _root, args, context) =>
        context.database.query.bridgeWithdrawal.findMany(query(newestRows(args))),
    },
    BridgeWithdrawalConnection,
  ),
  bridgeWithdrawal: t.drizzleField({
    type: BridgeWithdrawal,
    nullable: true,
    args: { withdrawalHash: t.arg({ type: 'Bytes', required: true }) },
    resolve: (query, _root, { withdrawalHash }, context) =>
      context.database.query.bridgeWithdrawal.findFirst(query({ where: { withdrawalHash } })),
  }),
  oftSendings: t.drizzleConnection(
    {
      type: OftSending,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(oftSendings),
      resolve: (query, _root, args, context) => context.database.query.oftSending.findMany(query(newestRows(args))),
    },
    OftSendingConnection,
  ),
  outputRoots: t.drizzleConnection(
    {
      type: OutputRoot,
      complexity: pageCost,
      description: "The roots of the L2's state that L1 was told of.",
      totalCount: (_root, _args, context) => context.database.$count(outputRoots),
      resolve: (query, _root, args, context) => context.database.query.outputRoot.findMany(query(newestRows(args))),
    },
    OutputRootConnection,
  ),
}))
