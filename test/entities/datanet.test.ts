// Datanets, contributions and versions: every event in its time and out of it.
import { describe, test } from 'vitest'
import { address } from '../support/blocks/blocks'
import { ANN, BOB, EVE, POEMS, POEMS_CONTRACT, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const CONTRIBUTION = `${POEMS}-0000000001`
const created = said('datanetCreated')
const submitted = said('contributionSubmitted')
const approved = said('contributionApproved')
const rejected = said('contributionRejected')
const withdrawn = said('contributionWithdrawn')
const removed = said('rowsRemoved')
const published = said('versionPublished')

const datanets: Case[] = [
  [
    'a Datanet comes with its owner',
    [],
    created,
    {
      account: [{ id: account(ANN), address: ANN, rewardsAccrued: 0n, rewardsWithdrawn: 0n, blockNumber: 1 }],
      datanet: [{ id: POEMS, datanetId: 1n, contract: POEMS_CONTRACT, owner: account(ANN), name: 'Poems', fee: 7n }],
    },
  ],
  [
    'the second of an owner brings no new account',
    [created],
    said('datanetCreated', { datanetId: 2n, datanetContract: BOB }),
    { datanet: [{ datanetId: 2n }] },
  ],
  ['twice the same number', [created], created, skipped('the Datanet 1 exists already')],
  ['the number 0', [], said('datanetCreated', { datanetId: 0n }), skipped('a Datanet can not have the number 0')],
  [
    'the highest number',
    [],
    said('datanetCreated', { datanetId: 2n ** 256n - 1n, fee: 2n ** 256n - 1n }),
    { account: [{}], datanet: [{ id: `31337-${2n ** 256n - 1n}`, fee: 2n ** 256n - 1n }] },
  ],
  [
    'its description changes',
    [created],
    said('metadataUpdated'),
    { datanet: [{ id: POEMS, metadataUri: 'data:,d', name: 'Poems', blockNumber: 1 }] },
  ],
  ['a description of no Datanet', [], said('metadataUpdated'), skipped('its Datanet does not exist')],
  [
    'a version',
    [created],
    published,
    { datanetVersion: [{ id: `${POEMS}-v0000000001`, datanet: POEMS, version: 1n, rowCount: 3n }] },
  ],
  ['a version of no Datanet', [], published, skipped('its Datanet does not exist')],
  ['the same version twice', [created, published], published, skipped('the version 1 was published already')],
  [
    'the version 0',
    [created],
    said('versionPublished', { version: 0n }),
    skipped('a version can not have the number 0'),
  ],
  [
    'a version before another',
    [created, said('versionPublished', { version: 2n })],
    published,
    { datanetVersion: [{ version: 1n }] },
  ],
]

const contributions: Case[] = [
  [
    'submitted',
    [created],
    submitted,
    {
      account: [{ id: account(BOB) }],
      contribution: [
        {
          id: CONTRIBUTION,
          datanet: POEMS,
          contributor: account(BOB),
          status: 'SUBMITTED',
          reviewer: null,
          approvedBlockNumber: null,
          withdrawnBlockNumber: null,
          stake: 2n,
        },
      ],
    },
  ],
  [
    'submitted by the owner',
    [created],
    said('contributionSubmitted', { contributor: ANN }),
    { contribution: [{ contributor: account(ANN) }] },
  ],
  ['submitted to no Datanet', [], submitted, skipped('its Datanet does not exist')],
  ['submitted twice', [created, submitted], submitted, skipped('the contribution 1 was submitted already')],
  [
    'the number 0',
    [created],
    said('contributionSubmitted', { contributionId: 0n }),
    skipped('a contribution can not have the number 0'),
  ],
  [
    'the same number in another Datanet',
    [created, submitted, said('datanetCreated', { datanetId: 2n, datanetContract: EVE })],
    said('contributionSubmitted', { datanet: '31337-0000000002' }),
    { contribution: [{ id: '31337-0000000002-0000000001' }] },
  ],
  [
    'approved',
    [created, submitted],
    approved,
    {
      contribution: [
        {
          status: 'APPROVED',
          reviewer: account(ANN),
          qualityPpm: 900_000n,
          approvedBlockNumber: 3,
          approvedLogIndex: 0,
          blockNumber: 2,
        },
      ],
    },
  ],
  [
    'approved by a reviewer never seen',
    [created, submitted],
    said('contributionApproved', { reviewer: EVE }),
    { account: [{ id: account(EVE), blockNumber: 3 }], contribution: [{ reviewer: account(EVE) }] },
  ],
  ['approved before it was submitted', [created], approved, skipped('the contribution 1 was never submitted')],
  ['approved without a Datanet', [], approved, skipped('the contribution 1 was never submitted')],
  ['approved twice', [created, submitted, approved], approved, skipped('the contribution 1 is APPROVED')],
  ['approved after rejection', [created, submitted, rejected], approved, skipped('the contribution 1 is REJECTED')],
  ['approved after withdrawal', [created, submitted, withdrawn], approved, skipped('the contribution 1 is WITHDRAWN')],
  [
    'an impossible approval brings no account',
    [created],
    said('contributionApproved', { reviewer: EVE }),
    skipped('the contribution 1 was never submitted'),
  ],
  [
    'rejected',
    [created, submitted],
    rejected,
    {
      contribution: [{ status: 'REJECTED', rejectionReason: 'too short', qualityPpm: null, approvedBlockNumber: null }],
    },
  ],
  ['rejected before it was submitted', [created], rejected, skipped('the contribution 1 was never submitted')],
  ['rejected after approval', [created, submitted, approved], rejected, skipped('the contribution 1 is APPROVED')],
  [
    'withdrawn unreviewed',
    [created, submitted],
    withdrawn,
    {
      contribution: [{ status: 'WITHDRAWN', withdrawnBlockNumber: 3, withdrawnLogIndex: 0, approvedBlockNumber: null }],
    },
  ],
  [
    'withdrawn after approval',
    [created, submitted, approved],
    withdrawn,
    { contribution: [{ status: 'WITHDRAWN', approvedBlockNumber: 3, withdrawnBlockNumber: 4, qualityPpm: 900_000n }] },
  ],
  [
    'withdrawn after a version held it',
    [created, submitted, approved, published],
    withdrawn,
    { contribution: [{ status: 'WITHDRAWN', withdrawnBlockNumber: 5 }] },
  ],
  ['withdrawn twice', [created, submitted, withdrawn], withdrawn, skipped('the contribution 1 is WITHDRAWN')],
  ['withdrawn after rejection', [created, submitted, rejected], withdrawn, skipped('the contribution 1 is REJECTED')],
  ['withdrawn before it was submitted', [created], withdrawn, skipped('the contribution 1 was never submitted')],
]

const removals: Case[] = [
  [
    'rows removed',
    [created, submitted, approved],
    removed,
    { rowRemoval: [{ id: '31337-0000000004-000000', contribution: CONTRIBUTION, rows: [0, 2], reason: 'spam' }] },
  ],
  [
    'the same rows removed again',
    [created, submitted, approved, removed],
    removed,
    { rowRemoval: [{ id: '31337-0000000005-000000' }] },
  ],
  [
    'no rows removed',
    [created, submitted, approved],
    said('rowsRemoved', { rows: [] }),
    { rowRemoval: [{ rows: [] }] },
  ],
  [
    'the last row removed',
    [created, submitted, approved],
    said('rowsRemoved', { rows: [2n] }),
    { rowRemoval: [{ rows: [2] }] },
  ],
  [
    'a row that does not exist',
    [created, submitted, approved],
    said('rowsRemoved', { rows: [0n, 3n] }),
    skipped('the contribution 1 has no row 3'),
  ],
  [
    'a row beyond what can be kept',
    [created, said('contributionSubmitted', { rowCount: 2n ** 32n - 1n }), approved],
    said('rowsRemoved', { rows: [2n ** 31n] }),
    skipped('the contribution 1 has no row 2147483648'),
  ],
  ['rows of an unreviewed contribution', [created, submitted], removed, skipped('the contribution 1 is SUBMITTED')],
  [
    'rows of a withdrawn contribution',
    [created, submitted, approved, withdrawn],
    removed,
    skipped('the contribution 1 is WITHDRAWN'),
  ],
  ['rows of no contribution', [created], removed, skipped('the contribution 1 was never submitted')],
]

const undecodable: Case[] = [
  [
    'a log that does not decode',
    [],
    said('skipped', { contract: address(1), reason: 'cut short' }),
    {
      skippedLog: [
        {
          id: '31337-0000000001-000000',
          contract: address(1),
          reason: 'cut short',
          transactionHash: `0x${'1'.padStart(64, '0')}`,
        },
      ],
    },
  ],
]

describe.each([
  ['datanet', datanets],
  ['contribution', contributions],
  ['row removal', removals],
  ['skipped', undecodable],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
