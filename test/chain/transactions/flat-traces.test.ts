// What moved inside a transaction, as a flat list of calls tells it: the cases of the nested one, and what only a flat one can have wrong.
import { expect, test } from 'vitest'
import { transfersInFlat } from '../../../src/chain/transactions/flat-traces'
import { address, bytes32 } from '../../support/blocks/blocks'

const HASH = bytes32(0x0c)
const [A, B, C] = [address(0xa), address(0xb), address(0xc)]

type More = Readonly<Record<string, unknown>>

const call = (traceAddress: number[], [from, to, value]: [string, string, string], more: More = {}) => ({
  ...{ type: 'call', action: { callType: 'call', from, to, value }, traceAddress, transactionHash: HASH },
  ...more,
})
const delegated = (traceAddress: number[], value: string) =>
  call(traceAddress, [B, C, value], { action: { callType: 'delegatecall', from: B, to: C, value } })
const TOP = call([], [A, B, '0x5'])

test.each<[string, unknown, unknown]>([
  ['nothing', [TOP], []],
  [
    'what is passed on, in its order',
    [TOP, call([0], [B, C, '0x1']), call([0, 0], [C, A, '0x2']), call([1], [B, A, '0x3'])],
    [1n, 2n, 3n],
  ],
  [
    'in the order of the calls, whatever the list’s is',
    [call([10], [B, A, '0x4']), call([2], [B, A, '0x3']), call([0, 0], [C, A, '0x2']), call([0], [B, C, '0x1']), TOP],
    [1n, 2n, 3n, 4n],
  ],
  [
    'what failed moved nothing, nor what is below it',
    [TOP, call([0], [B, C, '0x1'], { error: 'Reverted' }), call([0, 0], [C, A, '0x2']), call([1], [B, A, '0x3'])],
    [3n],
  ],
  ['nor anything below a top that failed', [{ ...TOP, error: 'Reverted' }, call([0], [B, C, '0x1'])], []],
  ['no error is none', [TOP, call([0], [B, C, '0x1'], { error: null })], [1n]],
  ['a delegate call names another’s value', [TOP, delegated([0], '0x5'), call([0, 0], [B, A, '0x2'])], [2n]],
  [
    'creations and ends carry some',
    [
      TOP,
      { ...call([0], [B, C, '0x1']), type: 'create', action: { from: B, value: '0x1' }, result: { address: C } },
      { ...TOP, traceAddress: [1], type: 'suicide', action: { address: C, refundAddress: A, balance: '0x2' } },
    ],
    [1n, 2n],
  ],
  ['a reward is nobody’s call', [TOP, { ...TOP, traceAddress: [0], type: 'reward' }], []],
  ['no trace', null, null],
  ['an empty one', [], null],
  ['one without its top', [call([0], [B, C, '0x1'])], null],
  ['another transaction’s', [{ ...TOP, transactionHash: bytes32(1) }], null],
  ['a place that is none', [{ ...TOP, traceAddress: 'top' }], null],
  ['a value that can not be read', [TOP, call([0], [B, C, 'much'])], null],
  ['coin to nobody', [TOP, call([0], [B, '', '0x1'])], null],
])('%s', (_, trace, amounts) => {
  expect(transfersInFlat(trace, HASH)?.map(({ amount }) => amount) ?? null).toEqual(amounts)
})

test('as deep as calls can be', () => {
  const depths = Array.from({ length: 1_024 }, (_, depth) => depth)
  const trace = depths.map((depth) => call(Array(depth).fill(0), [A, B, '0x1']))
  expect(transfersInFlat(trace, HASH)).toHaveLength(1_023)
})
