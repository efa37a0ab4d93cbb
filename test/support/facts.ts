// What a node would say of the transactions of blocks made by hand: the system's deposit in a format of its own for each block, now and then one that is
// damaged, users' deposits, and each transaction that has logs.
import { keccak256, toHex } from 'viem'
import type { ChainBlock } from '../../src/chain/block'
import type { TransactionFacts } from '../../src/chain/transactions/facts'
import { DEPOSITOR, L1_BLOCK } from '../../src/events/blocks/l1-attributes'
import { address, bytes32 } from './blocks/blocks'

/** The others are as where nobody reads transactions. */
const READ_EVERY = 3
/** Deposits stand before the logs' transactions. */
const DEPOSITS = 2

export function withFacts(blocks: readonly ChainBlock[]): ChainBlock[] {
  return blocks.map((block) => {
    if (block.number % READ_EVERY !== 1) return block
    const logs = block.logs.map((log) => ({ ...log, transactionIndex: log.transactionIndex + DEPOSITS }))
    const made = new Map(logs.map((log) => [log.transactionIndex, log.transactionHash]))
    const signed = [...made]
      .sort(([a], [b]) => a - b)
      .map(([index, hash]) => signedFacts(block.number, { index, hash }))
    const transactions = [systemFacts(block.number), depositFacts(block.number), ...signed]
    return { ...block, logs, facts: { gasUsed: 21_000n * BigInt(transactions.length), baseFee: 7n, transactions } }
  })
}

export const NO_SHARE = { fee: null, gasUsed: null, gasPrice: null, feeScalar: null, blobBaseFee: null }

export const PLAIN: TransactionFacts = {
  ...{ index: DEPOSITS, hash: bytes32(9), from: address(0xa1), to: address(0xa2), value: 0n, input: '0x' },
  ...{ isSuccess: true, gasUsed: 21_000n, gasPrice: 10n, made: null, l1: NO_SHARE, deposit: null, internal: null },
}

const ISTHMUS_WORDS = `${'00'.repeat(24)}${'00'.repeat(7)}2a${'11'.repeat(128)}${'00000001'}${'0000000000000002'}`

export function systemFacts(number: number): TransactionFacts {
  const input = number % 5 === 4 ? '0x098999be' : `0x098999be${ISTHMUS_WORDS}`
  return {
    ...PLAIN,
    ...{ index: 0, hash: keccak256(toHex(`system ${number}`)), from: DEPOSITOR, to: L1_BLOCK, input, gasPrice: 0n },
    deposit: { sourceHash: bytes32(number), mint: 0n },
  }
}

export function depositFacts(number: number): TransactionFacts {
  return {
    ...PLAIN,
    ...{ index: 1, hash: keccak256(toHex(`deposit ${number}`)), value: 40n, isSuccess: number % 3 !== 0, gasPrice: 0n },
    deposit: { sourceHash: bytes32(1_000 + number), mint: 50n },
  }
}

function signedFacts(number: number, place: { index: number; hash: string }): TransactionFacts {
  const internal = number % 2 === 0 ? [{ from: address(0xa2), to: address(0xa3), amount: 3n }] : null
  const l1 = number % 4 === 1 ? NO_SHARE : { ...NO_SHARE, fee: 30n }
  return { ...PLAIN, ...place, value: BigInt(place.index), l1, internal }
}
