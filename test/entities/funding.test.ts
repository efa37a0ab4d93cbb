// Studio credits and grants: every event in its time and out of it; what is committed of the budget after each.
import { describe, expect, test } from 'vitest'
import { BUDGET_USD, isWithinTier } from '../../src/entities/funding/budget'
import { bytes32 } from '../support/blocks/blocks'
import { BOB, EVE, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const INFERENCE = `31337-0x${'1'.padStart(64, '0')}`
const GRANT = '31337-0000000001'
const USD = 1_000_000n
const MOST = 2n ** 256n - 1n

const deposited = said('creditsDeposited')
const spent = said('creditsSpent')
const credits: Case[] = [
  [
    'a first deposit',
    [],
    deposited,
    {
      account: [{ id: account(EVE) }],
      studioAccount: [{ id: account(EVE), deposited: 100n, balance: 100n }],
      creditMovement: [{ movement: 'DEPOSIT', amount: 100n, onChainInferenceId: null, inference: null }],
    },
  ],
  [
    'spent on an inference',
    [said('inferenceRecorded'), deposited],
    spent,
    { studioAccount: [{ spent: 40n, balance: 60n }], creditMovement: [{ movement: 'SPEND', inference: INFERENCE }] },
  ],
  [
    'spent on an inference that was never recorded',
    [deposited],
    spent,
    {
      studioAccount: [{ spent: 40n, balance: 60n }],
      creditMovement: [{ inference: null, onChainInferenceId: INFERENCE.slice(6) }],
    },
  ],
  [
    'taken back',
    [deposited, spent],
    said('creditsWithdrawn'),
    { studioAccount: [{ withdrawn: 10n, balance: 50n }], creditMovement: [{ movement: 'WITHDRAWAL' }] },
  ],
  [
    'taken back without a deposit that we saw',
    [],
    said('creditsWithdrawn'),
    { account: [{}], studioAccount: [{ balance: -10n }], creditMovement: [{}] },
  ],
  [
    'beyond 256 bits in sum',
    [said('creditsDeposited', { amount: MOST })],
    said('creditsDeposited', { amount: MOST }),
    { studioAccount: [{ balance: 2n * MOST }], creditMovement: [{}] },
  ],
]

const awarded = said('grantAwarded')
const set = said('milestoneSet')
const second = said('milestoneSet', { index: 1n, title: 'users', amountUsd: 30_000n * USD })
const reached = said('milestoneReached')
const paid = said('grantDisbursed')
const closed = said('grantClosed')
const grants: Case[] = [
  [
    'awarded',
    [],
    awarded,
    {
      account: [{ id: account(BOB) }],
      grant: [{ id: GRANT, tier: 'EXPLORATION', area: 'GAMING', amountUsd: 40_000n * USD, status: 'OPEN' }],
      grantProgram: [{ id: '31337', grants: 1, openGrants: 1, awardedUsd: 40_000n * USD, committedUsd: 40_000n * USD }],
    },
  ],
  ['awarded twice', [awarded], awarded, skipped('the grant 1 exists already')],
  ['awarded as none', [], said('grantAwarded', { grantId: 0n }), skipped('a grant can not have the number 0')],
  [
    'another',
    [awarded],
    said('grantAwarded', { grantId: 2n, tier: '9', area: '7' }),
    { grant: [{ tier: '9', area: '7' }], grantProgram: [{ grants: 2, committedUsd: 80_000n * USD }] },
  ],
  [
    'a milestone',
    [awarded],
    set,
    { grant: [{ plannedUsd: 10_000n * USD }], grantMilestone: [{ id: `${GRANT}-m0000000000`, status: 'SET' }] },
  ],
  [
    'a milestone set anew',
    [awarded, set, second],
    said('milestoneSet', { title: 'half of it', amountUsd: 5_000n * USD }),
    {
      grant: [{ plannedUsd: 35_000n * USD }],
      grantMilestone: [{ title: 'half of it', amountUsd: 5_000n * USD, blockNumber: 2 }],
    },
  ],
  ['a milestone of no grant', [], set, skipped('the grant 1 was never awarded')],
  [
    'reached',
    [awarded, set, second],
    reached,
    {
      grant: [{ reachedUsd: 10_000n * USD }],
      grantMilestone: [{ status: 'REACHED', evidenceUri: 'data:,m', reachedBlockNumber: 4 }],
      grantProgram: [{ reachedUsd: 10_000n * USD, committedUsd: 40_000n * USD }],
    },
  ],
  ['reached before it was set', [awarded], reached, skipped('the milestone 0 of the grant 1 was never set')],
  ['reached twice', [awarded, set, reached], reached, skipped('the milestone 0 of the grant 1 is REACHED')],
  ['set anew after it was reached', [awarded, set, reached], set, skipped('the milestone 0 of the grant 1 is REACHED')],
  [
    'paid',
    [awarded, set, reached],
    paid,
    {
      grant: [{ disbursed: 9n }],
      grantMilestone: [{ status: 'PAID', disbursed: 9n }],
      grantDisbursement: [
        { milestone: `${GRANT}-m0000000000`, recipient: account(BOB), amount: 9n, ground: 'REACHED' },
      ],
      grantProgram: [{ disbursed: 9n }],
    },
  ],
  [
    'paid for a milestone that was never set',
    [awarded],
    said('grantDisbursed', { index: 5n }),
    {
      grant: [{ disbursed: 9n }],
      grantDisbursement: [{ milestone: null, milestoneNumber: 5n, ground: 'NO_MILESTONE' }],
      grantProgram: [{ disbursed: 9n }],
    },
  ],
  [
    'paid for a milestone before it was reached',
    [awarded, set],
    paid,
    {
      grant: [{}],
      grantMilestone: [{ status: 'PAID' }],
      grantDisbursement: [{ ground: 'NOT_REACHED' }],
      grantProgram: [{}],
    },
  ],
  [
    'paid twice for one milestone',
    [awarded, set, reached, paid],
    paid,
    {
      grant: [{ disbursed: 18n }],
      grantMilestone: [{ disbursed: 18n }],
      grantDisbursement: [{ ground: 'PAID_BEFORE' }],
      grantProgram: [{}],
    },
  ],
  [
    'a milestone beyond the grant',
    [awarded],
    said('milestoneSet', { amountUsd: 50_000n * USD }),
    { grant: [{ plannedUsd: 50_000n * USD, amountUsd: 40_000n * USD }], grantMilestone: [{}] },
  ],
  ['paid for no grant', [], paid, skipped('the grant 1 was never awarded')],
  [
    'closed early',
    [awarded, set, reached],
    closed,
    {
      grant: [{ status: 'CLOSED', closedReason: 'done', closedBlockNumber: 4, releasedUsd: 30_000n * USD }],
      grantProgram: [
        { openGrants: 0, awardedUsd: 40_000n * USD, releasedUsd: 30_000n * USD, committedUsd: 10_000n * USD },
      ],
    },
  ],
  [
    'paid after it was closed, for what it had reached',
    [awarded, set, reached, closed],
    paid,
    { grant: [{ disbursed: 9n }], grantMilestone: [{ status: 'PAID' }], grantDisbursement: [{}], grantProgram: [{}] },
  ],
  ['reached after it was closed', [awarded, set, closed], reached, skipped('the grant 1 is CLOSED')],
  ['a milestone after it was closed', [awarded, closed], set, skipped('the grant 1 is CLOSED')],
  ['closed twice', [awarded, closed], closed, skipped('the grant 1 is CLOSED')],
  ['closed, never awarded', [], closed, skipped('the grant 1 was never awarded')],
]

const airdrop: Case[] = [
  [
    'a batch is opened',
    [],
    said('airdropBatchEnabled'),
    { airdropBatch: [{ root: bytes32(25), isEnabled: true, fee: null, payoutCount: 0, paid: 0n }] },
  ],
  [
    'and closed',
    [said('airdropBatchEnabled')],
    said('airdropBatchEnabled', { isEnabled: false }),
    { airdropBatch: [{ isEnabled: false, blockNumber: 1 }] },
  ],
  [
    'its fee is set before it is opened',
    [said('airdropBatchFeeSet')],
    said('airdropBatchEnabled'),
    { airdropBatch: [{ isEnabled: true, fee: 3n }] },
  ],
  [
    'paid out',
    [said('airdropBatchEnabled'), said('airdropPaid')],
    said('airdropPaid', { account: BOB, amount: 5n }),
    { account: [{}], airdropBatch: [{ payoutCount: 2, paid: 15n }], airdropPayout: [{ amount: 5n }] },
  ],
  [
    'paid out of a batch that nobody heard of, and everything there is',
    [],
    said('airdropPaid', { amount: MOST }),
    { account: [{}], airdropBatch: [{ isEnabled: null, paid: MOST }], airdropPayout: [{ amount: MOST }] },
  ],
  ['where it pays from', [], said('airdropSet'), { airdropSetting: [{ setting: 'VAULT' }] }],
]

describe.each([
  ['airdrop', airdrop],
  ['credits', credits],
  ['grant', grants],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})

test('tiers have the published bounds, both included', () => {
  expect(BUDGET_USD).toBe(25_000_000_000_000n)
  const cases: [string, bigint, boolean | null][] = [
    ['EXPLORATION', 25_000n * USD, true],
    ['EXPLORATION', 50_000n * USD + 1n, false],
    ['BUILDING', 150_000n * USD, true],
    ['EXPANSION', 250_000n * USD - 1n, false],
    ['9', 1n, null],
  ]
  for (const [tier, amount, expected] of cases) expect([tier, isWithinTier(tier, amount)]).toEqual([tier, expected])
})
