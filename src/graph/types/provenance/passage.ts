// A passage that an output has in common with the data, credited or not, and where it stands.
import { builder } from '../../builder'
import { DataPoint } from '../data/data-point'

export type PassageSourceShape = { contributionId: string; row: number; sourceStart: number; sourceEnd: number }

export type PassageShape = {
  start: number
  end: number
  text: string | null
  tokens: number
  information: number
  threshold: number
  owners: number
  credited: boolean
  reason: string | null
  sourcesTotal: number
  sources: PassageSourceShape[]
}

const PassageSource = builder.objectRef<PassageSourceShape>('PassageSource').implement({
  description: 'Where a passage stands in the data.',
  fields: (t) => ({
    sourceStart: t.exposeInt('sourceStart', { description: "In the row's text; UTF-16 code units, half-open." }),
    sourceEnd: t.exposeInt('sourceEnd'),
    dataPoint: t.field({ type: DataPoint, resolve: ({ contributionId, row }) => ({ contributionId, row }) }),
  }),
})

export const Passage = builder.objectRef<PassageShape>('Passage').implement({
  description: 'A passage that the output and the data have in common.',
  fields: (t) => ({
    start: t.exposeInt('start', { description: 'In the output; UTF-16 code units, half-open.' }),
    end: t.exposeInt('end'),
    text: t.exposeString('text', { nullable: true }),
    tokens: t.exposeInt('tokens'),
    information: t.exposeFloat('information', { description: 'nat' }),
    threshold: t.exposeFloat('threshold', { description: 'nat; less information than this could be chance.' }),
    owners: t.exposeInt('owners', { description: 'How many contributors hold the passage.' }),
    credited: t.exposeBoolean('credited'),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it earned nothing: CHANCE, BOILERPLATE, SHORT, EARLIER.',
    }),
    sourcesTotal: t.exposeInt('sourcesTotal'),
    sources: t.field({
      type: [PassageSource],
      description: 'In the order of submission; the first is the earliest.',
      resolve: ({ sources }) => sources,
    }),
  }),
})
