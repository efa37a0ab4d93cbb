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

export class CompilationError extends HeadwaterError {
  constructor(findings: readonly string[]) {
    super('HW810', `The contracts do not compile: ${findings.join('\n')}`)
  }
}

export class NodeStartError extends HeadwaterError {
  constructor(facts: { output: string }, cause?: unknown) {
    super('HW811', `The local chain's node did not start: ${facts.output.trim() || 'no output'}`, { cause })
  }
}

export class ChainPartLostError extends HeadwaterError {
  constructor(facts: { part: 'node' | 'content server'; status: string }) {
    super('HW812', `The local chain's ${facts.part} ended while the chain was running (${facts.status})`)
  }
}

export class RpcError extends HeadwaterError {
  constructor(facts: { method: string; message: string }, cause?: unknown) {
    super('HW813', `The local chain's node refused ${facts.method}: ${facts.message}`, { cause })
  }
}

export class TransactionFailedError extends HeadwaterError {
  constructor(facts: { what: string; reason: string }) {
    super('HW814', `A transaction on the local chain failed: ${facts.what}: ${facts.reason}`)
  }
}

export class ContentPortError extends HeadwaterError {
  constructor(facts: { port: number }, cause?: unknown) {
    super(
      'HW815',
      `Port ${facts.port} is in use, and contents on the local chain are addressed by it: free the port or start with --fresh`,
      { cause },
    )
  }
}

export class ChainStateError extends HeadwaterError {
  constructor(facts: { file: string }, cause?: unknown) {
    super('HW816', `The local chain's saved state ${facts.file} is damaged: start with --fresh`, { cause })
  }
}

export class PartFailedError extends HeadwaterError {
  constructor(facts: { part: string; reason: string; logFile: string }, cause?: unknown) {
    super('HW803', `The ${facts.part} did not start: ${facts.reason} (its log: ${facts.logFile})`, { cause })
  }
}

export class HomeInUseError extends HeadwaterError {
  constructor(facts: { dir: string; pid: number }) {
    super('HW804', `${facts.dir} is in use by process ${facts.pid}: stop it, or set HEADWATER_HOME to another folder`)
  }
}
