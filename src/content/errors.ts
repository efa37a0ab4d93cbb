// What can be wrong with a content, each fault with its code, its sentence, and what it makes of the content's status.
import { HeadwaterError } from '../errors'

export type ContentFault =
  | { kind: 'URI_INVALID'; uri: string; why: string }
  | { kind: 'ADDRESS_REFUSED'; host: string; address: string }
  | { kind: 'FILE_REFUSED'; why: string }
  | { kind: 'NO_GATEWAY' }
  | { kind: 'REDIRECT_REFUSED'; host: string; why: string }
  | { kind: 'STATUS'; host: string; status: number }
  | { kind: 'TIMEOUT'; host: string; limitMs: number }
  | { kind: 'UNREACHABLE'; host: string }
  | { kind: 'TOO_LARGE'; limitBytes: number }
  | { kind: 'ENCODED'; host: string; encoding: string }
  | { kind: 'NOT_UTF8'; line: number | null }
  | { kind: 'NOT_JSONL'; line: number; why: string }
  | { kind: 'ROW_TOO_LONG'; line: number; limitBytes: number }
  | { kind: 'TOO_MANY_ROWS'; limit: number }
  | { kind: 'NOT_WELL_FORMED'; line: number | null }
  | { kind: 'HASH_MISMATCH'; expected: string; found: string }
  | { kind: 'NOT_AN_INFERENCE'; why: string }
  | { kind: 'LEAF_INVALID'; line: number; why: string }

/** MISSING: nothing was obtained that could be checked; MISMATCH: what was obtained is not what the chain anchored. */
export type ContentOutcome = {
  status: 'MISSING' | 'MISMATCH'
  reason: 'UNREACHABLE' | 'REFUSED' | 'TOO_LARGE' | 'INVALID' | 'HASH'
}

type Kind = ContentFault['kind']
type Rule = { code: string; retryable: boolean } & ContentOutcome

const RULES: Record<Kind, Rule> = {
  URI_INVALID: { code: 'HW401', retryable: false, status: 'MISSING', reason: 'REFUSED' },
  ADDRESS_REFUSED: { code: 'HW402', retryable: false, status: 'MISSING', reason: 'REFUSED' },
  FILE_REFUSED: { code: 'HW403', retryable: false, status: 'MISSING', reason: 'REFUSED' },
  NO_GATEWAY: { code: 'HW404', retryable: false, status: 'MISSING', reason: 'REFUSED' },
  REDIRECT_REFUSED: { code: 'HW405', retryable: true, status: 'MISSING', reason: 'UNREACHABLE' },
  STATUS: { code: 'HW406', retryable: true, status: 'MISSING', reason: 'UNREACHABLE' },
  TIMEOUT: { code: 'HW407', retryable: true, status: 'MISSING', reason: 'UNREACHABLE' },
  UNREACHABLE: { code: 'HW408', retryable: true, status: 'MISSING', reason: 'UNREACHABLE' },
  TOO_LARGE: { code: 'HW409', retryable: true, status: 'MISSING', reason: 'TOO_LARGE' },
  ENCODED: { code: 'HW410', retryable: true, status: 'MISSING', reason: 'UNREACHABLE' },
  NOT_UTF8: { code: 'HW411', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  NOT_JSONL: { code: 'HW412', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  ROW_TOO_LONG: { code: 'HW413', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  TOO_MANY_ROWS: { code: 'HW414', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  NOT_WELL_FORMED: { code: 'HW415', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  HASH_MISMATCH: { code: 'HW416', retryable: true, status: 'MISMATCH', reason: 'HASH' },
  NOT_AN_INFERENCE: { code: 'HW417', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
  LEAF_INVALID: { code: 'HW418', retryable: true, status: 'MISMATCH', reason: 'INVALID' },
}

export class ContentError extends HeadwaterError {
  readonly fault: ContentFault
  readonly outcome: ContentOutcome

  constructor(fault: ContentFault, cause?: unknown) {
    const { code, retryable, status, reason } = RULES[fault.kind]
    super(code, sentenceOf(fault), { cause, retryable })
    this.fault = fault
    this.outcome = { status, reason }
  }
}

/** Whether trying again could help with the fault of this code; unknown codes are given another chance. */
export function isRetryable(code: string): boolean {
  return Object.values(RULES).find((rule) => rule.code === code)?.retryable ?? true
}

function sentenceOf(fault: ContentFault): string {
  switch (fault.kind) {
    case 'URI_INVALID':
      return `The content's address ${clip(fault.uri)} can't be used: ${fault.why}`
    case 'ADDRESS_REFUSED':
      return `The content stands at ${fault.host}, which is the private address ${fault.address}: refused`
    case 'FILE_REFUSED':
      return `The content's file is refused: ${fault.why}`
    case 'NO_GATEWAY':
      return 'The content has an ipfs: address and CONTENT_GATEWAYS names no gateway'
    case 'REDIRECT_REFUSED':
      return `${fault.host} redirects where we don't follow: ${fault.why}`
    case 'STATUS':
      return `${fault.host} answered with status ${fault.status}`
    case 'TIMEOUT':
      return `${fault.host} did not deliver the content within ${fault.limitMs} ms`
    case 'UNREACHABLE':
      return `${fault.host} can't be reached, or broke off`
    case 'TOO_LARGE':
      return `The content is larger than ${fault.limitBytes} bytes`
    case 'ENCODED':
      return `${fault.host} sent the content with encoding ${clip(fault.encoding)}, though we asked for none`
    default:
      return invalidSentenceOf(fault)
  }
}

type Invalid = Exclude<
  ContentFault,
  {
    kind:
      | 'URI_INVALID'
      | 'ADDRESS_REFUSED'
      | 'FILE_REFUSED'
      | 'NO_GATEWAY'
      | 'REDIRECT_REFUSED'
      | 'STATUS'
      | 'TIMEOUT'
      | 'UNREACHABLE'
      | 'TOO_LARGE'
      | 'ENCODED'
  }
>

function invalidSentenceOf(fault: Invalid): string {
  switch (fault.kind) {
    case 'NOT_UTF8':
      return `The content is not UTF-8${inLine(fault.line)}`
    case 'NOT_JSONL':
      return `The content is not JSONL: line ${fault.line} ${fault.why}`
    case 'ROW_TOO_LONG':
      return `Line ${fault.line} of the content is longer than ${fault.limitBytes} bytes`
    case 'TOO_MANY_ROWS':
      return `The content has more than ${fault.limit} rows`
    case 'NOT_WELL_FORMED':
      return `The content holds half a surrogate pair${inLine(fault.line)}`
    case 'HASH_MISMATCH':
      return `The content hashes to ${fault.found}, the chain says ${fault.expected}`
    case 'NOT_AN_INFERENCE':
      return `The content is not that of an inference: ${fault.why}`
    case 'LEAF_INVALID':
      return `Line ${fault.line} of the evidence is not a leaf: ${fault.why}`
  }
}

const inLine = (line: number | null) => (line === null ? '' : ` in line ${line}`)

function clip(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)
}
