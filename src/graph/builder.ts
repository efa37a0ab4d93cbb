// The one schema builder: which plugins speak, what the context holds, how ids and pages look.
import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import DrizzlePlugin from '@pothos/plugin-drizzle'
import RelayPlugin from '@pothos/plugin-relay'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { relations } from '../database/relations'
import { decodeGlobalId, encodeGlobalId } from './arguments/global-id'
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, pageCost } from './arguments/page'
import type { GraphContext } from './context'
import { ArgumentRefusedError } from './errors'

export type GraphTypes = {
  Context: GraphContext
  DrizzleRelations: typeof relations
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  Scalars: {
    BigInt: { Input: string; Output: string | bigint | number }
    Bytes: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date | string }
    Ppb: { Input: number; Output: number | string | bigint }
    Count: { Input: number; Output: number | bigint }
    Json: { Input: unknown; Output: unknown }
  }
}

export const builder = new SchemaBuilder<GraphTypes>({
  plugins: [ComplexityPlugin, RelayPlugin, DrizzlePlugin],
  defaultFieldNullability: false,
  complexity: { defaultComplexity: 1, defaultListMultiplier: 10, disabled: true },
  relay: {
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    decodeGlobalID: decodeGlobalId,
    cursorType: 'String',
    edgesFieldOptions: { nullable: false, complexity: { field: 0, multiplier: 1 } },
    nodesOnConnection: { complexity: { field: 0, multiplier: 1 } },
    defaultConnectionFieldOptions: { complexity: pageCost },
    nodesQueryOptions: false,
    nodeQueryOptions: {
      nullable: true,
      complexity: 2,
      resolve: async (_root, { id }, _context, info, resolveNode) => {
        if (info.schema.getType(id.typename) === undefined) {
          throw new ArgumentRefusedError({ name: 'id', value: id.typename, expected: 'an id as lists return it' })
        }
        try {
          return await resolveNode(id)
        } catch (error) {
          if (isAbsent(error)) return null
          throw error
        }
      },
    },
  },
  drizzle: {
    client: (context) => context.database,
    getTableConfig,
    relations,
    maxConnectionSize: LARGEST_PAGE_SIZE,
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
  },
})

builder.queryType({})

/** The drizzle plugin says so of a row that is not there. For us that is an answer: null. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && /^Model .* not found$/s.test(error.message)
}
