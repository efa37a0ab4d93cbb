// How a call to an endpoint can fail, told apart by what helps: waiting, asking for less, or asking another endpoint.
export type FailureKind =
  /** No connection, no answer in time, or a gateway that has none. */
  | 'silent'
  /** It asks us to wait. */
  | 'busy'
  /** It understood, and says no. */
  | 'refused'
  /** What came is no answer to what was asked. */
  | 'nonsense'

export type FailureFacts = Readonly<{
  kind: FailureKind
  /** How long it wants to be left alone, where it says so. */
  waitMs?: number
  /** Of a connection that may be made again at once, unlike an answer that took too long. */
  isShort?: boolean
  /** Of a refusal: it has no such method, whatever it is asked about. */
  isUnknownMethod?: boolean
  /** Of a refusal that is the whole batch's and no call's: what there is too much of, so that a smaller one may pass. */
  tooMuch?: 'calls' | 'bytes'
}>

export class RpcFailure extends Error {
  readonly kind: FailureKind
  readonly waitMs: number | null
  readonly isShort: boolean
  readonly isUnknownMethod: boolean
  readonly tooMuch: 'calls' | 'bytes' | null

  constructor(facts: FailureFacts, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = facts.kind
    this.waitMs = facts.waitMs ?? null
    this.isShort = facts.isShort ?? facts.kind === 'busy'
    this.isUnknownMethod = facts.isUnknownMethod ?? false
    this.tooMuch = facts.tooMuch ?? null
  }
}

/** It did not get to the question: the same may be answered later, or elsewhere. */
export function isSilence(error: unknown): boolean {
  return error instanceof RpcFailure && (error.kind === 'silent' || error.kind === 'busy')
}

export function isRefusal(error: unknown): boolean {
  return error instanceof RpcFailure && error.kind === 'refused'
}
