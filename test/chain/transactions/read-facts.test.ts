// What a node answers about transactions: what it leaves out is null, what contradicts is refused, and of traces only what can be read is believed.
import { describe, expect, test } from 'vitest'
import { transfersInNested } from '../../../src/chain/transactions/nested-traces'
import { readFacts } from '../../../src/chain/transactions/read-facts'
import { address, bytes32 } from '../../support/blocks/blocks'

const HASH = bytes32(1)
const OURS = bytes32(0x0c)
const system = {
  type: '0x7e',
  hash: bytes32(0x0a),
  from: address(1),
  to: address(2),
  value: '0x0',
  input: '0x0102',
  sourceHash: bytes32(5),
}
const deposit = { ...system, hash: bytes32(0x0b), mint: '0x9', value: '0x8', sourceHash: bytes32(6) }
const ours = {
  type: '0x2',
  hash: OURS,
  from: address(0xa1).toUpperCase().replace('0X', '0x'),
  to: null,
  value: '0x7',
  input: '0x',
}
const strangers = { ...ours, hash: bytes32(0x0d) }
const TRANSACTIONS = [system, deposit, ours, strangers]
const receiptOf = ({ hash }: { hash: string }) => ({
  transactionHash: hash,
  blockHash: HASH,
  gasUsed: '0x5208',
  effectiveGasPrice: '0xa',
  status: '0x1',
})
const BLOCK = { hash: HASH, gasUsed: '0x10', baseFeePerGas: '0x7', transactions: TRANSACTIONS }
const RECEIPTS = TRANSACTIONS.map(receiptOf)
const L1 = { l1Fee: '0x1e', l1GasUsed: '0x640', l1GasPrice: '0x3b9aca00', l1FeeScalar: '0.684', l1BlobBaseFee: '0x1' }

type Answer = { block?: unknown; receipts?: unknown; wanted?: string[] }
const read = ({ block = BLOCK, receipts = RECEIPTS, wanted = [OURS] }: Answer) =>
  readFacts({ hash: HASH, block, receipts, wanted: new Set(wanted) })
const withReceipt = (index: number, change: Record<string, unknown>) =>
  RECEIPTS.map((receipt, at) => (at === index ? { ...receipt, ...change } : receipt))
const withTransaction = (index: number, change: Record<string, unknown>) => ({
  ...BLOCK,
  transactions: TRANSACTIONS.map((transaction, at) => (at === index ? { ...transaction, ...change } : transaction)),
})

test('deposits and our own are read, strangers’ are not', () => {
  const { gasUsed, baseFee, transactions } = read({})
  expect([gasUsed, baseFee, transactions.map(({ index }) => index)]).toEqual([16n, 7n, [0, 1, 2]])
  expect(transactions[1]).toMatchObject({ value: 8n, deposit: { sourceHash: bytes32(6), mint: 9n } })
  const none = { fee: null, gasUsed: null, gasPrice: null, feeScalar: null, blobBaseFee: null }
  expect(transactions[2]).toMatchObject({
    from: address(0xa1),
    to: null,
    deposit: null,
    gasPrice: 10n,
    l1: none,
    internal: null,
  })
})

test('a contract that was made has the address that its receipt says', () => {
  const [, , made] = read({ receipts: withReceipt(2, { contractAddress: address(0xc0) }) }).transactions
  expect([made?.to, made?.made]).toEqual([null, address(0xc0)])
  const [, called] = read({ receipts: withReceipt(1, { contractAddress: address(0xc0) }) }).transactions
  expect(called?.made).toBeNull()
})

test('what receipts say of L1’s part is kept, and what of it can not be read is null', () => {
  const [, , whole] = read({ receipts: withReceipt(2, L1) }).transactions
  expect(whole?.l1).toEqual({ fee: 30n, gasUsed: 1_600n, gasPrice: 10n ** 9n, feeScalar: '0.684', blobBaseFee: 1n })
  const strange = {
    l1Fee: 5,
    l1GasUsed: '0x',
    l1GasPrice: '12',
    l1FeeScalar: { a: 1 },
    l1BlobBaseFee: `0x${'1'.repeat(65)}`,
  }
  const [, , bent] = read({ receipts: withReceipt(2, strange) }).transactions
  expect(Object.values(bent?.l1 ?? {})).toEqual([null, null, null, null, null])
  expect(
    read({ receipts: withReceipt(2, { status: '0x0', effectiveGasPrice: undefined }) }).transactions[2],
  ).toMatchObject({
    ...{ isSuccess: false, gasPrice: null },
  })
})

