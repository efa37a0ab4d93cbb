// Resolvers ask side by side, a connection answers one question at a time: this puts them in line. It also has the server keep
// the plans of the statements that come again, for planning a nested page takes longer than reading it.
import type { PoolClient, QueryConfig, QueryResult } from 'pg'

export type Line = {
  /** The connection for drizzle, asked in line. */
  client: PoolClient
  /** Takes no more questions, and resolves when the last one is answered: an answer that failed early leaves askers behind. */
  close(): Promise<unknown>
}

// The graph's documents are anybody's: beyond this many different statements the rest are planned each time.
const NAMED_LIMIT = 500
const names = new Map<string, string>()

export function oneAtATime(client: PoolClient): Line {
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false
  const query = (config: QueryConfig, values: unknown[]): Promise<QueryResult> => {
    const asked = last.then(() => {
      if (isClosed) throw new Error('the snapshot is closed')
      const name = nameOf(config.text)
      return client.query(name === undefined ? config : { ...config, name }, values)
    })
    last = asked.catch(() => {})
    return asked
  }
  return {
    client: Object.create(client, { query: { value: query } }) as PoolClient,
    close: () => {
      isClosed = true
      return last
    },
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= NAMED_LIMIT) return undefined
  const name = `hw${names.size}`
  names.set(text, name)
  return name
}
