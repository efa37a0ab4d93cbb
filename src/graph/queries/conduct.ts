// Disputes, slashes and stakes in Datanets, paid access and who gets the remainder: lists of the whole chain, newest first.
import {
  contributorStake as contributorStakes,
  dataAccess as dataAccesses,
  dispute as disputes,
  remainderRecipient as remainderRecipients,
  slash as slashes,
} from '../../database/generated/tables'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import { ContributorStake, ContributorStakeConnection, Slash, SlashConnection } from '../types/data/contributor-stake'
import { DataAccess, DataAccessConnection } from '../types/data/data-access'
import { Dispute, DisputeConnection } from '../types/inference/dispute'
import { RemainderRecipient, RemainderRecipientConnection } from '../types/money/reward'

builder.queryFields((t) => ({
  contributorStakes: t.drizzleConnection(
    {
      type: ContributorStake,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(contributorStakes),
      resolve: (query, _root, args, context) =>
        context.database.query.contributorStake.findMany(query(newestRows(args))),
    },
    ContributorStakeConnection,
  ),
  slashes: t.drizzleConnection(
    {
      type: Slash,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(slashes),
      resolve: (query, _root, args, context) => context.database.query.slash.findMany(query(newestRows(args))),
    },
    SlashConnection,
  ),
  dataAccesses: t.drizzleConnection(
    {
      type: DataAccess,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(dataAccesses),
      resolve: (query, _root, args, context) => context.database.query.dataAccess.findMany(query(newestRows(args))),
    },
    DataAccessConnection,
  ),
  disputes: t.drizzleConnection(
    {
      type: Dispute,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(disputes),
      resolve: (query, _root, args, context) => context.database.query.dispute.findMany(query(newestRows(args))),
    },
    DisputeConnection,
  ),
  remainderRecipients: t.drizzleConnection(
    {
      type: RemainderRecipient,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(remainderRecipients),
      resolve: (query, _root, args, context) =>
        context.database.query.remainderRecipient.findMany(query(newestRows(args))),
    },
    RemainderRecipientConnection,
  ),
}))
