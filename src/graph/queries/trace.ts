// trace and audit: from one decision to its data, and the chain's word against ours.
import { readTrace } from '../../database/reads/read-trace'
import { rowIdOf } from '../arguments/global-id'
import { builder } from '../builder'
import { Audit } from '../types/provenance/audit'
import { Trace } from '../types/provenance/trace'
import { Method } from '../types/provenance/verdict'

builder.queryField('trace', (t) =>
  t.field({
    type: Trace,
    nullable: true,
    complexity: 10,
    description: 'The data behind an output, weighted. Null where there is no such inference.',
    args: {
      inference: t.arg.id({ required: true }),
      method: t.arg({ type: Method, defaultValue: 'SUFFIX_ARRAY' }),
    },
    resolve: (_root, args, context) =>
      readTrace(
        context.database,
        rowIdOf('Inference', { name: 'inference', value: args.inference }),
        args.method ?? 'SUFFIX_ARRAY',
      ),
  }),
)

builder.queryField('audit', (t) =>
  t.field({
    type: Audit,
    nullable: true,
    complexity: 5,
    description: "The chain's claims and the split of the fee, checked. Null where there is no such inference.",
    args: { inference: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const inferenceId = rowIdOf('Inference', { name: 'inference', value: args.inference })
      const found = await context.database.query.inference.findFirst({
        where: { id: inferenceId },
        columns: { id: true },
      })
      return found === undefined ? null : { inferenceId }
    },
  }),
)
