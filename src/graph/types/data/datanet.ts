// A Datanet: a community data set that contributors submit to and versions are published of.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection, parentOfEdge } from '../../connection'
import { OnChain } from '../on-chain'
import { Contribution, ContributionConnection } from './contribution'
import { ContributorStakeConnection, SlashConnection } from './contributor-stake'
import { DataAccessConnection } from './data-access'
import { Standing, standingIn } from './standing'

export const Datanet = builder.drizzleNode('datanet', {
  name: 'Datanet',
  description:
    'A community data set. Rows of a Datanet that is private or has a fee are quoted only as matched passages.',
  interfaces: [OnChain],
  id: { column: (datanet) => datanet.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    datanetId: t.expose('datanetId', { type: 'BigInt' }),
    contract: t.expose('contract', { type: 'Bytes' }),
    name: t.exposeString('name'),
    category: t.exposeString('category'),
    metadataUri: t.exposeString('metadataUri'),
    isPublic: t.exposeBoolean('isPublic'),
    fee: t.expose('fee', { type: 'BigInt', description: 'wei' }),
    owner: t.relation('owner'),
    contributions: t.relatedConnection(
      'contributions',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ContributionConnection,
    ),
    stakes: t.relatedConnection(
      'stakes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ContributorStakeConnection,
    ),
    slashes: t.relatedConnection(
      'slashes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      SlashConnection,
    ),
    accesses: t.relatedConnection(
      'accesses',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DataAccessConnection,
    ),
    versions: t.relatedConnection(
      'versions',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DatanetVersionConnection,
    ),
  }),
})

export const DatanetVersion = builder.drizzleNode('datanetVersion', {
  name: 'DatanetVersion',
  description: 'One published version of a Datanet: the rows that were approved and not withdrawn at its position.',
  interfaces: [OnChain],
  id: { column: (version) => version.id },
  select: { columns: { ...positionColumns, id: true } },
  fields: (t) => ({
    version: t.expose('version', { type: 'BigInt' }),
    dataRoot: t.expose('dataRoot', { type: 'Bytes' }),
    rowCount: t.expose('rowCount', { type: 'BigInt' }),
    metadataUri: t.exposeString('metadataUri'),
    datanet: t.relation('datanet'),
    contributions: t.relatedConnection(
      'contributions',
      {
        description:
          'Everything submitted to its Datanet, whether this version holds it or not; `standing` of an edge says.',
        ...{ totalCount: true, complexity: pageCost, query: newestFirst },
      },
      VersionContributionConnection,
    ),
  }),
})

export const DatanetConnection = createConnection('Datanet', Datanet)

export const DatanetVersionConnection = createConnection('DatanetVersion', DatanetVersion)

const VersionContributionConnection = createConnection('DatanetVersionContribution', Contribution, (t) => ({
  standing: t.field({
    type: Standing,
    nullable: true,
    complexity: 5,
    description: 'How the contribution stands in the version.',
    resolve: (edge, _args, context) =>
      standingIn(context, (edge as { node: { id: string } }).node.id, (parentOfEdge(edge) as { id: string }).id),
  }),
}))
