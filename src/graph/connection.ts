// One connection type a node type, wherever a list of it stands.
import type { ObjectParam, SchemaTypes } from '@pothos/core'
import { builder } from './builder'

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T extends SchemaTypes> ? T : never

/** `<name>Connection` with `<name>Edge`. totalCount is counted only when it is asked for. */
export function createConnection<Node extends ObjectParam<Types>>(name: string, type: Node) {
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
    { name: `${name}Edge` },
  )
}

function countOf(connection: object): number | Promise<number> {
  const { totalCount } = connection as { totalCount: number | (() => Promise<number>) }
  return typeof totalCount === 'function' ? totalCount() : totalCount
}
