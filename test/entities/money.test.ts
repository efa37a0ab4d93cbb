// Splits, rewards and withdrawals: every event in its time and out of it, and money to the wei.
import { describe, test } from 'vitest'
import { ANN, BOB, EVE, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const MOST = 2n ** 256n - 1n
const asked = said('inferenceRecorded')
const split = said('feeSplit')
const accrued = said('rewardAccrued')
const withdrawn = said('rewardWithdrawn')

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
    'who gets the remainder',
    [],
    said('remainderRecipientSet'),
    { account: [{ id: account(ANN) }], remainderRecipient: [{ recipient: account(ANN) }] },
  ],
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

describe.each([
  ['fee split', splits],
  ['reward', rewards],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
