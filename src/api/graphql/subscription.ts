// Answers a subscription: each event in a snapshot of its own, so that every answer is as consistent as any other.
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import type { Database, DatabaseState, Reader } from '../../database/snapshot'
import type { GraphContext } from '../../graph/context'

export type SnapshotOptions = {
  reader: Reader
  contextOf(database: Database, state: DatabaseState): GraphContext
}

export async function subscribeInSnapshots(
  args: ExecutionArgs,
  { reader, contextOf }: SnapshotOptions,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  // Subscribing reads nothing: the snapshot is only there because every context has one.
  const stream = await reader.inSnapshot(async (database, state) =>
    createSourceEventStream({ ...args, contextValue: contextOf(database, state) }),
  )
  if (!(Symbol.asyncIterator in stream)) return stream
  return answers(stream, (event) =>
    reader.inSnapshot(async (database, state) =>
      execute({ ...args, rootValue: event, contextValue: contextOf(database, state) }),
    ),
  )
}

async function* answers(
  events: AsyncIterable<unknown>,
  answer: (event: unknown) => Promise<ExecutionResult>,
): AsyncGenerator<ExecutionResult, void> {
  for await (const event of events) {
    const result = await answer(event)
    // What a fork took away between the news and the reading is no news.
    const isGone = result.errors === undefined && Object.values(result.data ?? {}).every((value) => value === null)
    if (!isGone) yield result
  }
}
