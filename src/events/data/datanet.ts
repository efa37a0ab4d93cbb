// What one Datanet's contract says: submissions, their review and withdrawal, removed rows, published versions,
// stakes and what is taken of them, paid access.
import { type Decoders, nameOf } from '../decoder'

const SLASH_REASONS = ['BIASED', 'REDUNDANT', 'ADVERSARIAL'] as const

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
  StakeDeposited: (fields, { datanet }) => ({
    kind: 'stakeDeposited',
    datanet,
    contributor: fields.address('contributor'),
    amount: fields.uint('amount'),
  }),
  StakeWithdrawn: (fields, { datanet }) => ({
    kind: 'stakeWithdrawn',
    datanet,
    contributor: fields.address('contributor'),
    amount: fields.uint('amount'),
  }),
  ContributorSlashed: (fields, { datanet }) => ({
    kind: 'contributorSlashed',
    datanet,
    contributor: fields.address('contributor'),
    contributionId: fields.uint('contributionId'),
    amount: fields.uint('amount'),
    reason: nameOf(SLASH_REASONS, fields.uint('reason')),
  }),
  DataAccessPaid: (fields, { datanet }) => ({
    kind: 'dataAccessPaid',
    datanet,
    account: fields.address('account'),
    version: fields.uint('version'),
    fee: fields.uint('fee'),
  }),
  PenaltyScoreSet: (fields, { datanet }) => ({
    kind: 'penaltyScoreSet',
    datanet,
    contributor: fields.address('contributor'),
    scorePpm: fields.uint('scorePpm'),
  }),
}
