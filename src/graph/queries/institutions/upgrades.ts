// What was upgraded, what L1 set for the L2, and whom the ends of the OFT trust: lists newest first.
import {
  contractSetting as contractSettings,
  proxy as proxies,
  systemConfigUpdate as systemConfigUpdates,
  upgrade as upgrades,
} from '../../../database/generated/tables'
import { newestRows, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import { ContractSetting, ContractSettingConnection } from '../../types/institutions/contract-setting'
import {
  ProxyConnection,
  ProxyNode,
  SystemConfigUpdate,
  SystemConfigUpdateConnection,
  Upgrade,
  UpgradeConnection,
} from '../../types/institutions/upgrade'

builder.queryFields((t) => ({
  proxies: t.drizzleConnection(
    {
      type: ProxyNode,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(proxies),
      resolve: (query, _root, args, context) => context.database.query.proxy.findMany(query(newestRows(args))),
    },
    ProxyConnection,
  ),
  upgrades: t.drizzleConnection(
    {
      type: Upgrade,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(upgrades),
      resolve: (query, _root, args, context) => context.database.query.upgrade.findMany(query(newestRows(args))),
    },
    UpgradeConnection,
  ),
  systemConfigUpdates: t.drizzleConnection(
    {
      type: SystemConfigUpdate,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(systemConfigUpdates),
      resolve: (query, _root, args, context) =>
        context.database.query.systemConfigUpdate.findMany(query(newestRows(args))),
    },
    SystemConfigUpdateConnection,
  ),
  contractSettings: t.drizzleConnection(
    {
      type: ContractSetting,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(contractSettings),
      resolve: (query, _root, args, context) =>
        context.database.query.contractSetting.findMany(query(newestRows(args))),
    },
    ContractSettingConnection,
  ),
}))
