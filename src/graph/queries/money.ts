// Tokens and their movements, staking configs: what there is of each, newest first.
import { stakingConfig as stakingConfigs, tokenTransfer as tokenTransfers } from '../../database/generated/tables'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import { StakingConfig, StakingConfigConnection } from '../types/money/stake'
import { Token, TokenTransfer, TokenTransferConnection } from '../types/money/token'

builder.queryFields((t) => ({
  token: t.drizzleField({
    type: Token,
    nullable: true,
    description: 'A token by its symbol: OPEN, OPENOFT, WOPEN, GOPEN.',
    args: {
      symbol: t.arg.string({ required: true }),
      chain: t.arg.int({ description: 'Its chain; the L2 where it is not said.' }),
    },
    resolve: (query, _root, { symbol, chain }, context) =>
      context.database.query.token.findFirst(
        query({ where: { symbol, chainId: chain ?? context.state.heads[0]?.chainId ?? 0 } }),
      ),
  }),
  tokenTransfers: t.drizzleConnection(
    {
      type: TokenTransfer,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(tokenTransfers),
      resolve: (query, _root, args, context) => context.database.query.tokenTransfer.findMany(query(newestRows(args))),
    },
    TokenTransferConnection,
  ),
  stakingConfigs: t.drizzleConnection(
    {
      type: StakingConfig,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(stakingConfigs),
      resolve: (query, _root, args, context) => context.database.query.stakingConfig.findMany(query(newestRows(args))),
    },
    StakingConfigConnection,
  ),
}))
