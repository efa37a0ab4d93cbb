// What can be wrong with the database, each with its code.
import { HeadwaterError } from '../errors'

export class DatabaseUnreachableError extends HeadwaterError {
  constructor(facts: { address: string }, cause?: unknown) {
    super('HW301', `The database at ${facts.address} does not answer: is it running, and is DATABASE_URL right`, {
      cause,
      retryable: true,
    })
  }
}

export class DatabaseRefusedError extends HeadwaterError {
  constructor(facts: { address: string }, cause?: unknown) {
    super('HW302', `The database at ${facts.address} refuses the user, password or database name of DATABASE_URL`, {
      cause,
    })
  }
}

export class DatabaseVersionError extends HeadwaterError {
  constructor(facts: { found: string; least: number }) {
    super('HW303', `The database is PostgreSQL ${facts.found}; Headwater needs ${facts.least} or newer`)
  }
}

export class MigrationError extends HeadwaterError {
  constructor(cause: unknown) {
    super('HW304', 'The database could not be brought up to date; nothing was changed', { cause })
  }
}

export class SchemaOutdatedError extends HeadwaterError {
  constructor(facts: { missing: string[] }) {
    super('HW305', `The database lacks ${facts.missing.join(', ')}: run \`headwater migrate\``)
  }
}

export class EventFailedError extends HeadwaterError {
  constructor(
    facts: { kind: string; at: { blockNumber: number; blockHash: string; transactionHash: string; logIndex: number } },
    cause: unknown,
  ) {
    const { blockNumber, blockHash, transactionHash, logIndex } = facts.at
    super(
      'HW306',
      `${facts.kind} in block ${blockNumber} (${blockHash}), transaction ${transactionHash}, log ${logIndex} could not be applied`,
      { cause },
    )
  }
}

/** Why blocks can't be taken back; nothing was changed. */
export class RewindRefusedError extends HeadwaterError {
  constructor(refusal: RewindRefusal) {
    const [code, words] = sentenceOf(refusal)
    super(code, words, { retryable: refusal.kind === 'processorRuns' })
  }
}

/** Why rows can't be read as of a block. */
export class AsOfRefusedError extends HeadwaterError {
  constructor(refusal: AsOfRefusal) {
    super(...asOfSentence(refusal))
  }
}

export type AsOfRefusal =
  | { kind: 'notIndexed'; number: number; head: number | null }
  | { kind: 'forgotten'; number: number; chainId: number; from: number }
  | { kind: 'unknown'; hash: string }

function asOfSentence(refusal: AsOfRefusal): [code: string, words: string] {
  switch (refusal.kind) {
    case 'notIndexed': {
      const stands = refusal.head === null ? 'no block is' : `the newest is block ${refusal.head}`
      return ['HW311', `Block ${refusal.number} is not indexed: ${stands}`]
    }
    case 'forgotten': {
      const { number, chainId, from } = refusal
      return [
        'HW312',
        `As of block ${number} nothing can be said any more: what rows of chain ${chainId} were is kept from its block ${from} on (retainedBlocks of the address book)`,
      ]
    }
    case 'unknown':
      return ['HW313', `No block ${refusal.hash} is known of the indexed chain: ask by its number`]
  }
}

export type RewindRefusal =
  | { kind: 'aboveHead'; to: number; head: number }
  | { kind: 'belowHistory'; to: number; oldest: number }
  | { kind: 'nothingIndexed'; chainId: number }
  | { kind: 'processorRuns'; chainId: number }

function sentenceOf(refusal: RewindRefusal): [code: string, words: string] {
  switch (refusal.kind) {
    case 'aboveHead':
      return ['HW307', `The index can't go back to block ${refusal.to}: it stands at block ${refusal.head}`]
    case 'belowHistory':
      return [
        'HW308',
        `The index can't go back to block ${refusal.to}: what rows were is kept back to block ${refusal.oldest}, the least that --to takes`,
      ]
    case 'nothingIndexed':
      return ['HW309', `Nothing of chain ${refusal.chainId} is indexed that could be taken back`]
    case 'processorRuns':
      return ['HW310', `A processor of chain ${refusal.chainId} is at work on this database: stop it first`]
  }
}
