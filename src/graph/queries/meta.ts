// _meta: the block and the revision an answer is of. skippedLogs: what is missing from it.
import { skippedLog as skippedLogs } from '../../database/generated/tables'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import { Meta } from '../types/meta'
import { SkippedLog, SkippedLogConnection } from '../types/skipped-log'

builder.queryField('_meta', (t) => t.field({ type: Meta, resolve: (_root, _args, context) => context.state }))

builder.queryField('skippedLogs', (t) =>
  t.drizzleConnection(
    {
      type: SkippedLog,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(skippedLogs),
      resolve: (query, _root, args, context) => context.database.query.skippedLog.findMany(query(newestRows(args))),
    },
    SkippedLogConnection,
  ),
)
