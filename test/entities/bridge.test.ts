// What crosses between the chains: each side's rows, by themselves, whatever the other side has said or not.
import { test } from 'vitest'
import { bytes32 } from '../support/blocks/blocks'
import { ANN, BOB, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const MOST = 2n ** 256n - 1n

const bridge: Case[] = [
  [
    'deposited',
    [],
    said('depositMade'),
    { account: [{ id: account(ANN) }], bridgeDeposit: [{ from: account(ANN), to: BOB, mint: 10n }] },
  ],
  [
    'deposited twice in the same words: two deposits',
    [said('depositMade')],
    said('depositMade', { mint: MOST }),
    { bridgeDeposit: [{ mint: MOST }] },
  ],
  [
    'a withdrawal begins on the L2',
    [],
    said('withdrawalInitiated'),
    {
      account: [{}],
      bridgeWithdrawal: [{ sender: account(ANN), target: BOB, value: 10n, withdrawalHash: bytes32(22) }],
    },
  ],
  [
    'and not twice',
    [said('withdrawalInitiated')],
    said('withdrawalInitiated'),
    skipped('the withdrawal was initiated already'),
  ],
  [
    'proven before anybody here heard of it',
    [],
    said('withdrawalProven'),
    { withdrawalProof: [{ withdrawalHash: bytes32(22), sender: ANN }] },
  ],
  ['proven anew', [said('withdrawalProven')], said('withdrawalProven'), { withdrawalProof: [{}] }],
  [
    'finalised, and its call failed',
    [said('withdrawalProven')],
    said('withdrawalFinalised', { isSuccess: false }),
    { withdrawalFinalisation: [{ isSuccess: false }] },
  ],
  [
    'finalised twice',
    [said('withdrawalFinalised')],
    said('withdrawalFinalised'),
    skipped('the withdrawal was finalised already'),
  ],
  [
    'sent to another chain',
    [],
    said('oftSent'),
    { account: [{}], oftSending: [{ guid: bytes32(23), destinationEid: 30_102n, amountSent: 10n }] },
  ],
  ['sent twice', [said('oftSent')], said('oftSent'), skipped('it was sent already')],
  [
    'arrived, whether or not it was seen to leave',
    [],
    said('oftReceived'),
    { account: [{}], oftReceipt: [{ guid: bytes32(23), amount: 10n }] },
  ],
  ['arrived twice', [said('oftReceived')], said('oftReceived'), skipped('it arrived already')],
  [
    'a root of the L2',
    [],
    said('outputProposed'),
    { outputRoot: [{ root: bytes32(24), l2BlockNumber: 9n, outputIndex: null }] },
  ],
]

test.each(bridge)('%s', (...one) => checkCase(one))
