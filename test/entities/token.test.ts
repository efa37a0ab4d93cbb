// Tokens: wrapped, sent, unwrapped, approved; who holds what, and how much there is.
import { test } from 'vitest'
import { ANN, BOB, said } from '../support/blocks/events'
import { type Case, checkCase } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const MOST = 2n ** 256n - 1n
const wrapped = said('tokenMoved', { movement: 'WRAP', from: null, to: ANN })
const unwrapped = said('tokenMoved', { movement: 'UNWRAP', to: null })
const tokens: Case[] = [
  [
    'wrapped',
    [],
    wrapped,
    {
      account: [{ id: account(ANN) }],
      token: [{ symbol: 'WOPEN', supply: 10n }],
      tokenBalance: [{ account: account(ANN), balance: 10n }],
      tokenTransfer: [{ movement: 'WRAP', from: null, to: account(ANN), amount: 10n }],
    },
  ],
  [
    'sent',
    [wrapped],
    said('tokenMoved', { amount: 4n }),
    {
      account: [{ id: account(BOB) }],
      token: [{ supply: 10n }],
      tokenBalance: [
        { account: account(ANN), balance: 6n },
        { account: account(BOB), balance: 4n },
      ],
      tokenTransfer: [{ movement: 'TRANSFER', amount: 4n }],
    },
  ],
  [
    'sent to oneself',
    [wrapped],
    said('tokenMoved', { to: ANN }),
    { token: [{ supply: 10n }], tokenBalance: [{ balance: 10n }], tokenTransfer: [{ from: account(ANN) }] },
  ],
  [
    'unwrapped',
    [wrapped],
    unwrapped,
    { token: [{ supply: 0n }], tokenBalance: [{ balance: 0n }], tokenTransfer: [{ movement: 'UNWRAP', to: null }] },
  ],
  [
    'unwrapped by somebody never seen',
    [],
    unwrapped,
    { account: [{}], token: [{ supply: -10n }], tokenBalance: [{ balance: -10n }], tokenTransfer: [{}] },
  ],
  [
    'beyond 256 bits in sum',
    [said('tokenMoved', { movement: 'WRAP', from: null, to: ANN, amount: MOST })],
    said('tokenMoved', { movement: 'WRAP', from: null, to: ANN, amount: MOST }),
    { token: [{ supply: 2n * MOST }], tokenBalance: [{ balance: 2n * MOST }], tokenTransfer: [{}] },
  ],
  [
    'approved',
    [],
    said('tokenApproved'),
    {
      account: [{ id: account(ANN) }, { id: account(BOB) }],
      token: [{ supply: 0n }],
      tokenAllowance: [{ owner: account(ANN), spender: account(BOB), amount: 10n }],
    },
  ],
  [
    'approved anew',
    [wrapped, said('tokenApproved')],
    said('tokenApproved', { amount: MOST }),
    { token: [{ supply: 10n }], tokenAllowance: [{ amount: MOST }] },
  ],
]

const gopen = { contract: '0x0000000000000000000000000000000000000007', token: 'GOPEN' }
const minted = said('tokenMoved', { ...gopen, movement: 'MINT', from: null, to: ANN })
const wraps: Case[] = [
  [
    'a mint makes a balance, the wrap said beside it does not double it',
    [minted],
    said('tokenWrapped'),
    {
      token: [{ symbol: 'GOPEN', supply: 10n }],
      tokenWrap: [{ movement: 'WRAP', account: account(ANN), amount: 10n }],
    },
  ],
  [
    'a burn ends one, whatever else was said',
    [minted, said('tokenWrapped'), said('tokenWrapped', { movement: 'UNWRAP', amount: 4n })],
    said('tokenMoved', { ...gopen, movement: 'BURN', to: null, amount: 4n }),
    { token: [{ supply: 6n }], tokenBalance: [{ balance: 6n }], tokenTransfer: [{ movement: 'BURN', to: null }] },
  ],
  [
    'two tokens of one holder are two balances',
    [wrapped],
    minted,
    { token: [{ symbol: 'GOPEN', supply: 10n }], tokenBalance: [{ token: '31337-GOPEN' }], tokenTransfer: [{}] },
  ],
  [
    'delegated for the first time',
    [minted],
    said('delegateChanged'),
    {
      account: [{ id: account(BOB) }],
      token: [{}],
      delegation: [{ delegator: account(ANN), from: null, to: account(BOB) }],
    },
  ],
  [
    'delegated to nobody',
    [minted, said('delegateChanged')],
    said('delegateChanged', { from: BOB, to: null }),
    { token: [{}], delegation: [{ from: account(BOB), to: null }] },
  ],
  [
    'votes counted, at most 256 bits of them',
    [],
    said('votesChanged', { votes: MOST }),
    {
      account: [{}],
      token: [{ supply: 0n }],
      votesChange: [{ delegate: account(BOB), previousVotes: 0n, votes: MOST }],
    },
  ],
]

test.each([...tokens, ...wraps])('%s', (...one) => checkCase(one))
