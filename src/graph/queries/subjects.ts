// Datanets, contributions, models, model versions, stakes and rewards: lists newest first, and one of each by its id.
import { eq } from 'drizzle-orm'
import {
  account as accounts,
  contribution as contributions,
  datanet as datanets,
  model as models,
  modelVersion as modelVersions,
  reward as rewards,
  stake as stakes,
} from '../../database/generated/tables'
import { accountIdOf } from '../arguments/account-id'
import { rowIdOf } from '../arguments/global-id'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import type { GraphContext } from '../context'
import { Contribution, ContributionConnection } from '../types/data/contribution'
import { Datanet, DatanetConnection } from '../types/data/datanet'
import { Model, ModelConnection, ModelVersion, ModelVersionConnection } from '../types/inference/model'
import { Account, AccountConnection } from '../types/money/account'
import { Reward, RewardConnection } from '../types/money/reward'
import { Stake, StakeConnection } from '../types/money/stake'

builder.queryFields((t) => ({
  datanet: t.drizzleField({
    type: Datanet,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.datanet.findFirst(query(byId('Datanet', args))),
  }),
  contribution: t.drizzleField({
    type: Contribution,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) =>
      context.database.query.contribution.findFirst(query(byId('Contribution', args))),
  }),
  model: t.drizzleField({
    type: Model,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.model.findFirst(query(byId('Model', args))),
  }),
  modelVersion: t.drizzleField({
    type: ModelVersion,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) =>
      context.database.query.modelVersion.findFirst(query(byId('ModelVersion', args))),
  }),
  account: t.drizzleField({
    type: Account,
    nullable: true,
    description: 'By its id, or by its address on the L2.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) =>
      context.database.query.account.findFirst(query({ where: { id: accountIdOf('id', args.id, context.state) } })),
  }),
  stake: t.drizzleField({
    type: Stake,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.stake.findFirst(query(byId('Stake', args))),
  }),
  rewards: t.drizzleConnection(
    {
      type: Reward,
      complexity: pageCost,
      description: "All accruals, or one account's.",
      args: { recipient: t.arg.id({ description: "An account's id, or its address on the L2." }) },
      totalCount: (_root, args, context) => context.database.$count(rewards, ofRecipient(args, context)?.(rewards)),
      resolve: (query, _root, args, context) =>
        context.database.query.reward.findMany(query(newestRows(args, ofRecipient(args, context)))),
    },
    RewardConnection,
  ),
  datanets: t.drizzleConnection(
    {
      type: Datanet,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(datanets),
      resolve: (query, _root, args, context) => context.database.query.datanet.findMany(query(newestRows(args))),
    },
    DatanetConnection,
  ),
  contributions: t.drizzleConnection(
    {
      type: Contribution,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(contributions),
      resolve: (query, _root, args, context) => context.database.query.contribution.findMany(query(newestRows(args))),
    },
    ContributionConnection,
  ),
  models: t.drizzleConnection(
    {
      type: Model,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(models),
      resolve: (query, _root, args, context) => context.database.query.model.findMany(query(newestRows(args))),
    },
    ModelConnection,
  ),
  modelVersions: t.drizzleConnection(
    {
      type: ModelVersion,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(modelVersions),
      resolve: (query, _root, args, context) => context.database.query.modelVersion.findMany(query(newestRows(args))),
    },
    ModelVersionConnection,
  ),
  accounts: t.drizzleConnection(
    {
      type: Account,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(accounts),
      resolve: (query, _root, args, context) => context.database.query.account.findMany(query(newestRows(args))),
    },
    AccountConnection,
  ),
  stakes: t.drizzleConnection(
    {
      type: Stake,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(stakes),
      resolve: (query, _root, args, context) => context.database.query.stake.findMany(query(newestRows(args))),
    },
    StakeConnection,
  ),
}))

const byId = (typename: string, args: { id: string }) => ({
  where: { id: rowIdOf(typename, { name: 'id', value: args.id }) },
})

function ofRecipient(args: { recipient?: string | null | undefined }, context: GraphContext) {
  if (args.recipient == null) return undefined
  const id = accountIdOf('recipient', args.recipient, context.state)
  return (table: typeof rewards) => eq(table.recipientId, id)
}
