// Proposals, votes and the timelock: every event in its time and out of it, and the state of a proposal at every moment.
import { describe, expect, test } from 'vitest'
import { stateOf, stateWithin } from '../../src/entities/governance/proposal-state'
import { ADDRESS, bytes32 } from '../support/blocks/blocks'
import { ANN, BOB, EVE, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const PROPOSAL = '31337-0000000001'
const OPERATION = `31337-${bytes32(18)}`
const MOST = 2n ** 256n - 1n

const made = said('proposalCreated')
const queued = said('proposalQueued')
const executed = said('proposalExecuted')
const canceled = said('proposalCanceled')
const proposals: Case[] = [
  [
    'made',
    [],
    made,
    {
      account: [{ id: account(ANN) }],
      proposal: [{ id: PROPOSAL, status: 'CREATED', operation: OPERATION, votesFor: 0n, description: 'a fee' }],
      proposalAction: [{ id: `${PROPOSAL}-a0000`, target: BOB, calldata: '0x01', index: 0 }],
    },
  ],
  ['made twice', [made], made, skipped('the proposal 1 exists already')],
  [
    'made with a number as long as they are',
    [],
    said('proposalCreated', { proposalId: MOST, actions: [] }),
    { account: [{}], proposal: [{ id: `31337-${MOST}` }] },
  ],
  [
    'queued',
    [made],
    queued,
    { proposal: [{ status: 'QUEUED', etaSeconds: 1_700_000_020n, queuedBlockNumber: 2, endedBlockNumber: null }] },
  ],
  ['queued twice', [made, queued], queued, skipped('the proposal 1 is QUEUED')],
  ['queued, never made', [], queued, skipped('the proposal 1 was never made')],
  ['executed', [made, queued], executed, { proposal: [{ status: 'EXECUTED', endedBlockNumber: 3 }] }],
  ['executed without a timelock', [made], executed, { proposal: [{ status: 'EXECUTED' }] }],
  ['taken back', [made], canceled, { proposal: [{ status: 'CANCELED', endedBlockNumber: 2 }] }],
  ['taken back when it was executed', [made, executed], canceled, skipped('the proposal 1 is EXECUTED')],
  ['executed when it was taken back', [made, canceled], executed, skipped('the proposal 1 is CANCELED')],
]

const vote = said('voteCast')
const votes: Case[] = [
  [
    'for',
    [made],
    vote,
    {
      account: [{ id: account(BOB) }],
      proposal: [{ votesFor: 10n, votesAgainst: 0n }],
      vote: [{ id: `${PROPOSAL}-${BOB}`, support: 'FOR', weight: 10n, reason: 'it is time', params: null }],
    },
  ],
  [
    'against and abstained',
    [made, vote, said('voteCast', { voter: ANN, support: 'AGAINST', weight: 4n })],
    said('voteCast', { voter: EVE, support: 'ABSTAIN', weight: 3n, params: '0x01' }),
    {
      account: [{}],
      proposal: [{ votesFor: 10n, votesAgainst: 4n, votesAbstain: 3n }],
      vote: [{ support: 'ABSTAIN', params: '0x01' }],
    },
  ],
  [
    'for none of the sides',
    [made],
    said('voteCast', { support: '9' }),
    { account: [{}], proposal: [{ votesFor: 0n, votesAgainst: 0n, votesAbstain: 0n }], vote: [{ support: '9' }] },
  ],
  ['twice', [made, vote], vote, skipped('the account has voted already')],
  ['on no proposal', [], vote, skipped('the proposal 1 was never made')],
]

const scheduled = said('callScheduled')
const second = said('callScheduled', { index: 1n })
const done = said('callExecuted')
const stopped = said('operationCancelled')
const timelock: Case[] = [
  [
    'scheduled',
    [],
    scheduled,
    {
      timelockOperation: [
        { id: OPERATION, status: 'SCHEDULED', scheduledCalls: 1, salt: null, readyAt: new Date(1_700_000_007_000) },
      ],
      timelockCall: [{ id: `${OPERATION}-c0000`, executedBlockNumber: null }],
    },
  ],
  ['a second call', [scheduled], second, { timelockOperation: [{ scheduledCalls: 2 }], timelockCall: [{ index: 1n }] }],
  ['a call scheduled twice', [scheduled], scheduled, skipped('the call 0 was scheduled already')],
  [
    'a delay that no calendar holds',
    [],
    said('callScheduled', { delaySeconds: MOST }),
    { timelockOperation: [{ readyAt: new Date(Date.UTC(9999, 11, 31)), delaySeconds: MOST }], timelockCall: [{}] },
  ],
  ['salted', [scheduled], said('operationSalted'), { timelockOperation: [{ salt: bytes32(20) }] }],
  ['salted, never scheduled', [], said('operationSalted'), skipped('the operation was never scheduled')],
  [
    'one call of two executed',
    [scheduled, second],
    done,
    {
      timelockOperation: [{ status: 'SCHEDULED', executedCalls: 1, endedBlockNumber: null }],
      timelockCall: [{ executedBlockNumber: 3 }],
    },
  ],
  [
    'the last call executed',
    [scheduled, second, done],
    said('callExecuted', { index: 1n }),
    { timelockOperation: [{ status: 'EXECUTED', endedBlockNumber: 4 }], timelockCall: [{}] },
  ],
  ['executed twice', [scheduled, second, done], done, skipped('the call 0 was executed already')],
  ['executed when all was', [scheduled, done], done, skipped('the operation is EXECUTED')],
  ['executed, never scheduled', [], done, skipped('the call was never scheduled')],
  ['stopped', [scheduled], stopped, { timelockOperation: [{ status: 'CANCELLED', endedBlockNumber: 2 }] }],
  ['stopped when it was executed', [scheduled, done], stopped, skipped('the operation is EXECUTED')],
  ['stopped, never scheduled', [], stopped, skipped('the operation was never scheduled')],
  ['executed when it was stopped', [scheduled, stopped], done, skipped('the operation is CANCELLED')],
  [
    'scheduled again when it was stopped',
    [scheduled, second, stopped],
    scheduled,
    {
      timelockOperation: [{ status: 'SCHEDULED', scheduledCalls: 1, blockNumber: 4 }],
      timelockCall: [{ blockNumber: 4 }],
    },
  ],
  [
    'its second call, too',
    [scheduled, second, stopped, scheduled],
    second,
    { timelockOperation: [{ scheduledCalls: 2 }], timelockCall: [{ index: 1n, blockNumber: 5 }] },
  ],
  ['scheduled again when it was executed', [scheduled, done], scheduled, skipped('the operation is EXECUTED')],
]

const rest: Case[] = [
  [
    'a parameter',
    [],
    said('governanceParameterSet'),
    { governanceParameter: [{ parameter: 'QUORUM_NUMERATOR', previous: '0', value: '5' }] },
  ],
  [
    'a role granted',
    [],
    said('roleGranted'),
    { account: [{}, {}], roleChange: [{ account: account(ANN), sender: account(EVE), isGranted: true }] },
  ],
  ['a role revoked', [], said('roleRevoked'), { account: [{}, {}], roleChange: [{ isGranted: false }] }],
]

const changed = said('proxyChanged')
const upgrades: Case[] = [
  [
    'a proxy is heard of first',
    [],
    changed,
    {
      proxy: [{ name: 'StudioVault', implementation: ANN, beacon: null, admin: null, upgradeCount: 1 }],
      upgrade: [{ part: 'IMPLEMENTATION', previous: null, current: ANN }],
    },
  ],
  [
    'other code, and what was before',
    [changed],
    said('proxyChanged', { current: EVE }),
    {
      proxy: [{ implementation: EVE, upgradeCount: 2, blockNumber: 1 }],
      upgrade: [{ previous: ANN, current: EVE, blockNumber: 2 }],
    },
  ],
  [
    'an administrator, who says himself who was before',
    [changed],
    said('proxyChanged', { part: 'ADMIN', previous: BOB, current: EVE }),
    { proxy: [{ implementation: ANN, admin: EVE }], upgrade: [{ part: 'ADMIN', previous: BOB, current: EVE }] },
  ],
  [
    'a beacon',
    [],
    said('proxyChanged', { part: 'BEACON', name: null }),
    { proxy: [{ name: null, implementation: null, beacon: ANN }], upgrade: [{ part: 'BEACON' }] },
  ],
  ['the same code once more', [changed], changed, { proxy: [{ upgradeCount: 2 }], upgrade: [{ previous: ANN }] }],
  [
    'a setting of L1 for the L2',
    [],
    said('systemConfigUpdated'),
    { systemConfigUpdate: [{ setting: 'GAS_LIMIT', data: '0x01', version: 0n }] },
  ],
]

const PEER = { eid: 30_101n, messageType: null, previous: null, value: bytes32(23) }
const option = (messageType: bigint) => ({ eid: 30_101n, messageType, previous: null, value: '0x0003' })
const settings: Case[] = [
  [
    'a peer',
    [],
    said('contractSet'),
    { contractSetting: [{ ...PEER, contract: ADDRESS.OPENOFT, setting: 'PEER', blockNumber: 1 }] },
  ],
  [
    'another peer, and the first stays told',
    [said('contractSet')],
    said('contractSet', { values: [{ ...PEER, value: bytes32(0xbad) }] }),
    { contractSetting: [{ value: bytes32(0xbad), previous: null, blockNumber: 2 }] },
  ],
  [
    'an owner, who says himself who was before',
    [],
    said('contractSet', {
      setting: 'OWNER',
      values: [{ eid: null, messageType: null, previous: ANN, value: EVE }],
    }),
    { contractSetting: [{ setting: 'OWNER', eid: null, previous: ANN, value: EVE }] },
  ],
  [
    'several options at once, one of them twice',
    [],
    said('contractSet', { setting: 'ENFORCED_OPTION', values: [option(1n), option(2n), option(1n)] }),
    { contractSetting: [{ messageType: 1n }, { messageType: 2n }, { messageType: 1n }] },
  ],
  [
    'no option at all',
    [],
    said('contractSet', { setting: 'ENFORCED_OPTION', values: [] }),
    skipped('the list sets nothing'),
  ],
]

describe.each([
  ['upgrade', upgrades],
  ['contract setting', settings],
  ['proposal', proposals],
  ['vote', votes],
  ['timelock', timelock],
  ['governance', rest],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})

const open = { status: 'CREATED', voteStart: 10n, voteEnd: 20n, votesFor: 5n, votesAgainst: 1n, votesAbstain: 2n }
const after = { now: 21n, quorum: 7n, operation: null }
const waiting = { ...open, status: 'QUEUED' }
describe('the state of a proposal', () => {
  test.each([
    ['before the snapshot', open, { ...after, now: 9n }, 'PENDING'],
    ['at the snapshot', open, { ...after, now: 10n }, 'PENDING'],
    ['behind it', open, { ...after, now: 11n }, 'ACTIVE'],
    ['in the last second', open, { ...after, now: 20n }, 'ACTIVE'],
    ['with the quorum', open, after, 'SUCCEEDED'],
    ['a vote below the quorum', open, { ...after, quorum: 8n }, 'DEFEATED'],
    ['as many against as for', { ...open, votesAgainst: 5n }, after, 'DEFEATED'],
    ['nobody voted, nothing needed', { ...open, votesFor: 0n, votesAgainst: 0n }, { ...after, quorum: 0n }, 'DEFEATED'],
    ['the quorum is not known', open, { ...after, quorum: null }, null],
    ['lost, whatever the quorum', { ...open, votesAgainst: 6n }, { ...after, quorum: null }, 'DEFEATED'],
    ['queued', waiting, { ...after, operation: 'SCHEDULED' }, 'QUEUED'],
    ['executed on the timelock itself', waiting, { ...after, operation: 'EXECUTED' }, 'EXECUTED'],
    ['stopped in the timelock', waiting, { ...after, operation: 'CANCELLED' }, 'CANCELED'],
    ['scheduled anew since', waiting, { ...after, operation: 'FORGOTTEN' }, null],
    ['executed', { ...open, status: 'EXECUTED' }, { ...after, now: 0n }, 'EXECUTED'],
    ['taken back before its time', { ...open, status: 'CANCELED' }, { ...after, now: 0n }, 'CANCELED'],
  ] as const)('%s', (_name, proposal, circumstances, expected) => {
    expect(stateOf(proposal, circumstances)).toBe(expected)
  })
})

describe('the state of a proposal in a block whose second is not known', () => {
  test.each([
    ['whatever the second', open, [11n, 20n], 'ACTIVE'],
    ['it may have begun', open, [10n, 11n], null],
    ['it may be over', open, [20n, 21n], null],
    ['it is over', open, [21n, 30n], 'SUCCEEDED'],
    ['the clock says nothing any more', waiting, [0n, 30n], 'QUEUED'],
  ] as const)('%s', (_name, proposal, [earliest, latest], expected) => {
    expect(stateWithin(proposal, { earliest, latest }, { quorum: 7n, operation: null })).toBe(expected)
  })
})
