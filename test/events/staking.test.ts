// What the Staking contract does not say in its events: the config of a stake, the terms of a config, and what an unstake returned.
import { encodeFunctionData, encodeFunctionResult } from 'viem'
import { describe, expect, test } from 'vitest'
import type { ChainLog } from '../../src/chain/block'
import { abiOf } from '../../src/dev/contracts/contract'
import { createDatanetRegistry } from '../../src/events/data/datanet-registry'
import { decodeBlock } from '../../src/events/decode'
import { stakingReads } from '../../src/events/staking/staking-reads'
import { ADDRESS, address, BOOK, blocksOf, bytes32, type LogDraft, logOf } from '../support/blocks/blocks'
import { TERMS } from '../support/blocks/events'

const ANN = address(0xa)
const BANK = address(0xb)
const ELSEWHERE = address(0xc)

const stakeCall = encodeFunctionData({ abi: abiOf('Staking'), functionName: 'stake', args: [7n, ANN, 100n] })
const staked = (call: LogDraft['call'] = null): LogDraft => ({
  ...logOf('Staking', 'Staked', { stakingId: 1n, recipient: ANN, amount: 100n }),
  ...(call === null ? {} : { call }),
})
const unstaked = (stakingId = 1n, transaction = 0): LogDraft => ({
  ...logOf('Staking', 'Unstaked', { stakingId, recipient: ANN }),
  transaction,
})
const paid = (
  wad: bigint,
  { src = BANK, dst = ANN, token = ADDRESS.WOPEN as string, transaction = 0 } = {},
): LogDraft => ({
  ...logOf('WOPEN', 'Transfer', { src, dst, wad }, token),
  transaction,
})

const eventsOf = (logs: LogDraft[]) =>
  blocksOf([logs]).flatMap((block) => decodeBlock(block, BOOK, createDatanetRegistry([], [])))

describe('the config of a stake', () => {
  const cases: [string, LogDraft['call'], bigint | null][] = [
    ['a direct call says it', { to: ADDRESS.Staking, input: stakeCall }, 7n],
    ['a call of another contract says nothing', { to: ELSEWHERE, input: stakeCall }, null],
    ['another function says nothing', { to: ADDRESS.Staking, input: `0xdeadbeef${stakeCall.slice(10)}` }, null],
    ['call data that are cut say nothing', { to: ADDRESS.Staking, input: stakeCall.slice(0, -2) }, null],
    ['call data with more behind say nothing', { to: ADDRESS.Staking, input: `${stakeCall}00` }, null],
    ['a creation says nothing', { to: null, input: stakeCall }, null],
    ['a call that was not fetched says nothing', null, null],
  ]
  test.each(cases)('%s', (_name, call, configId) => {
    expect(eventsOf([staked(call)])).toMatchObject([{ kind: 'staked', configId }])
  })
})

describe('what stands behind a commitment', () => {
  const commitment = `0x${'ab'.repeat(40)}` as const
  const input = encodeFunctionData({
    abi: abiOf('Staking'),
    functionName: 'commitStake',
    args: [7n, 100n, commitment],
  })
  const committed = (call: LogDraft['call'] = null): LogDraft => ({
    ...logOf('Staking', 'CommitStake', { stakingId: 1n, commitment }),
    ...(call === null ? {} : { call }),
  })
  const cases: [string, LogDraft['call'], { configId: bigint | null; amount: bigint | null }][] = [
    ['a direct call says it', { to: ADDRESS.Staking, input }, { configId: 7n, amount: 100n }],
    ['a call of another contract says nothing', { to: ELSEWHERE, input }, { configId: null, amount: null }],
    ['a call of `stake` says nothing', { to: ADDRESS.Staking, input: stakeCall }, { configId: null, amount: null }],
    ['a call that was not fetched says nothing', null, { configId: null, amount: null }],
  ]
  test.each(cases)('%s', (_name, call, behind) => {
    expect(eventsOf([committed(call)])).toMatchObject([{ kind: 'stakeCommitted', commitment, ...behind }])
  })
})

