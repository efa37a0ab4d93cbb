// Asks the graph without HTTP: one document in one snapshot, with the SQL it took.
import { graphql, parse } from 'graphql'
import { openReader } from '../../../src/database/snapshot'
import { askedBlock } from '../../../src/graph/arguments/block-argument'
import { createGraphContext } from '../../../src/graph/context'
import type { Feed } from '../../../src/graph/feed'
import type { LiveAttribution } from '../../../src/graph/live/live-attribution'
import { schema } from '../../../src/graph/schema'

export type Answer = { data: unknown; errors: readonly { message: string }[]; sql: string[] }
export type Asker = {
  ask(source: string, variables?: Record<string, unknown>): Promise<Answer>
  close(): Promise<void>
}

const feed: Feed = {
  subscribe: () => {
    throw new Error('nothing is subscribed to here')
  },
}

export function openGraph(url: string, attribution: LiveAttribution | null = null): Asker {
  let statements: string[] = []
  const reader = openReader(url, {
    max: 2,
    statementTimeoutMs: 5_000,
    onQuery: (text) => statements.push(text.replace(/\s+/g, ' ').trim()),
  })
  return {
    ask: (source, variableValues = {}) => {
      const block = askedBlock({ schema, document: parse(source), variableValues })
      if (block?.kind === 'least') throw new Error('nobody waits for blocks here')
      return reader.inSnapshot(async (database, state) => {
        statements = []
        const contextValue = createGraphContext({
          database,
          state,
          attribution,
          feed,
          budget: { spend: () => {} },
          signal: new AbortController().signal,
        })
        const result = await graphql({ schema, source, variableValues, contextValue })
        return { data: JSON.parse(JSON.stringify(result.data ?? null)), errors: result.errors ?? [], sql: statements }
      }, block)
    },
    close: () => reader.close(),
  }
}
