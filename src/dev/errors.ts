// What can go wrong while a whole Headwater runs on one machine, each with its code.
import { HeadwaterError } from '../errors'

export class PostgresStartError extends HeadwaterError {
  constructor(facts: { step: string; output: string }, cause?: unknown) {
    super('HW801', `The embedded PostgreSQL did not ${facts.step}: ${facts.output.trim() || 'no output'}`, { cause })
  }
}

export class PostgresDataError extends HeadwaterError {
  constructor(facts: { dir: string; found: string; expected: string }) {
    super(
      'HW802',
      `${facts.dir} holds data of PostgreSQL ${facts.found}, this version runs ${facts.expected}: move the folder away or start with --fresh`,
    )
  }
}
