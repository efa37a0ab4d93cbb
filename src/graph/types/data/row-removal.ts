// Which rows of a contribution were taken out of its Datanet, and why.
import { DEFAULT_PAGE_SIZE, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const RowRemoval = builder.drizzleNode('rowRemoval', {
  name: 'RowRemoval',
  description: 'Rows of a contribution that were removed from this position on.',
  interfaces: [OnChain],
  id: { column: (removal) => removal.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    reason: t.exposeString('reason'),
    rowCount: t.int({
      description: 'How many rows it names.',
      select: { columns: { rows: true } },
      resolve: ({ rows }) => new Set(rows).size,
    }),
    rows: t.intList({
      description: 'Their numbers, the smallest first: the `first` of those above `after`.',
      args: { first: t.arg.int({ defaultValue: DEFAULT_PAGE_SIZE, required: true }), after: t.arg.int() },
      complexity: pageCost,
      select: { columns: { rows: true } },
      resolve: ({ rows }, { first, after }) => rowsAfter(rows, after ?? -1).slice(0, first),
    }),
    contribution: t.relation('contribution'),
  }),
})

export const RowRemovalConnection = createConnection('RowRemoval', RowRemoval)

function rowsAfter(rows: readonly number[], after: number): number[] {
  return [...new Set(rows)].filter((row) => row > after).sort((a, b) => a - b)
}
