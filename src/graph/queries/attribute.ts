// attribute: the live hot path, any text against the data of a model version.
import { hasRestrictedDatanets } from '../../database/reads/read-rows'
import { rowIdOf } from '../arguments/global-id'
import { builder } from '../builder'
import type { GraphContext } from '../context'
import { AttributionUnavailableError, TextTooLongError, UnknownSubjectError } from '../errors'
import { capLivePassages } from '../live/live-quote'
import { LiveAttribution, type LiveShape } from '../types/provenance/live'

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
  // Before anything is computed, so that a refusal says nothing of the text.
  const isCounted = await hasRestrictedDatanets(database, modelVersionId)
  if (isCounted) context.budget.spend()
  const result = await attribution.attribute({ text, modelVersionId, signal: context.signal })
  const { passages, withheld, namesRestricted } = await capLivePassages(result.passages, context)
  // A private row that somebody handed in again to an open Datanet is only found by being met.
  if (namesRestricted && !isCounted) context.budget.spend()
  const shown = passages.map((passage) => ({ ...passage, text: text.slice(passage.start, passage.end) }))
  return { ...result, passages: shown, withheld }
}