describe('the terms of a config', () => {
  const { interestRate, stakeDuration, cooldownDuration, maxStake, minStake, ...rest } = TERMS
  const terms = { ...rest, interestRate, stakeDuration, cooldownDuration, maxStake, minStake }
  const encode = (functionName: string, args: unknown[]) =>
    encodeFunctionData({ abi: abiOf('Staking'), functionName, args })
  const create = encode('createConfig', [terms])
  const change = encode('setConfig', [7n, terms])
  const twoTrue = `${create.slice(0, -1)}2`
  const cases: [string, 'ConfigCreated' | 'ConfigSet', ChainLog['call'], object | null][] = [
    ['a direct creation says them', 'ConfigCreated', { to: ADDRESS.Staking, input: create }, TERMS],
    ['a direct change says them', 'ConfigSet', { to: ADDRESS.Staking, input: change }, TERMS],
    [
      'a change of another config says nothing',
      'ConfigSet',
      { to: ADDRESS.Staking, input: encode('setConfig', [8n, terms]) },
      null,
    ],
    ['a creation says nothing of a change', 'ConfigSet', { to: ADDRESS.Staking, input: create }, null],
    ['a call of another contract says nothing', 'ConfigCreated', { to: ELSEWHERE, input: create }, null],
    ['call data with more behind say nothing', 'ConfigCreated', { to: ADDRESS.Staking, input: `${create}00` }, null],
    ['a truth that is neither says nothing', 'ConfigCreated', { to: ADDRESS.Staking, input: twoTrue }, null],
    ['a call that was not fetched says nothing', 'ConfigCreated', null, null],
  ]
  test.each(cases)('%s', (_name, event, call, expected) => {
    const draft: LogDraft = { ...logOf('Staking', event, { configId: 7n }), call }
    const [said] = eventsOf([draft])
    expect(said).toMatchObject({ configId: 7n })
    expect(said !== undefined && 'terms' in said ? said.terms : undefined).toEqual(expected)
  })
})

describe('what is asked of the contract’s state', () => {
  const of = (event: string, id: bigint, call: LogDraft['call'] = null): LogDraft => ({
    ...logOf('Staking', event, {
      ...{ configId: id, stakingId: id, recipient: ANN, amount: 100n, commitment: '0xab' },
    }),
    call,
  })
  const direct = { to: ADDRESS.Staking, input: stakeCall }
  const encode = (functionName: string, args: unknown[]) => ({
    to: ADDRESS.Staking,
    input: encodeFunctionData({ abi: abiOf('Staking'), functionName, args }),
  })
  const cases: [string, LogDraft[], [index: number, getter: string, id: bigint][]][] = [
    ['nothing that a direct call says', [of('Staked', 1n, direct)], []],
    ['nothing of a direct creation', [of('ConfigCreated', 1n, encode('createConfig', [TERMS]))], []],
    ['nothing of a direct change', [of('ConfigSet', 7n, encode('setConfig', [7n, TERMS]))], []],
    ['nothing of a direct commitment', [of('CommitStake', 1n, encode('commitStake', [7n, 1n, '0xab']))], []],
    ['a config that was created otherwise', [of('ConfigCreated', 7n)], [[0, 'configs', 7n]]],
    [
      'a config whose change names another',
      [of('ConfigSet', 7n, encode('setConfig', [8n, TERMS]))],
      [[0, 'configs', 7n]],
    ],
    ['a stake that was made otherwise', [of('Staked', 1n)], [[0, 'stakes', 1n]]],
    ['a commitment that was made otherwise', [of('CommitStake', 2n)], [[0, 'stakes', 2n]]],
    ['the last change of a config', [of('ConfigCreated', 7n), of('ConfigSet', 7n)], [[1, 'configs', 7n]]],
    ['a stake that was topped up in its block', [of('Staked', 1n), of('ToppedUp', 1n)], [[0, 'stakes', 1n]]],
    ['no stake that was asked back in the block', [of('Staked', 1n), of('RequestUnstake', 1n)], []],
    ['no commitment that was opened in the block', [of('CommitStake', 1n), of('RequestUnstake', 1n)], []],
    ['no stake that ended in the block', [of('Staked', 1n), of('Unstaked', 1n)], []],
    [
      'nothing of an unsaid change that a direct one follows',
      [of('ConfigSet', 7n), of('ConfigSet', 7n, encode('setConfig', [7n, TERMS]))],
      [],
    ],
    [
      'a config and a stake of one number',
      [of('ConfigCreated', 1n), of('Staked', 1n)],
      [
        [0, 'configs', 1n],
        [1, 'stakes', 1n],
      ],
    ],
    ['no other event, no other contract', [of('ToppedUp', 1n), { ...of('Staked', 1n), address: ELSEWHERE }], []],
    ['no log without an id', [{ ...of('Staked', 1n), topics: of('Staked', 1n).topics.slice(0, 1) }], []],
  ]
  const expected = ([logIndex, functionName, id]: [number, string, bigint]) => ({
    ...{ logIndex, to: ADDRESS.Staking, data: encode(functionName, [id]).input },
  })
  test.each(cases)('%s', (_name, logs, reads) => {
    const [block] = blocksOf([logs])
    const asked = stakingReads({ ...BOOK, state: 'staking' })
    expect(block && asked?.(block)).toEqual(reads.map(expected))
  })

  test('nothing where the address book does not want it', () => {
    expect(stakingReads(BOOK)).toBeUndefined()
    expect(stakingReads({ ...BOOK, state: 'none' })).toBeUndefined()
    expect(stakingReads({ ...BOOK, state: 'staking', contracts: {} })).toBeUndefined()
  })
})

