// attribute: the live hot path, any text against the data of a model version.
import { builder } from '../builder'
import type { GraphContext } from '../context'
import { AttributionUnavailableError, TextTooLongError, UnknownSubjectError } from '../errors'
import { rowIdOf } from '../global-id'
import type { LivePassage } from '../live-attribution'
import { capQuotes } from '../quote'
import { LiveAttribution, type LiveShape } from '../types/live'
import type { PassageShape } from '../types/passage'

builder.queryField('attribute', (t) =>
  t.field({
    type: LiveAttribution,
    complexity: 500,
    description: 'Which of the data that a model version was trained on does this text repeat?',
    args: { text: t.arg.string({ required: true }), modelVersion: t.arg.id({ required: true }) },
    resolve: (_root, args, context) =>
      attribute(args.text, rowIdOf('ModelVersion', { name: 'modelVersion', value: args.modelVersion }), context),
  }),
)

async function attribute(text: string, modelVersionId: string, context: GraphContext): Promise<LiveShape> {
  const { attribution, database } = context
  if (attribution === null) {
    throw new AttributionUnavailableError({ modelVersion: modelVersionId, detail: 'this server has no engine' })
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > attribution.textLimitBytes) throw new TextTooLongError({ bytes, limit: attribution.textLimitBytes })
  const version = await database.query.modelVersion.findFirst({ where: { id: modelVersionId }, columns: { id: true } })
  if (version === undefined) throw new UnknownSubjectError({ kind: 'model version', id: modelVersionId })
  const result = await attribution.attribute({ text, modelVersionId, signal: context.signal })
  return { ...result, passages: await quotable(result.passages, text, context) }
}

/** The text is the caller's own; which rows of private or paid Datanets hold it is told within the same cap as everywhere. */
async function quotable(passages: LivePassage[], text: string, context: GraphContext): Promise<PassageShape[]> {
  const quoted = new Map<string, LivePassage[]>()
  for (const passage of passages) {
    for (const { contributionId, row } of passage.sources) {
      if (!(await context.contributions(contributionId))?.restricted) continue
      const key = `${contributionId}:${row}`
      quoted.set(key, [...(quoted.get(key) ?? []), passage])
    }
  }
  const shown = new Map(Array.from(quoted, ([key, held]) => [key, new Set(capQuotes(held).shown)]))
  return passages.map((passage) => ({
    ...passage,
    text: text.slice(passage.start, passage.end),
    sources: passage.sources.filter(({ contributionId, row }) => {
      const allowed = shown.get(`${contributionId}:${row}`)
      return allowed === undefined || allowed.has(passage)
    }),
  }))
}
