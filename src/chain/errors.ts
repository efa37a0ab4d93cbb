// What can be wrong with the chain's endpoints, each with its code. What another try can mend is retryable; the rest stops the
// processor, because going on would mix two chains.
import { HeadwaterError } from '../errors'

export class NoEndpointError extends HeadwaterError {
  constructor(facts: { network: string }) {
    super('HW201', `No RPC endpoint is known for the network ${facts.network}: set RPC_URL`)
  }
}

export class WrongChainError extends HeadwaterError {
  constructor(facts: { endpoint: string; found: number; expected: number }) {
    super(
      'HW202',
      `The RPC endpoint ${facts.endpoint} is of chain ${facts.found}; the address book is of chain ${facts.expected}`,
    )
  }
}

export class EndpointSilentError extends HeadwaterError {
  constructor(facts: { endpoint: string }, cause: unknown) {
    super('HW203', `The RPC endpoint ${facts.endpoint} does not answer`, { cause, retryable: true })
  }
}

export class EndpointFaultError extends HeadwaterError {
  constructor(facts: { endpoint: string }, cause: unknown) {
    super('HW204', `The RPC endpoint ${facts.endpoint} gave an answer that can't be used`, { cause, retryable: true })
  }
}

export class ChainReplacedError extends HeadwaterError {
  constructor(facts: { height: number; hash: string; endpoint: string }, cause?: unknown) {
    super(
      'HW205',
      `Block ${facts.height} (${facts.hash}) is indexed as final, but the chain at ${facts.endpoint} has another one there`,
      { cause },
    )
  }
}

export class RivalProcessorError extends HeadwaterError {
  constructor(facts: { chainId: number }, cause: unknown) {
    super('HW206', `Another processor writes chain ${facts.chainId} into the same database`, { cause, retryable: true })
  }
}

export class MetricsPortError extends HeadwaterError {
  constructor(facts: { port: number }, cause: unknown) {
    super('HW207', `The port ${facts.port} for Prometheus is in use: set PROMETHEUS_PORT to a free one`, { cause })
  }
}