describe('what the state says', () => {
  const answer = (functionName: string, result: unknown[]) =>
    encodeFunctionResult({ abi: abiOf('Staking'), functionName, result })
  const stake = (recipient: string, amount = 100n) => answer('stakes', [7n, recipient, amount, 5n, 0n, bytes32(1)])
  const nobody = address(0)
  const nothing = `0x${'0'.repeat(6 * 64)}`
  const { bank, manager, token, interestRate, stakeDuration, cooldownDuration, maxStake, minStake } = TERMS
  const { isActive, isTopupEnabled, isPublic } = TERMS
  const terms = answer('configs', [
    ...[bank, manager, token, interestRate, stakeDuration, cooldownDuration, maxStake, minStake],
    ...[isActive, isTopupEnabled, isPublic],
  ])
  const hidden = { ...logOf('Staking', 'CommitStake', { stakingId: 1n, commitment: '0xab' }) }
  const config = (event: string) => logOf('Staking', event, { configId: 7n })
  const cases: [string, LogDraft, string | undefined, object][] = [
    ['the config of a stake', staked(), stake(ANN), { configId: 7n, amount: 100n }],
    ['not that of a stake of another', staked(), stake(BANK), { configId: null }],
    ['that of a stake with a top-up', staked(), stake(ANN, 101n), { configId: 7n, amount: 100n }],
    ['not that of a stake of less', staked(), stake(ANN, 99n), { configId: null }],
    ['nothing, in more words than ours', staked(), `${stake(ANN)}${'0'.repeat(64)}`, { configId: null }],
    ['nothing, where it was not answered', staked(), undefined, { configId: null }],
    ['less than a direct call', staked({ to: ADDRESS.Staking, input: stakeCall }), stake(BANK), { configId: 7n }],
    ['config and amount behind a commitment', hidden, stake(nobody), { configId: 7n, amount: 100n }],
    ['nothing of a commitment that is opened', hidden, stake(ANN), { configId: null, amount: null }],
    ['nothing of a stake that is not there', hidden, nothing, { configId: null, amount: null }],
    ['the terms of a creation', config('ConfigCreated'), terms, { terms: TERMS }],
    ['the terms of a change', config('ConfigSet'), terms, { terms: TERMS }],
    ['no terms of a config that is not there', config('ConfigSet'), `0x${'0'.repeat(11 * 64)}`, { terms: null }],
    ['no terms with a truth that is neither', config('ConfigSet'), `${terms.slice(0, -1)}2`, { terms: null }],
  ]
  test.each(cases)('%s', (_name, log, state, expected) => {
    expect(eventsOf([{ ...log, state }])).toMatchObject([expected])
  })
})

describe('what was paid beside an unstake', () => {
  const payment = (amount: bigint, from: string = BANK, token: string = ADDRESS.WOPEN) => ({ token, from, amount })
  const cases: [string, LogDraft[], (object[] | null)[]][] = [
    ['the transfer to the recipient', [paid(105n), unstaked()], [[payment(105n)]]],
    ['the transfer behind the event', [unstaked(), paid(105n)], [[payment(105n)]]],
    ['nothing, when nothing moved', [unstaked()], [[]]],
    ['every transfer', [paid(1n), paid(2n), unstaked()], [[payment(1n), payment(2n)]]],
    ['unknown, when two unstakes share a transaction', [paid(1n), unstaked(), unstaked(2n)], [null, null]],
    [
      'its own, when each has a transaction',
      [paid(1n), unstaked(), paid(2n, { transaction: 1 }), unstaked(2n, 1)],
      [[payment(1n)], [payment(2n)]],
    ],
    ['no transfer to somebody else', [paid(9n, { dst: ELSEWHERE }), unstaked()], [[]]],
    [
      'that of any token, from whoever paid',
      [paid(9n, { token: ADDRESS.OPEN, src: ELSEWHERE }), unstaked()],
      [[payment(9n, ELSEWHERE, ADDRESS.OPEN)]],
    ],
    ['no transfer that does not decode', [{ ...paid(9n), data: '0x' }, unstaked()], [[]]],
  ]
  test.each(cases)('%s', (_name, logs, expected) => {
    const unstakes = eventsOf(logs).filter(({ kind }) => kind === 'unstaked')
    expect(unstakes).toMatchObject(expected.map((payments) => ({ kind: 'unstaked', paid: payments })))
  })
})
