// inferences and inference: the decisions, newest first, and one of them by either of its ids.
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { inference as inferences } from '../../database/generated/tables'
import { accountIdOf } from '../arguments/account-id'
import { chainOf, rowIdOf } from '../arguments/global-id'
import { newestRows, pageCost } from '../arguments/page'
import { builder } from '../builder'
import type { GraphContext } from '../context'
import { Inference, InferenceConnection } from '../types/inference/inference'
import { AttributionStatus } from '../types/provenance/verdict'

const InferenceFilter = builder.inputType('InferenceFilter', {
  description: 'Every given condition must hold.',
  fields: (t) => ({
    chain: t.int({ description: 'Chain id.' }),
    model: t.id(),
    modelVersion: t.id(),
    caller: t.id({ description: "An account's id, or its address on the L2." }),
    status: t.field({ type: AttributionStatus, description: 'Of the verdict by SUFFIX_ARRAY.' }),
  }),
})

type Filter = typeof InferenceFilter.$inferInput
type InferenceColumns = typeof inferences

builder.queryField('inferences', (t) =>
  t.drizzleConnection(
    {
      type: Inference,
      args: { where: t.arg({ type: InferenceFilter }) },
      complexity: pageCost,
      description: 'Inferences, newest first.',
      totalCount: (_root, args, context) =>
        context.database.$count(inferences, filterOf(args.where, context)(inferences)),
      resolve: (query, _root, args, context) =>
        context.database.query.inference.findMany(query(newestRows(args, filterOf(args.where, context)))),
    },
    InferenceConnection,
  ),
)

builder.queryField('inference', (t) =>
  t.drizzleField({
    type: Inference,
    nullable: true,
    complexity: 2,
    description: 'One inference, by its id or by its id on chain (of the L2 where no chain is given).',
    args: { id: t.arg.id(), inferenceId: t.arg({ type: 'Bytes' }), chain: t.arg.int() },
    resolve: (query, _root, args, context) => {
      if (args.id != null) {
        const id = rowIdOf('Inference', { name: 'id', value: args.id })
        return context.database.query.inference.findFirst(query({ where: { id } }))
      }
      if (args.inferenceId == null) return null
      const chainId = args.chain ?? context.state.heads[0]?.chainId
      const where = { inferenceId: args.inferenceId, ...(chainId === undefined ? {} : { chainId }) }
      return context.database.query.inference.findFirst(query({ where }))
    },
  }),
)

/** A chain that follows from another condition is stated as well: it fixes the order's first column, so that its index serves. */
function filterOf(where: Filter | null | undefined, context: GraphContext) {
  const model = where?.model == null ? null : rowIdOf('Model', { name: 'where.model', value: where.model })
  const version =
    where?.modelVersion == null
      ? null
      : rowIdOf('ModelVersion', { name: 'where.modelVersion', value: where.modelVersion })
  const caller = where?.caller == null ? null : accountIdOf('where.caller', where.caller, context.state)
  const chainId = where?.chain ?? chainOf(version ?? model ?? caller ?? '')
  const status = where?.status ?? null
  return (table: InferenceColumns) =>
    and(
      chainId === null ? undefined : eq(table.chainId, chainId),
      model === null ? undefined : eq(table.modelId, model),
      version === null ? undefined : eq(table.modelVersionId, version),
      caller === null ? undefined : eq(table.callerId, caller),
      status === null ? undefined : hasStatus(table, status),
    )
}

function hasStatus(table: InferenceColumns, status: string): SQL {
  const judged = sql`select from verdict v where v.inference_id = ${table.id} and v.method = 'SUFFIX_ARRAY'`
  // What was never judged has no row: it is pending as well.
  if (status === 'PENDING') return sql`not exists (${judged} and v.status <> 'PENDING')`
  return sql`exists (${judged} and v.status = ${status})`
}
