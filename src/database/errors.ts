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
