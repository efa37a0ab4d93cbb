// One connection type a node type, wherever a list of it stands.
import type { FieldMap, ObjectParam, SchemaTypes } from '@pothos/core'
import { builder } from './builder'

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T extends SchemaTypes> ? T : never

type EdgeFields = (t: PothosSchemaTypes.ObjectFieldBuilder<Types, object>) => FieldMap

/** `<name>Connection` with `<name>Edge`. totalCount is counted only when it is asked for. `edgeFields` say what lies between the two ends. */
export function createConnection<Node extends ObjectParam<Types>>(name: string, type: Node, edgeFields?: EdgeFields) {
  return builder.connectionObject(
    {
      type,
      name: `${name}Connection`,
      fields: (t) => ({
        totalCount: t.int({
          // By this mark the drizzle plugin knows that a page of nothing but the count needs no rows.
          extensions: { pothosDrizzleTotalCount: true },
          resolve: (connection) => countOf(connection),
        }),
      }),
    },
    edgeFields === undefined ? { name: `${name}Edge` } : { name: `${name}Edge`, fields: edgeFields },
  )
}

/** The row that a list of a relation hangs on, as the drizzle plugin leaves it behind every edge. */
export function parentOfEdge(edge: object): unknown {
  return (edge as { connection: { parent: unknown } }).connection.parent
}

function countOf(connection: object): number | Promise<number> {
  const { totalCount } = connection as { totalCount: number | (() => Promise<number>) }
  return typeof totalCount === 'function' ? totalCount() : totalCount
}
