// Tokens: wrapped, sent, unwrapped, approved; who holds what, and how much there is.
import { test } from 'vitest'
import { type Case, checkCase } from '../support/cases'
import { ANN, BOB, said } from '../support/events'

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

test.each(tokens)('%s', (...one) => checkCase(one))
