// One submission to a Datanet: who brought it, under which licence, and what became of it.
import { datanetVersionId } from '../../../events/ids'
import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { OnChain } from '../on-chain'
import { ContentState } from './content-state'
import { SlashConnection } from './contributor-stake'
import { RowRemovalConnection } from './row-removal'
import { Standing, standingIn } from './standing'

const ContributionStatus = builder.enumType('ContributionStatus', {
  values: ['SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN'] as const,
})

export const Contribution = builder.drizzleNode('contribution', {
  name: 'Contribution',
  description: 'One submission to a Datanet, on chain by the root hash of its rows.',
  interfaces: [OnChain],
  id: { column: (contribution) => contribution.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contributionId: t.expose('contributionId', { type: 'BigInt' }),
    contentRoot: t.expose('contentRoot', { type: 'Bytes' }),
    contentUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { contentUri: true } },
      resolve: (row) => withoutBytes(row.contentUri),
    }),
    contentStatus: t.field({
      type: ContentState,
      description: 'Whether the rows behind contentRoot were found and are what it says.',
      complexity: 2,
      select: { columns: { contentRoot: true } },
      resolve: async ({ contentRoot }, _args, context) => context.texts.status(contentRoot),
    }),
    rowCount: t.expose('rowCount', { type: 'BigInt' }),
    byteLength: t.expose('byteLength', { type: 'BigInt' }),
    license: t.exposeString('license'),
    stake: t.expose('stake', { type: 'BigInt', description: 'wei' }),
    status: t.field({
      type: ContributionStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'SUBMITTED',
    }),
    qualityPpm: t.expose('qualityPpm', { type: 'BigInt', nullable: true }),
    rejectionReason: t.exposeString('rejectionReason', { nullable: true }),
    approvedBlockNumber: t.exposeInt('approvedBlockNumber', {
      nullable: true,
      description: 'Stays when it is withdrawn.',
    }),
    withdrawnBlockNumber: t.exposeInt('withdrawnBlockNumber', { nullable: true }),
    standing: t.field({
      type: Standing,
      nullable: true,
      complexity: 5,
      description: 'How it stands in a version of its Datanet; null where there is no such version.',
      args: { version: t.arg({ type: 'BigInt', required: true }) },
      select: { columns: { id: true, datanetId: true } },
      resolve: ({ id, datanetId }, { version }, context) =>
        datanetId === null ? null : standingIn(context, id, datanetVersionId(datanetId, BigInt(version))),
    }),
    datanet: t.relation('datanet'),
    contributor: t.relation('contributor'),
    reviewer: t.relation('reviewer', { nullable: true, description: 'Null until it was reviewed.' }),
    slashes: t.relatedConnection(
      'slashes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      SlashConnection,
    ),
    removals: t.relatedConnection(
      'removals',
      {
        ...{ totalCount: true, complexity: pageCost, query: newestFirst },
        description: 'What was removed of it, and why.',
      },
      RowRemovalConnection,
    ),
  }),
})

export const ContributionConnection = createConnection('Contribution', Contribution)
