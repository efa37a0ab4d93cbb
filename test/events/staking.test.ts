// What the Staking contract does not say in its events: the config of a stake, the terms of a config, and what an unstake returned.
import { encodeFunctionData } from 'viem'
import { describe, expect, test } from 'vitest'
import type { ChainLog } from '../../src/chain/block'
import { abiOf } from '../../src/dev/contracts/contract'
import { createDatanetRegistry } from '../../src/events/data/datanet-registry'
import { decodeBlock } from '../../src/events/decode'
import { ADDRESS, address, BOOK, blocksOf, type LogDraft, logOf } from '../support/blocks'
import { TERMS } from '../support/events'

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

describe('what an unstake returned', () => {
  const cases: [string, LogDraft[], (bigint | null)[]][] = [
    ['the one transfer to the recipient', [paid(105n), unstaked()], [105n]],
    ['the transfer behind the event', [unstaked(), paid(105n)], [105n]],
    ['nothing, when nothing moved', [unstaked()], [null]],
    ['nothing, when two transfers came', [paid(1n), paid(2n), unstaked()], [null]],
    ['nothing, when two unstakes share a transaction', [paid(1n), unstaked(), unstaked(2n)], [null, null]],
    [
      'its own, when each has a transaction',
      [paid(1n), unstaked(), paid(2n, { transaction: 1 }), unstaked(2n, 1)],
      [1n, 2n],
    ],
    ['no transfer to somebody else', [paid(9n, { dst: ELSEWHERE }), paid(105n), unstaked()], [105n]],
    ['no transfer of another token', [paid(9n, { token: ELSEWHERE }), paid(105n), unstaked()], [105n]],
    ['no transfer to oneself', [paid(9n, { src: ANN }), paid(105n), unstaked()], [105n]],
    ['no transfer that does not decode', [{ ...paid(9n), data: '0x' }, paid(105n), unstaked()], [105n]],
  ]
  test.each(cases)('%s', (_name, logs, amounts) => {
    const unstakes = eventsOf(logs).filter(({ kind }) => kind === 'unstaked')
    expect(unstakes).toMatchObject(amounts.map((amountReturned) => ({ kind: 'unstaked', amountReturned })))
  })
})
