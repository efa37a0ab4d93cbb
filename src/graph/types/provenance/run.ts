// What we computed for an inference with one method: with which engine, on which data, and every passage found.
import {
  countPassages,
  type PassageSourceRow,
  readPassages,
  readPassagesOfSources,
  readSourcesOfPassages,
} from '../../../database/reads/read-passages'
import type { RunRow } from '../../../database/reads/read-trace'
import { DEFAULT_PAGE_SIZE, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'
import { ArgumentRefusedError } from '../../errors'
import { keyOf, PASSAGES_LIMIT } from '../../facts/trace-sources'
import { capQuotes } from '../../live/quote'
import { Passage, type PassageShape } from './passage'

export type RunShape = RunRow & { outputHash: string }

const SOURCES_LIMIT = 10

const PassagePage = builder
  .objectRef<{ totalCount: () => Promise<number>; nodes: PassageShape[]; endCursor: string | null }>('RunPassages')
  .implement({
    description: 'Passages in the order of the output.',
    fields: (t) => ({
      totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }),
      endCursor: t.exposeString('endCursor', { nullable: true, description: 'Null on the last page.' }),
      nodes: t.field({ type: [Passage], complexity: { field: 0, multiplier: 1 }, resolve: ({ nodes }) => nodes }),
    }),
  })

export const Run = builder.objectRef<RunShape>('Run').implement({
  description: 'One computation of an attribution.',
  fields: (t) => ({
    method: t.exposeString('method'),
    methodVersion: t.exposeString('methodVersion'),
    engine: t.exposeString('engine', { description: 'Version of the engine.' }),
    tokenizer: t.exposeString('tokenizer'),
    dataSet: t.exposeString('dataSet', { description: 'Hash of the ordered data set with the tokenizer.' }),
    parameters: t.field({ type: 'Json', resolve: ({ parameters }) => parameters }),
    tokens: t.exposeInt('tokens', { description: 'Of the output.' }),
    unattributedPpb: t.expose('unattributedPpb', { type: 'Ppb' }),
    passages: t.field({
      type: PassagePage,
      args: { first: t.arg.int({ defaultValue: DEFAULT_PAGE_SIZE }), after: t.arg.string() },
      complexity: pageCost,
      description: 'Every passage found, those that earned nothing with the reason; of each the first ten sources.',
      resolve: (run, args, context) => passagePage(run, args, context),
    }),
  }),
})

type PassageArguments = { first?: number | null | undefined; after?: string | null | undefined }

async function passagePage(run: RunShape, args: PassageArguments, context: GraphContext) {
  const limit = args.first ?? DEFAULT_PAGE_SIZE
  const found = await readPassages(context.database, run.id, { after: indexOf(args.after ?? null), limit: limit + 1 })
  const rows = found.slice(0, limit)
  const sources = await readSourcesOfPassages(context.database, run.id, {
    indexes: rows.map((row) => row.index),
    limit: SOURCES_LIMIT,
  })
  const output = await context.texts.anchored(run.outputHash)
  const isShown = await quotableSources(run, sources, context)
  return {
    totalCount: () => countPassages(context.database, run.id),
    endCursor: found.length > limit ? String(rows.at(-1)?.index ?? '') : null,
    nodes: rows.map((row) => ({
      ...row,
      text: output.text?.slice(row.start, row.end) ?? null,
      sources: sources.filter((source) => source.passageIndex === row.index && isShown(source)),
    })),
  }
}

/** Rows of private or paid Datanets are named within the same cap as in the list of sources, on whatever page. */
async function quotableSources(run: RunShape, sources: PassageSourceRow[], context: GraphContext) {
  const keys = new Map(sources.map((source) => [keyOf(source), source]))
  const contributions = await Promise.all(sources.map((source) => context.contributions(source.contributionId)))
  for (const [index, source] of sources.entries()) if (!contributions[index]?.restricted) keys.delete(keyOf(source))
  if (keys.size === 0) return () => true
  const request = { keys: [...keys.values()], limit: PASSAGES_LIMIT }
  const held = Map.groupBy(await readPassagesOfSources(context.database, run.id, request), keyOf)
  const shown = new Map(
    Array.from(held, ([key, rows]) => [key, new Set(capQuotes(rows).shown.map((row) => row.index))]),
  )
  return (source: PassageSourceRow) =>
    !keys.has(keyOf(source)) || shown.get(keyOf(source))?.has(source.passageIndex) === true
}

function indexOf(cursor: string | null): number {
  if (cursor === null) return -1
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor)
  throw new ArgumentRefusedError({ name: 'after', value: cursor, expected: 'the endCursor of an earlier page' })
}
