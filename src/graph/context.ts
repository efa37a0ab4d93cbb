// What every resolver is given: one snapshot of the database, the state it stands for, and the loaders that read in bulk.
import {
  type ArrivalRow,
  type BlockRow,
  type CoinMovementRow,
  readArrivals,
  readBlocks,
  readMovements,
  readTransactions,
  type TransactionRow,
} from '../database/reads/read-blocks'
import { type ProposalFacts, readProposalFacts } from '../database/reads/read-proposals'
import {
  type AccountRow,
  type ContributionRow,
  type InferenceRow,
  readAccounts,
  readContributions,
  readInferences,
} from '../database/reads/read-rows'
import { readStakeValues, type StakeValueRow } from '../database/reads/read-stakes'
import { readStandingFacts, type StandingFacts } from '../database/reads/read-standings'
import { type BlockTime, readBlockTimes } from '../database/reads/read-times'
import { readVerdicts, type VerdictRow } from '../database/reads/read-trace'
import type { Database, DatabaseState } from '../database/snapshot'
import { type Batch, createBatch } from './batch'
import { createTextLoader, type TextLoader } from './facts/texts'
import type { Feed } from './feed'
import type { LiveAttribution } from './live/live-attribution'

export type GraphFacts = {
  database: Database
  state: DatabaseState
  feed: Feed
  /** Null where this process has no engine. */
  attribution: LiveAttribution | null
  budget: PrivateBudget
  /** Aborted when the client is gone. */
  signal: AbortSignal
}

/** How often whoever asks may attribute a text of their own to private or paid data: each answer is a guess confirmed or not. */
export type PrivateBudget = {
  /** Throws a PrivateBudgetError where nothing is left. */
  spend(): void
}

export type GraphContext = GraphFacts & {
  texts: TextLoader
  /** By hash, as transactions and what moved in them. */
  blocks: Batch<string, BlockRow | null>
  transactions: Batch<string, TransactionRow | null>
  movements: Batch<string, CoinMovementRow[]>
  /** By deposit. */
  arrivals: Batch<string, ArrivalRow | null>
  accounts: Batch<string, AccountRow | null>
  contributions: Batch<string, ContributionRow | null>
  inferences: Batch<string, InferenceRow | null>
  /** By `<contribution id> <version id>`. */
  standings: Batch<string, StandingFacts | null>
  /** By `<stake id> <ISO moment>`. */
  stakeValues: Batch<string, StakeValueRow | null>
  /** By `<proposal id> <block number>`. */
  proposalFacts: Batch<string, ProposalFacts | null>
  /** By `<chain id> <block number>`. */
  blockTimes: Batch<string, BlockTime | null>
  /** By inference. */
  verdicts: Batch<string, VerdictRow[]>
}

export function createGraphContext(facts: GraphFacts): GraphContext {
  return {
    ...facts,
    texts: createTextLoader(facts.database),
    blocks: createBatch<string, BlockRow | null>((hashes) => readBlocks(facts.database, hashes), null),
    transactions: createBatch<string, TransactionRow | null>(
      (hashes) => readTransactions(facts.database, hashes),
      null,
    ),
    movements: createBatch<string, CoinMovementRow[]>((hashes) => readMovements(facts.database, hashes), []),
    arrivals: createBatch<string, ArrivalRow | null>((ids) => readArrivals(facts.database, ids), null),
    accounts: createBatch<string, AccountRow | null>((ids) => readAccounts(facts.database, ids), null),
    contributions: createBatch<string, ContributionRow | null>((ids) => readContributions(facts.database, ids), null),
    inferences: createBatch<string, InferenceRow | null>((ids) => readInferences(facts.database, ids), null),
    standings: createBatch<string, StandingFacts | null>((keys) => readStandingFacts(facts.database, keys), null),
    stakeValues: createBatch<string, StakeValueRow | null>((keys) => readStakeValues(facts.database, keys), null),
    proposalFacts: createBatch<string, ProposalFacts | null>((keys) => readProposalFacts(facts.database, keys), null),
    blockTimes: createBatch<string, BlockTime | null>((keys) => readBlockTimes(facts.database, keys), null),
    verdicts: createBatch<string, VerdictRow[]>((ids) => readVerdicts(facts.database, ids), []),
  }
}
