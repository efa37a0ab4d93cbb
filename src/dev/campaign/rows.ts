// Two databases held against each other, row for row. Effort, cursors' counters and work lists say how an index came to be,
// not what it says, and are left out.
import postgres from 'postgres'

const NOT_COMPARED = ['migrations', 'revision', 'attribution_due', 'content_fetch']

/** Every compared table with its rows as sorted JSON lines. */
export type Rows = Map<string, string[]>

export type Comparison = { table: string; rows: number; onlyFirst: string[]; onlySecond: string[] }

export async function readRows(url: string): Promise<Rows> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.begin('isolation level repeatable read read only', async (snapshot) => {
      const tables = await snapshot<{ name: string }[]>`
        select tablename as name from pg_tables where schemaname = 'public' and not tablename = any(${NOT_COMPARED}) order by 1`
      const rows: Rows = new Map()
      for (const { name } of tables) {
        const lines = await snapshot<{ line: string }[]>`select to_jsonb(t)::text as line from ${snapshot(name)} t`
        rows.set(name, lines.map(({ line }) => line).sort())
      }
      return rows
    })
  } finally {
    await sql.end()
  }
}

export function compareRows(first: Rows, second: Rows): Comparison[] {
  return [...new Set([...first.keys(), ...second.keys()])].map((table) => {
    const one = first.get(table) ?? []
    const two = second.get(table) ?? []
    const inOne = new Set(one)
    const inTwo = new Set(two)
    return {
      table,
      rows: one.length,
      onlyFirst: one.filter((line) => !inTwo.has(line)),
      onlySecond: two.filter((line) => !inOne.has(line)),
    }
  })
}

export function differences(comparisons: Comparison[]): string[] {
  return comparisons.flatMap(({ table, onlyFirst, onlySecond }) => [
    ...onlyFirst.map((line) => `${table}: only the first has ${line}`),
    ...onlySecond.map((line) => `${table}: only the second has ${line}`),
  ])
}
