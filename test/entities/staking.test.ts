// Stakes and their interest: every event in its time and out of it, and what each stake is worth to the wei.
import { describe, test } from 'vitest'
import { ADDRESS } from '../support/blocks/blocks'
import { ANN, EVE, type Said, said, TERMS } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const MOST = 2n ** 256n - 1n
const staked = said('staked')
const committed = said('stakeCommitted')
const toppedUp = said('toppedUp')
const requested = said('unstakeRequested')
const unstaked = said('unstaked')
const config = said('stakingConfigCreated')
const unknown = said('stakingConfigSet', { terms: null })

const stakes: Case[] = [
  [
    'staked',
    [],
    staked,
    {
      account: [{ id: account(ANN) }],
      stakeState: [{}],
      stake: [
        { id: '31337-0000000001', configId: 3n, amount: 1_000n, toppedUp: 0n, status: 'ACTIVE', amountReturned: null },
      ],
    },
  ],
  [
    'staked through another contract',
    [],
    said('staked', { configId: null }),
    { account: [{}], stakeState: [{}], stake: [{ configId: null }] },
  ],
  ['staked twice', [staked], staked, skipped('the stake 1 exists already')],
  ['topped up', [staked], toppedUp, { stakeState: [{}], stake: [{ amount: 1_000n, toppedUp: 10n, status: 'ACTIVE' }] }],
  ['topped up again', [staked, toppedUp], toppedUp, { stakeState: [{}], stake: [{ toppedUp: 20n }] }],
  ['topped up before it was made', [], toppedUp, skipped('the stake 1 was never made')],
  ['topped up while it is leaving', [staked, requested], toppedUp, skipped('the stake 1 is UNSTAKING')],
  ['topped up for another', [staked], said('toppedUp', { recipient: EVE }), skipped("the stake 1 is another's")],
  [
    'asked for',
    [staked],
    requested,
    { stakeState: [{}], stake: [{ status: 'UNSTAKING', unstakeRequestedAt: new Date(1_700_000_004_000) }] },
  ],
  ['asked for twice', [staked, requested], requested, skipped('the stake 1 is UNSTAKING')],
  [
    'committed',
    [],
    committed,
    {
      stakeState: [{}],
      stake: [{ recipient: null, commitment: '0xc0ffee', configId: 3n, amount: 1_000n, status: 'ACTIVE' }],
    },
  ],
  ['committed to a stake that exists', [staked], committed, skipped('the stake 1 exists already')],
  ['topped up while it is hidden', [committed], toppedUp, skipped("the stake 1 is another's")],
  [
    'asked for by opening the commitment',
    [committed],
    requested,
    { account: [{ id: account(ANN) }], stakeState: [{}], stake: [{ recipient: account(ANN), status: 'UNSTAKING' }] },
  ],
  [
    'unstaked by opening the commitment, without cooldown',
    [committed],
    unstaked,
    { account: [{ id: account(ANN) }], stakeState: [{}], stake: [{ recipient: account(ANN), status: 'UNSTAKED' }] },
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
      stakeState: [{}],
      stake: [
        {
          status: 'UNSTAKED',
          amountReturned: null,
          unstakedAt: new Date(1_700_000_006_000),
          unstakeRequestedAt: new Date(1_700_000_004_000),
        },
      ],
    },
  ],
  [
    'unstaked without cooldown',
    [staked],
    unstaked,
    { stakeState: [{}], stake: [{ status: 'UNSTAKED', unstakeRequestedAt: null }] },
  ],
  ['unstaked twice', [staked, unstaked], unstaked, skipped('the stake 1 is UNSTAKED')],
  ['unstaked before it was made', [], unstaked, skipped('the stake 1 was never made')],
  ['unstaked for another', [staked], said('unstaked', { recipient: EVE }), skipped("the stake 1 is another's")],
]