test.each([undefined, null, '0x0'])('a deposit whose mint is %s mints nothing', (mint) => {
  expect(read({ block: withTransaction(1, { mint }) }).transactions[1]?.deposit?.mint).toBe(0n)
})

test.each<[string, Answer, RegExp]>([
  ['no block', { block: null }, /no block/],
  ['another block', { block: { ...BLOCK, hash: bytes32(2) } }, /gave block 0x0+2 when asked/],
  ['no receipts', { receipts: null }, /no receipts/],
  ['a receipt too few', { receipts: RECEIPTS.slice(1) }, /3 receipts of the 4/],
  ['receipts of another block', { receipts: withReceipt(2, { blockHash: bytes32(2) }) }, /of another transaction/],
  ['receipts in another order', { receipts: RECEIPTS.toReversed() }, /of another transaction/],
  ['only hashes of transactions', { block: { ...BLOCK, transactions: [OURS] } }, /should be/],
  ['logs of a transaction that is not there', { wanted: [OURS, bytes32(0xee)] }, /not the transaction/],
  ['a value that is no quantity', { block: withTransaction(2, { value: '7' }) }, /value .* is no quantity/],
  [
    'a value beyond 256 bits',
    { block: withTransaction(2, { value: `0x${'f'.repeat(65)}` }) },
    /value .* is no quantity/,
  ],
  ['a sender that is none', { block: withTransaction(2, { from: '0x12' }) }, /from .* can't be read/],
  [
    'a deposit without its source',
    { block: withTransaction(1, { sourceHash: undefined }) },
    /sourceHash .* can't be read/,
  ],
  ['no status', { receipts: withReceipt(2, { status: undefined }) }, /status .* neither/],
  ['a status of another form', { receipts: withReceipt(2, { status: '0x00' }) }, /status .* neither/],
  ['a mint that is no quantity', { block: withTransaction(1, { mint: '9' }) }, /mint .* is no quantity/],
  ['no gas', { receipts: withReceipt(2, { gasUsed: null }) }, /gasUsed .* is no quantity/],
])('%s is refused', (_, answer, reason) => {
  expect(() => read(answer)).toThrow(reason)
})

const [A, B, C] = [address(0xa), address(0xb), address(0xc)]
const call = (from: string, to: string, value?: string, more: Record<string, unknown> = {}) => ({
  type: 'CALL',
  from,
  to,
  value,
  ...more,
})

describe('inside of a transaction', () => {
  test.each<[string, unknown, unknown]>([
    ['nothing', call(A, B, '0x5'), []],
    [
      'what is passed on, in its order',
      call(A, B, '0x5', { calls: [call(B, C, '0x1', { calls: [call(C, A, '0x2')] }), call(B, A, '0x3')] }),
      [1n, 2n, 3n],
    ],
    [
      'what failed moved nothing, nor what is below it',
      call(A, B, '0x0', { calls: [call(B, C, '0x1', { error: 'reverted', calls: [call(C, A, '0x2')] })] }),
      [],
    ],
    ['nor anything below a top that failed', call(A, B, '0x0', { error: 'reverted', calls: [call(B, C, '0x1')] }), []],
    [
      'a delegate call names another’s value',
      call(A, B, '0x5', { calls: [{ ...call(B, C, '0x5'), type: 'DELEGATECALL', calls: [call(B, A, '0x2')] }] }),
      [2n],
    ],
    [
      'creations and ends carry some',
      call(A, B, '0x0', {
        calls: [
          { ...call(B, C, '0x1'), type: 'CREATE2' },
          { ...call(C, A, '0x1'), type: 'SELFDESTRUCT' },
        ],
      }),
      [1n, 1n],
    ],
    ['no trace', null, null],
    ['a trace of another kind', { gas: 1, structLogs: [] }, null],
    ['a value that can not be read', call(A, B, '0x0', { calls: [call(B, C, 'much')] }), null],
    ['coin to nobody', call(A, B, '0x0', { calls: [{ type: 'CALL', from: B, value: '0x1' }] }), null],
  ])('%s', (_, trace, amounts) => {
    expect(transfersInNested(trace)?.map(({ amount }) => amount) ?? null).toEqual(amounts)
  })

  test('as deep as it likes', () => {
    let trace: unknown = call(A, B, '0x1')
    for (let depth = 0; depth < 20_000; depth++) trace = call(A, B, '0x1', { calls: [trace] })
    expect(transfersInNested(trace)).toHaveLength(20_000)
  })
})
