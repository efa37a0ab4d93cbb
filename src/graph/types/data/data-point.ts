// One row of a contribution: the smallest thing credited. Its text is shown only where it may be.

import { dataPointId } from '../../../events/ids'
import { builder } from '../../builder'
import type { GraphContext } from '../../context'
import { ContentState } from './content-state'
import { Contribution } from './contribution'

export type DataPointShape = { contributionId: string; row: number }

type ShownText = { text: string | null; status: 'ANCHORED' | 'MISSING' | 'MISMATCH' | 'REMOVED' | 'RESTRICTED' }

const DataPointRef = builder.objectRef<DataPointShape>('DataPoint')

export const DataPoint = builder.node(DataPointRef, {
  description: 'One row of a contribution.',
  id: { resolve: ({ contributionId, row }) => dataPointId(contributionId, row) },
  loadOne: async (id, context) => {
    const key = parseDataPointId(id)
    return key !== null && (await context.contributions(key.contributionId)) !== null ? key : null
  },
  fields: (t) => ({
    row: t.field({ type: 'Count', description: 'From 0, in the order of submission.', resolve: ({ row }) => row }),
    text: t.string({
      nullable: true,
      complexity: 3,
      resolve: async (dataPoint, _args, context) => (await shownText(dataPoint, context)).text,
    }),
    textStatus: t.field({
      type: ContentState,
      description: 'Why there is no text, where there is none.',
      complexity: 2,
      resolve: async (dataPoint, _args, context) => (await shownText(dataPoint, context)).status,
    }),
    contribution: t.field({
      type: Contribution,
      nullable: true,
      description: 'Null where a claim names a contribution that does not exist.',
      complexity: 2,
      resolve: ({ contributionId }, _args, context) => context.contributions(contributionId),
    }),
  }),
})

/** `<contribution id>-<row>`. Null where the id does not look like one. */
function parseDataPointId(id: string): DataPointShape | null {
  const parts = /^(.+)-(\d{7,15})$/.exec(id)
  const [, contributionId, row] = parts ?? []
  return contributionId === undefined ? null : { contributionId, row: Number(row) }
}

async function shownText(dataPoint: DataPointShape, context: GraphContext): Promise<ShownText> {
  const contribution = await context.contributions(dataPoint.contributionId)
  if (contribution === null) return { text: null, status: 'MISSING' }
  const found = await context.texts.dataPoint({ contentRoot: contribution.contentRoot, row: dataPoint.row })
  if (contribution.restricted && found.status === 'ANCHORED') return { text: null, status: 'RESTRICTED' }
  return found
}
