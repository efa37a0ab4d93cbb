// The airdrop: lists newest first.
import {
  airdropBatch as airdropBatches,
  airdropPayout as airdropPayouts,
  airdropSetting as airdropSettings,
} from '../../../database/generated/tables'
import { newestRows, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import {
  AirdropBatch,
  AirdropBatchConnection,
  AirdropPayout,
  AirdropPayoutConnection,
  AirdropSetting,
  AirdropSettingConnection,
} from '../../types/institutions/airdrop'

builder.queryFields((t) => ({
  airdropBatches: t.drizzleConnection(
    {
      type: AirdropBatch,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(airdropBatches),
      resolve: (query, _root, args, context) => context.database.query.airdropBatch.findMany(query(newestRows(args))),
    },
    AirdropBatchConnection,
  ),
  airdropPayouts: t.drizzleConnection(
    {
      type: AirdropPayout,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(airdropPayouts),
      resolve: (query, _root, args, context) => context.database.query.airdropPayout.findMany(query(newestRows(args))),
    },
    AirdropPayoutConnection,
  ),
  airdropSettings: t.drizzleConnection(
    {
      type: AirdropSetting,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(airdropSettings),
      resolve: (query, _root, args, context) => context.database.query.airdropSetting.findMany(query(newestRows(args))),
    },
    AirdropSettingConnection,
  ),
}))
