// What one Datanet's contract says: submissions, their review and withdrawal, removed rows, published versions.
import type { Decoders } from './decoder'

export const datanet: Decoders<'Datanet'> = {
  ContributionSubmitted: (fields, { datanet }) => ({
    kind: 'contributionSubmitted',
    datanet,
    contributionId: fields.uint('contributionId'),
    contributor: fields.address('contributor'),
    contentRoot: fields.bytes32('contentRoot'),
    contentUri: fields.text('contentUri'),
    rowCount: fields.uint('rowCount'),
    byteLength: fields.uint('byteLength'),
    license: fields.text('license'),
    stake: fields.uint('stake'),
  }),
  ContributionApproved: (fields, { datanet }) => ({
    kind: 'contributionApproved',
    datanet,
    contributionId: fields.uint('contributionId'),
    reviewer: fields.address('reviewer'),
    qualityPpm: fields.uint('qualityPpm'),
  }),
  ContributionRejected: (fields, { datanet }) => ({
    kind: 'contributionRejected',
    datanet,
    contributionId: fields.uint('contributionId'),
    reviewer: fields.address('reviewer'),
    reason: fields.text('reason'),
  }),
  ContributionWithdrawn: (fields, { datanet }) => ({
    kind: 'contributionWithdrawn',
    datanet,
    contributionId: fields.uint('contributionId'),
  }),
  RowsRemoved: (fields, { datanet }) => ({
    kind: 'rowsRemoved',
    datanet,
    contributionId: fields.uint('contributionId'),
    rows: fields.uints('rows'),
    reason: fields.text('reason'),
  }),
  VersionPublished: (fields, { datanet }) => ({
    kind: 'versionPublished',
    datanet,
    version: fields.uint('version'),
    dataRoot: fields.bytes32('dataRoot'),
    rowCount: fields.uint('rowCount'),
    metadataUri: fields.text('metadataUri'),
  }),
  MetadataUpdated: (fields, { datanet }) => ({
    kind: 'metadataUpdated',
    datanet,
    metadataUri: fields.text('metadataUri'),
  }),
}