/** The config's token and bank say which of what was paid it is. */
const [token, bank] = [TERMS.token, TERMS.bank]
const its = { token, from: bank, amount: 7n }
const foreign = { token: ADDRESS.OPEN, bank: ADDRESS.OPENOFTAdapter }
const payments: [string, Said[], { token: string; from: string; amount: bigint }[] | null, bigint | null][] = [
  ["the bank's", [config], [its], 7n],
  ["the bank's among others", [config], [{ ...its, from: ANN }, its, { ...its, token: bank }], 7n],
  ["none but the bank's", [config], [{ ...its, from: ANN }], null],
  ["none but the token's", [config], [{ ...its, token: ADDRESS.OPEN }], null],
  ['neither of two', [config], [its, its], null],
  ['nothing', [config], [], null],
  ['what is not told apart', [config], null, null],
  ['what nobody knows the terms of', [], [its], null],
  ['what was known until the terms were not', [config, unknown], [its], null],
  [
    'another token than WOPEN',
    [said('stakingConfigCreated', { terms: { ...TERMS, ...foreign } })],
    [its, { token: foreign.token, from: foreign.bank, amount: 9n }],
    9n,
  ],
]
const returned = payments.map(
  ([name, terms, paid, amountReturned]): Case => [
    name,
    [...terms, staked],
    said('unstaked', { paid }),
    { stakeState: [{}], stake: [{ status: 'UNSTAKED', amountReturned }] },
  ],
)

/** A year's interest in two seconds, twice over: each event stands two seconds behind the last, and is worth a factor of e. */
const interest: Case[] = [
  [
    'a config with its terms',
    [],
    config,
    { stakingConfig: [{ configId: 3n, ...TERMS }], stakingTerms: [{ config: '31337-0000000003', ...TERMS }] },
  ],
  [
    'a config whose terms nobody saw',
    [],
    said('stakingConfigCreated', { terms: null }),
    { stakingConfig: [{ interestRate: null, isActive: null }], stakingTerms: [{ bank: null }] },
  ],
  ['a config made twice', [config], config, skipped('the config 3 exists already')],
  ['terms of no config', [], said('stakingConfigSet'), skipped('the config 3 was never created')],
  [
    'new terms',
    [config],
    said('stakingConfigSet'),
    { stakingConfig: [{ interestRate: 0n, blockNumber: 1 }], stakingTerms: [{ interestRate: 0n, blockNumber: 2 }] },
  ],
  [
    'a top-up makes interest principal and starts the clock again',
    [config, staked],
    toppedUp,
    {
      stake: [{ amount: 1_000n, principal: 2_728n, accruingSince: new Date(1_700_000_006_000) }],
      stakeState: [{ principal: 2_728n, accruingUntil: null }],
    },
  ],
  [
    'interest on interest after a top-up',
    [config, staked, toppedUp],
    unstaked,
    { stake: [{ amountDue: 7_415n }], stakeState: [{ status: 'UNSTAKED' }] },
  ],
  [
    'no interest after it was asked for',
    [config, staked, requested],
    unstaked,
    { stake: [{ amountDue: 2_718n }], stakeState: [{ accruingUntil: new Date(1_700_000_006_000) }] },
  ],
  [
    'no interest beyond the duration',
    [said('stakingConfigCreated', { terms: { ...TERMS, stakeDuration: 2n } }), staked, said('metadataUpdated')],
    unstaked,
    { stake: [{ amountDue: 2_718n }], stakeState: [{}] },
  ],
  [
    'new terms hold for the whole time, as in the contract',
    [config, staked, said('stakingConfigSet')],
    unstaked,
    { stake: [{ amountDue: 1_000n }], stakeState: [{}] },
  ],
  [
    'unknown terms make the worth unknown',
    [config, staked, unknown],
    unstaked,
    { stake: [{ principal: 1_000n, amountDue: null }], stakeState: [{}] },
  ],
  [
    'and what was topped up under them',
    [config, staked, unknown],
    toppedUp,
    { stake: [{ principal: null, toppedUp: 10n }], stakeState: [{ principal: null }] },
  ],
  [
    'a rate beyond what the contract can reckon with',
    [said('stakingConfigCreated', { terms: { ...TERMS, interestRate: MOST } }), staked],
    unstaked,
    { stake: [{ amountDue: null }], stakeState: [{}] },
  ],
]

describe.each([
  ['stake', stakes],
  ['interest', interest],
  ['an unstake returned', returned],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
