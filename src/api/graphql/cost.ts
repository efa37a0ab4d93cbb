// What a document would cost, before anything is read: field weights times page sizes, with the variables as given.
import { createComplexityRule } from '@pothos/plugin-complexity'
import { type ExecutionArgs, GraphQLError, validate } from 'graphql'
import { CostError } from '../errors'

/** Throws where it costs more than the limit, or asks for a page that is too large. */
export function assertAffordable(args: ExecutionArgs, limit: number): void {
  let cost = 0
  const rule = createComplexityRule({
    context: args.contextValue as object,
    variableValues: { ...args.variableValues },
    ...(args.operationName == null ? {} : { operationName: args.operationName }),
    validate: (result) => {
      cost = Math.max(cost, result.complexity)
    },
  })
  const [fault] = validate(args.schema, args.document, [rule])
  if (fault !== undefined) throw fault.originalError ?? new GraphQLError(fault.message, { originalError: fault })
  if (cost > limit) throw new CostError({ cost, limit })
}
