// What a block leaves beside the rows of its events: its origin, its transactions with what they cost, and the coin that they moved.
import { expect, test } from 'vitest'
import type { ChainBlock } from '../../src/chain/block'
import type { TransactionFacts } from '../../src/chain/transactions/facts'
import { ADDRESS, address, blocksOf, bytes32, type LogDraft, logOf } from '../support/blocks/blocks'
import { depositFacts, NO_SHARE, PLAIN, systemFacts, withFacts } from '../support/facts'
import { createMemory, processInMemory } from '../support/memory'

const WRAP = logOf('WOPEN', 'Deposit', { dst: address(0xa1), wad: 9n })
const UNWRAP = logOf('WOPEN', 'Withdrawal', { src: address(0xa1), wad: 4n })

function rowsOf(drafts: LogDraft[], facts: (block: ChainBlock) => TransactionFacts[], number = 1) {
  const [block] = blocksOf([drafts], number)
  if (block === undefined) throw new Error('no block')
  const memory = createMemory()
  processInMemory(memory, [{ ...block, facts: { gasUsed: 99n, baseFee: 7n, transactions: facts(block) } }])
  return memory
}

/** The block's one transaction that has logs, behind the system's deposit. */
const behindSystem =
  (more: Partial<TransactionFacts>, number = 1) =>
  (block: ChainBlock) => [
    systemFacts(number),
    { ...PLAIN, ...more, index: 0, hash: block.logs[0]?.transactionHash ?? '' },
  ]

const movements = (memory: ReturnType<typeof rowsOf>) =>
  memory.all('coinMovement').map(({ kind, from, to, amount, isWhole }) => ({ kind, from, to, amount, isWhole }))

test('a block says where it comes from, and what it burned', () => {
  const memory = rowsOf([WRAP], behindSystem({}))
  expect(memory.all('block')).toMatchObject([{ gasUsed: 99n, baseFee: 7n }])
  expect(memory.all('l1Origin')).toMatchObject([
    { id: '31337-0000000001', format: 'ISTHMUS', l1Number: 42n, problem: null },
  ])
})

test('a system deposit that can not be read leaves a row with the reason, and all else', () => {
  const memory = rowsOf([WRAP], behindSystem({}, 4), 4)
  const problem = 'its ISTHMUS call has 0 bytes in place of 172'
  expect(memory.all('l1Origin')).toMatchObject([{ format: null, l1Number: null, problem }])
  // What the operator takes is set there.
  expect(memory.all('transaction')).toMatchObject([{ operatorFee: null, fee: null }])
})

test('what only looks like the system’s deposit is believed by nobody', () => {
  const forged = (block: ChainBlock) => [
    { ...systemFacts(1), from: address(0xa1) },
    ...behindSystem({})(block).slice(1),
  ]
  expect(rowsOf([WRAP], forged).all('l1Origin')).toMatchObject([
    { problem: `it is not the system's, but of ${address(0xa1)}` },
  ])
  // Behind the first place it is a deposit like any other.
  const late = (block: ChainBlock) => [...behindSystem({})(block).slice(1), { ...systemFacts(1), index: 1 }]
  expect(rowsOf([WRAP], late).all('l1Origin')).toEqual([])
})

test('the system’s deposit is no transaction, and a block without it has no origin', () => {
  const memory = rowsOf([WRAP], (block) => behindSystem({})(block).slice(1))
  expect(memory.all('l1Origin')).toEqual([])
  expect(memory.all('transaction')).toMatchObject([{ kind: 'SIGNED', operatorFee: null }])
})

test('a fee is the sum of its parts, or as much of it as the node says', () => {
  const whole = rowsOf([WRAP], behindSystem({ l1: { ...NO_SHARE, fee: 5n } }))
  // 21,000 gas at 10 wei, 5 for L1, and by the operator's scalars 21,000 × 1 / 1,000,000 + 2.
  expect(whole.all('transaction')).toMatchObject([{ fee: 210_007n, operatorFee: 2n, l1Fee: 5n }])
  expect(movements(whole)).toEqual([{ kind: 'FEE', from: address(0xa1), to: null, amount: 210_007n, isWhole: true }])
  const part = rowsOf([WRAP], behindSystem({}))
  expect(part.all('transaction')).toMatchObject([{ fee: null, l1Fee: null }])
  expect(movements(part)).toMatchObject([{ kind: 'FEE', amount: 210_002n, isWhole: false }])
})

test('a deposit mints and passes on; of one that failed the mint remains', () => {
  const deposits = (number: number) => (block: ChainBlock) => [...behindSystem({}, number)(block), depositFacts(number)]
  const done = rowsOf([WRAP], deposits(1))
  const [, deposit] = done.all('transaction')
  expect(deposit).toMatchObject({ kind: 'DEPOSIT', mint: 50n, sourceHash: bytes32(1_001), fee: 0n, isSuccess: true })
  const mint = { kind: 'MINT', from: null, to: address(0xa1), amount: 50n }
  expect(movements(done).slice(1)).toMatchObject([mint, { kind: 'VALUE', to: address(0xa2), amount: 40n }])
  expect(movements(rowsOf([WRAP], deposits(3), 3)).slice(1)).toMatchObject([mint])
})

test('what moved inside is told by the trace, or by the token that paid it out, never by both', () => {
  const inside = { from: ADDRESS.WOPEN, to: address(0xa1), amount: 4n }
  const untraced = rowsOf([UNWRAP], behindSystem({ value: 1n }))
  expect(movements(untraced)).toMatchObject([
    { kind: 'VALUE', amount: 1n },
    { kind: 'UNWRAP', ...inside },
    { kind: 'FEE' },
  ])
  expect(untraced.all('transaction')).toMatchObject([{ tracesAvailable: false }])
  const traced = rowsOf([UNWRAP], behindSystem({ value: 1n, internal: [inside] }))
  expect(movements(traced)).toMatchObject([{ kind: 'VALUE' }, { kind: 'INTERNAL', ...inside }, { kind: 'FEE' }])
  expect(traced.all('transaction')).toMatchObject([{ tracesAvailable: true }])
})

test('a block of strangers leaves nothing, and a transaction of strangers neither', () => {
  const stranger = { ...WRAP, address: address(0xee) }
  expect(rowsOf([stranger], behindSystem({})).rows.size).toBe(0)
  const other: TransactionFacts = { ...PLAIN, index: 7, hash: bytes32(7) }
  expect(rowsOf([WRAP], (block) => [...behindSystem({})(block), other]).all('transaction')).toHaveLength(1)
})

test('amounts at the edge of 256 bits', () => {
  const most = 2n ** 256n - 1n
  const memory = rowsOf(
    [WRAP],
    behindSystem({ value: most, gasUsed: most, gasPrice: 1n, l1: { ...NO_SHARE, fee: 0n } }),
  )
  expect(movements(memory)[0]).toMatchObject({ kind: 'VALUE', amount: most })
})

test('blocks that were not read leave their events’ rows alone', () => {
  const memory = createMemory()
  processInMemory(memory, blocksOf([[WRAP]]))
  expect(memory.all('block')).toMatchObject([{ gasUsed: null, baseFee: null }])
  expect([...memory.all('transaction'), ...memory.all('l1Origin'), ...memory.all('coinMovement')]).toEqual([])
  processInMemory(memory, withFacts(blocksOf([[WRAP]], 7)))
  expect(memory.all('transaction')).toHaveLength(2)
})
