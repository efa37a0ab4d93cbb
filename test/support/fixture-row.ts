// What the fixture's rows have in common: one chain, names that stand for hashes and addresses, a position.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'

export const CHAIN = 31337
const GENESIS_SECONDS = 1_790_000_000

export type Row = Record<string, unknown>
export type Writer = { insert: (table: string, row: Row) => Promise<unknown>; sql: postgres.Sql }
export type At = { block: number; log?: number }

/** Any 32 bytes that depend on the words only. The tests never ask what hashes to what. */
export function hashOf(...words: (string | number)[]): string {
  return `0x${createHash('sha256').update(words.join('/')).digest('hex')}`
}

export const addressOf = (name: string): string => hashOf('address', name).slice(0, 42)
export const blockTime = (number: number): Date => new Date((GENESIS_SECONDS + 2 * number) * 1_000)

export function position({ block, log = 0 }: At): Row {
  return {
    chain_id: CHAIN,
    block_number: block,
    block_hash: hashOf('block', block),
    timestamp: blockTime(block),
    transaction_hash: hashOf('transaction', block, log),
    log_index: log,
  }
}
