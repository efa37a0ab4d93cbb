// Stakes in Datanets, slashes, paid access, disputes and adapters: every event in its time and out of it.
import { describe, test } from 'vitest'
import { ANN, BOB, EVE, POEMS, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const INFERENCE = `31337-0x${'1'.padStart(64, '0')}`
const MOST = 2n ** 256n - 1n
const created = said('datanetCreated')
const submitted = said('contributionSubmitted')
const deposited = said('stakeDeposited')
const withdrawn = said('stakeWithdrawn')
const slashed = said('contributorSlashed')
const asked = said('inferenceRecorded')
const claimed = said('attributionCommitted')
const disputed = said('attributionDisputed')
const resolved = said('disputeResolved')
const noDatanet = skipped('its Datanet does not exist')

const stakes: Case[] = [
  [
    'a first deposit',
    [created],
    deposited,
    {
      account: [{ id: account(BOB) }],
      contributorStake: [
        { id: `${POEMS}-${BOB}`, deposited: 50n, withdrawn: 0n, slashed: 0n, balance: 50n, penaltyScorePpm: null },
      ],
    },
  ],
  [
    'another',
    [created, deposited],
    deposited,
    { contributorStake: [{ deposited: 100n, balance: 100n, blockNumber: 2 }] },
  ],
  ['taken back', [created, deposited], withdrawn, { contributorStake: [{ withdrawn: 20n, balance: 30n }] }],
  [
    'taken back without a deposit that we saw',
    [created],
    withdrawn,
    { account: [{}], contributorStake: [{ withdrawn: 20n, balance: -20n }] },
  ],
  [
    'deposits beyond 256 bits in sum',
    [created, said('stakeDeposited', { amount: MOST })],
    said('stakeDeposited', { amount: MOST }),
    { contributorStake: [{ balance: 2n * MOST }] },
  ],
  [
    'slashed for a contribution',
    [created, submitted, deposited],
    slashed,
    {
      contributorStake: [{ deposited: 50n, slashed: 5n, balance: 45n }],
      slash: [{ contribution: `${POEMS}-0000000001`, contributor: account(BOB), amount: 5n, reason: 'REDUNDANT' }],
    },
  ],
  [
    'slashed for a contribution that does not exist',
    [created, deposited],
    slashed,
    { contributorStake: [{ balance: 45n }], slash: [{ contribution: null, contributionNumber: 1n }] },
  ],
  [
    'marked without a stake',
    [created],
    said('penaltyScoreSet'),
    { account: [{}], contributorStake: [{ balance: 0n, penaltyScorePpm: 100_000n }] },
  ],
  [
    'marked anew',
    [created, said('penaltyScoreSet')],
    said('penaltyScoreSet', { scorePpm: 0n }),
    { contributorStake: [{ penaltyScorePpm: 0n }] },
  ],
  ['a deposit in no Datanet', [], deposited, noDatanet],
  ['a withdrawal from no Datanet', [], withdrawn, noDatanet],
  ['a slash in no Datanet', [], slashed, noDatanet],
  ['a mark in no Datanet', [], said('penaltyScoreSet'), noDatanet],
]

const paid = said('dataAccessPaid')
const accesses: Case[] = [
  [
    'paid for a version',
    [created, said('versionPublished')],
    paid,
    { account: [{ id: account(EVE) }], dataAccess: [{ datanetVersion: `${POEMS}-v0000000001`, fee: 7n }] },
  ],
  [
    'paid for a version that does not exist',
    [created],
    paid,
    { account: [{}], dataAccess: [{ datanetVersion: null, datanetVersionNumber: 1n }] },
  ],
  ['paid for no Datanet', [], paid, noDatanet],
]

const disputes: Case[] = [
  [
    'disputed',
    [asked, claimed],
    disputed,
    { dispute: [{ id: `${INFERENCE}-SUFFIX_ARRAY`, challenger: account(EVE), bond: 9n, status: 'OPEN' }] },
  ],
  [
    'disputed by somebody new',
    [asked, claimed],
    said('attributionDisputed', { challenger: ANN }),
    { account: [{ id: account(ANN) }], dispute: [{ challenger: account(ANN) }] },
  ],
  ['a dispute of no inference', [], disputed, skipped('no claim of the method SUFFIX_ARRAY is known')],
  ['a dispute before the claim', [asked], disputed, skipped('no claim of the method SUFFIX_ARRAY is known')],
  [
    'a dispute of another method',
    [asked, claimed],
    said('attributionDisputed', { method: 'INFLUENCE' }),
    skipped('no claim of the method INFLUENCE is known'),
  ],
  [
    'disputed twice',
    [asked, claimed, disputed],
    disputed,
    skipped('the claim of the method SUFFIX_ARRAY was disputed already'),
  ],
  [
    'upheld',
    [asked, claimed, disputed],
    resolved,
    { dispute: [{ status: 'UPHELD', resolvedBlockNumber: 4, resolvedLogIndex: 0, blockNumber: 3 }] },
  ],
  [
    'not upheld',
    [asked, claimed, disputed],
    said('disputeResolved', { upheld: false }),
    { dispute: [{ status: 'REJECTED' }] },
  ],
  ['resolved twice', [asked, claimed, disputed, resolved], resolved, skipped('the dispute is UPHELD')],
  [
    'resolved before it was disputed',
    [asked, claimed],
    resolved,
    skipped('the claim of the method SUFFIX_ARRAY was never disputed'),
  ],
]

const adapters: Case[] = [
  [
    'used',
    [asked],
    said('adapterUsed'),
    { adapterUse: [{ inference: INFERENCE, adapterNumber: 2n, weightPpm: 600_000n }] },
  ],
  ['used by no inference', [], said('adapterUsed'), skipped('its inference was never recorded')],
]

describe.each([
  ['stake in a Datanet', stakes],
  ['paid access', accesses],
  ['dispute', disputes],
  ['adapter', adapters],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
