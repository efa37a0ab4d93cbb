// Columns by which rows are found and ordered are read from the row as it is, whatever the block: chance must not find them changed.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import * as tables from '../../src/database/generated/tables'
import { columnOf, tableOf } from '../../src/database/store/entities'
import type { Change, RowKind } from '../../src/entities/rows'
import { blocksOf } from '../support/blocks/blocks'
import { randomBlocks } from '../support/blocks/random-chain'
import { createMemory, processInMemory } from '../support/memory'

const { MOVING, POSITION } = createRequire(import.meta.url)(
  join(PROJECT_ROOT, 'db/migrations/1795232587887-AsOf.js'),
) as { MOVING: Record<string, string[]>; POSITION: string[] }

const TABLES = new Map<string, unknown>(Object.entries(tables))

function stillColumns(kind: RowKind): Set<string> {
  const { indexes } = getTableConfig(TABLES.get(kind) as PgTable)
  const indexed = indexes.flatMap(({ config }) => config.columns.map((column) => ('name' in column ? column.name : '')))
  const moving = (MOVING[tableOf(kind)] ?? []).flatMap((name) => (name === 'position' ? POSITION : [name]))
  return new Set([...indexed, ...POSITION].filter((name) => !moving.includes(`${name}`)).map(String))
}

const changedColumns = ({ kind, row }: Change, now: Change) =>
  Object.entries(row).flatMap(([field, value]) => {
    const other = (now.row as Record<string, unknown>)[field]
    return String(value) === String(other) ? [] : [columnOf(kind, field)]
  })

test('only the columns that are said to move do', () => {
  fc.assert(
    fc.property(randomBlocks(25), (drafts) => {
      const memory = createMemory()
      for (const block of blocksOf(drafts)) {
        const before = new Map(memory.rows)
        processInMemory(memory, [block])
        for (const [key, change] of before) {
          const now = memory.rows.get(key)
          if (now === undefined || now === change) continue
          const still = stillColumns(change.kind)
          expect(
            changedColumns(change, now).filter((column) => still.has(column)),
            change.kind,
          ).toEqual([])
        }
      }
    }),
    { numRuns: 150 },
  )
})
