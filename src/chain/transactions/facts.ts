// What is known of a block and of the transactions in it that matter, beyond the logs: what they moved, what they cost, and who made them.

export type BlockFacts = Readonly<{
  gasUsed: bigint
  /** wei; null before the chain had one. */
  baseFee: bigint | null
  /** The first of the block, deposits, and those with a log that was asked for; in their order. */
  transactions: readonly TransactionFacts[]
}>

/** Hex in lower case, money in wei; null for what the node leaves out. */
export type TransactionFacts = Readonly<{
  index: number
  hash: string
  from: string
  /** null: it made a contract. */
  to: string | null
  /** The contract that it made. */
  made: string | null
  value: bigint
  input: string
  isSuccess: boolean
  gasUsed: bigint
  gasPrice: bigint | null
  l1: L1Share
  /** null: it was signed. */
  deposit: Readonly<{ sourceHash: string; mint: bigint }> | null
  /** null where no trace was asked for, or the node has none. */
  internal: readonly InternalTransfer[] | null
}>

/** What a receipt says of the part of the fee that pays for L1. */
export type L1Share = Readonly<{
  fee: bigint | null
  gasUsed: bigint | null
  gasPrice: bigint | null
  /** A decimal fraction. */
  feeScalar: string | null
  blobBaseFee: bigint | null
}>

export type InternalTransfer = Readonly<{ from: string; to: string; amount: bigint }>
