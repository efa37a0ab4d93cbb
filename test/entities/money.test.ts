// Splits, rewards, withdrawals and stakes: every event in its time and out of it, and money to the wei.
import { describe, test } from 'vitest'
import { type Case, checkCase, skipped } from '../support/cases'
import { ANN, BOB, EVE, said } from '../support/events'

const account = (whose: string) => `31337-${whose}`
const MOST = 2n ** 256n - 1n
const asked = said('inferenceRecorded')
const split = said('feeSplit')
const accrued = said('rewardAccrued')
const withdrawn = said('rewardWithdrawn')
const staked = said('staked')
const committed = said('stakeCommitted')
const toppedUp = said('toppedUp')
const requested = said('unstakeRequested')
const unstaked = said('unstaked')

const splits: Case[] = [
  [
    'a split that conserves the fee',
    [asked],
    split,
    { feeSplit: [{ fee: 100n, difference: 0n, method: 'SUFFIX_ARRAY' }] },
  ],
  ['a split that loses a wei', [asked], said('feeSplit', { contributors: 39n }), { feeSplit: [{ difference: 1n }] }],
  [
    'a split that makes money',
    [asked],
    said('feeSplit', { fee: 0n, platform: MOST }),
    { feeSplit: [{ difference: -MOST - 90n }] },
  ],
  ['a split of no inference', [], split, skipped('its inference was never recorded')],
]

const rewards: Case[] = [
  [
    'a first reward',
    [said('datanetCreated'), asked],
    accrued,
    {
      account: [{ id: account(BOB), rewardsAccrued: 24n, rewardsWithdrawn: 0n, blockNumber: 3 }],
      reward: [{ recipient: account(BOB), role: 'CONTRIBUTOR', datanet: '31337-0000000001', amount: 24n }],
    },
  ],
  [
    'another reward',
    [asked, accrued],
    said('rewardAccrued', { amount: 1n }),
    { account: [{ rewardsAccrued: 25n, blockNumber: 2 }], reward: [{ amount: 1n }] },
  ],
  [
    'a reward without a Datanet',
    [asked],
    said('rewardAccrued', { datanetId: 0n, role: 'PLATFORM' }),
    { account: [{}], reward: [{ datanetNumber: 0n, datanet: null }] },
  ],
  [
    'a reward for a Datanet that does not exist',
    [asked],
    said('rewardAccrued', { datanetId: 9n }),
    { account: [{}], reward: [{ datanetNumber: 9n, datanet: null }] },
  ],
  [
    'rewards beyond 256 bits in sum',
    [asked, said('rewardAccrued', { amount: MOST })],
    said('rewardAccrued', { amount: MOST }),
    { account: [{ rewardsAccrued: 2n * MOST }], reward: [{ amount: MOST }] },
  ],
  ['a reward for no inference', [], accrued, skipped('its inference was never recorded')],
  [
    'an impossible reward leaves the account',
    [asked, accrued],
    said('rewardAccrued', { inferenceId: `0x${'7'.repeat(64)}` }),
    skipped('its inference was never recorded'),
  ],
  [
    'withdrawn',
    [asked, accrued],
    withdrawn,
    {
      account: [{ rewardsAccrued: 24n, rewardsWithdrawn: 24n }],
      rewardWithdrawal: [{ amount: 24n, recipient: account(BOB) }],
    },
  ],
  [
    'withdrawn twice',
    [asked, accrued, withdrawn],
    withdrawn,
    { account: [{ rewardsAccrued: 24n, rewardsWithdrawn: 48n }], rewardWithdrawal: [{ amount: 24n }] },
  ],
  [
    'withdrawn by somebody never seen',
    [],
    said('rewardWithdrawn', { recipient: EVE }),
    { account: [{ id: account(EVE), rewardsAccrued: 0n, rewardsWithdrawn: 24n }], rewardWithdrawal: [{}] },
  ],
]

const stakes: Case[] = [
  [
    'staked',
    [],
    staked,
    {
      account: [{ id: account(ANN) }],
      stake: [
        { id: '31337-0000000001', configId: 3n, amount: 1_000n, toppedUp: 0n, status: 'ACTIVE', amountReturned: null },
      ],
    },
  ],
  [
    'staked through another contract',
    [],
    said('staked', { configId: null }),
    { account: [{}], stake: [{ configId: null }] },
  ],
  ['staked twice', [staked], staked, skipped('the stake 1 exists already')],
  ['topped up', [staked], toppedUp, { stake: [{ amount: 1_000n, toppedUp: 10n, status: 'ACTIVE' }] }],
  ['topped up again', [staked, toppedUp], toppedUp, { stake: [{ toppedUp: 20n }] }],
  ['topped up before it was made', [], toppedUp, skipped('the stake 1 was never made')],
  ['topped up while it is leaving', [staked, requested], toppedUp, skipped('the stake 1 is UNSTAKING')],
  ['topped up for another', [staked], said('toppedUp', { recipient: EVE }), skipped("the stake 1 is another's")],
  [
    'asked for',
    [staked],
    requested,
    { stake: [{ status: 'UNSTAKING', unstakeRequestedAt: new Date(1_700_000_004_000) }] },
  ],
  ['asked for twice', [staked, requested], requested, skipped('the stake 1 is UNSTAKING')],
  [
    'committed',
    [],
    committed,
    { stake: [{ recipient: null, commitment: '0xc0ffee', configId: 3n, amount: 1_000n, status: 'ACTIVE' }] },
  ],
  ['committed to a stake that exists', [staked], committed, skipped('the stake 1 exists already')],
  ['topped up while it is hidden', [committed], toppedUp, skipped("the stake 1 is another's")],
  [
    'asked for by opening the commitment',
    [committed],
    requested,
    { account: [{ id: account(ANN) }], stake: [{ recipient: account(ANN), status: 'UNSTAKING' }] },
  ],
  [
    'unstaked by opening the commitment, without cooldown',
    [committed],
    unstaked,
    { account: [{ id: account(ANN) }], stake: [{ recipient: account(ANN), status: 'UNSTAKED' }] },
  ],
  [
    'unstaked by another than who opened it',
    [committed, requested],
    said('unstaked', { recipient: EVE }),
    skipped("the stake 1 is another's"),
  ],
  [
    'unstaked after its cooldown',
    [staked, requested],
    unstaked,
    {
      stake: [
        {
          status: 'UNSTAKED',
          amountReturned: 1_015n,
          unstakedAt: new Date(1_700_000_006_000),
          unstakeRequestedAt: new Date(1_700_000_004_000),
        },
      ],
    },
  ],
  ['unstaked without cooldown', [staked], unstaked, { stake: [{ status: 'UNSTAKED', unstakeRequestedAt: null }] }],
  [
    'unstaked with nothing plainly returned',
    [staked],
    said('unstaked', { amountReturned: null }),
    { stake: [{ status: 'UNSTAKED', amountReturned: null }] },
  ],
  ['unstaked twice', [staked, unstaked], unstaked, skipped('the stake 1 is UNSTAKED')],
  ['unstaked before it was made', [], unstaked, skipped('the stake 1 was never made')],
  ['unstaked for another', [staked], said('unstaked', { recipient: EVE }), skipped("the stake 1 is another's")],
]

describe.each([
  ['fee split', splits],
  ['reward', rewards],
  ['stake', stakes],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
