// What can be wrong with the chain's endpoints, each with its code. What another try can mend is retryable; the rest stops the
// processor, because going on would mix two chains.
import { HeadwaterError } from '../errors'

export class NoEndpointError extends HeadwaterError {
  constructor({ network, variable = 'RPC_URL' }: { network: string; variable?: string }) {
    super('HW201', `No RPC endpoint is known for the network ${network}: set ${variable}`)
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

export class EndpointLiedError extends HeadwaterError {
  constructor(facts: { endpoint: string }, cause: unknown) {
    super('HW210', `The RPC endpoint ${facts.endpoint} says what can't be true`, { cause, retryable: true })
  }
}

export class ChainReplacedError extends HeadwaterError {
  readonly height: number
  readonly hash: string

  /** `keptFrom`: the oldest block that can be gone back to, null where there is none; left out while nobody has looked. */
  constructor(facts: { height: number; hash: string; endpoint: string; keptFrom?: number | null }, cause?: unknown) {
    const { height, hash, endpoint, keptFrom } = facts
    const kept =
      keptFrom === undefined ? '' : `, and ${keptWords(keptFrom)}: check the endpoints, or index the chain anew`
    super(
      'HW205',
      `Block ${height} (${hash}) is indexed as final, but the chain at ${endpoint} has another one there${kept}`,
      { cause },
    )
    this.height = height
    this.hash = hash
  }
}

function keptWords(keptFrom: number | null): string {
  if (keptFrom === null) return 'there is no block to go back to'
  return `none of the blocks that can be gone back to, from ${keptFrom} on, is of that chain`
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

export class EndpointBehindError extends HeadwaterError {
  constructor(facts: { endpoint: string; height: number }) {
    super(
      'HW208',
      `The RPC endpoint ${facts.endpoint} does not have block ${facts.height} yet, which is indexed as final or another has`,
      { retryable: true },
    )
  }
}

export class EndpointForkedError extends HeadwaterError {
  constructor(facts: { endpoint: string; witness: string; height: number; hash: string }) {
    const { endpoint, witness, height, hash } = facts
    super(
      'HW209',
      `The RPC endpoint ${endpoint} is of another fork: at ${witness} block ${height} is ${hash}, as in the index`,
      { retryable: true },
    )
  }
}

type Dispute = Readonly<{ from: number; to: number; difference: string }>

export class EndpointContradictedError extends HeadwaterError {
  constructor(facts: Dispute & { endpoint: string; witnesses: string }) {
    const { endpoint, witnesses, from, to, difference } = facts
    super(
      'HW211',
      `The RPC endpoint ${endpoint} says of blocks ${from} to ${to} what others, who agree (${witnesses}), say otherwise: ${difference}`,
      { retryable: true },
    )
  }
}

export class EndpointsDisagreeError extends HeadwaterError {
  constructor(facts: Dispute & { names: string }) {
    const { names, from, to, difference } = facts
    super(
      'HW212',
      `The RPC endpoints ${names} disagree about blocks ${from} to ${to}, and no majority says which to believe: ${difference}`,
      { retryable: true },
    )
  }
}

/** Never ends anything: history goes on over RPC. */
export class GatewayError extends HeadwaterError {
  constructor(facts: { gateway: string }, cause: unknown) {
    super('HW213', `The gateway ${facts.gateway} can't be read from; history goes on over RPC`, {
      cause,
      retryable: true,
    })
  }
}
