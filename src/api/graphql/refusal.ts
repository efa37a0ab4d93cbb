// Turns whatever went wrong into what a client is told: refusals of ours with their code and HTTP status, faults of a document
// as GraphQL says them, and everything else as one masked sentence with the request's id.
import { PothosValidationError } from '@pothos/core'
import { GraphQLError } from 'graphql'
import { HeadwaterError } from '../../errors'
import { ArgumentRefusedError } from '../../graph/errors'
import { BodyTooLargeError, DatabaseAwayError, DatabaseNotReadyError, TooSlowError } from '../errors'

const STATUSES: Record<string, number> = {
  HW707: 413,
  HW708: 413,
  HW709: 504,
  HW710: 429,
  HW711: 503,
  HW712: 503,
  HW716: 503,
  HW717: 503,
  HW719: 503,
  HW721: 429,
  HW723: 503,
}
const UNEXPECTED = 'HW713'

export type Unexpected = { error: unknown; requestId: string }

/** What the client is told of an error. `onUnexpected` is told of those that are masked, to log them once. */
export function refusalOf(
  error: unknown,
  request: { requestId: string; statementMs: number; bodyBytes: number },
  onUnexpected: (unexpected: Unexpected) => void,
): GraphQLError {
  if (error instanceof GraphQLError && isWorded(error)) return error
  const cause = originOf(error)
  const known = cause instanceof HeadwaterError ? cause : explain(cause, request.statementMs)
  if (known !== null) return worded(known, error)
  if (cause instanceof PothosValidationError) return worded(new HeadwaterError('HW703', cause.message), error)
  if (cause instanceof GraphQLError) return documentFault(cause, request.bodyBytes)
  onUnexpected({ error: cause, requestId: request.requestId })
  return new GraphQLError(`Something unexpected went wrong. Report it with the request id ${request.requestId}.`, {
    ...(error instanceof GraphQLError ? placeOf(error) : {}),
    extensions: { code: UNEXPECTED, requestId: request.requestId, http: { status: 500 } },
  })
}

function isWorded(error: GraphQLError): boolean {
  return /^HW\d{3}$/.test(String(error.extensions['code']))
}

/** Whether an error means that nothing of the answer can be relied on, because its transaction is lost. */
export function isDatabaseFault(error: unknown): boolean {
  return codesOf(originOf(error)).length > 0
}

const TOO_LARGE_STATUS = 413

/** Faults of the document (HW701: it can't be parsed, HW702: it does not fit the schema or the protocol), as GraphQL says them. */
function documentFault(error: GraphQLError, bodyBytes: number): GraphQLError {
  const http = error.extensions['http'] as { status?: number } | undefined
  if (http?.status === TOO_LARGE_STATUS) return worded(new BodyTooLargeError({ limit: bodyBytes }), error)
  const code = error.message.startsWith('Syntax Error') ? 'HW701' : 'HW702'
  const at = placeOf(error)
  // Without a place in the document the request itself is at fault, which is 400 to everybody.
  const isOfDocument = at.nodes !== null || at.positions !== null
  return new GraphQLError(error.message, {
    ...at,
    extensions: {
      code,
      http: { status: http?.status ?? 400, ...http, ...(isOfDocument ? { spec: true } : { spec: false }) },
    },
  })
}

/** Beside data an error says nothing of the request as a whole: its HTTP status goes. */
export function withoutStatus(error: GraphQLError): GraphQLError {
  const { http: _, ...extensions } = error.extensions
  return new GraphQLError(error.message, { ...placeOf(error), originalError: error, extensions })
}

function worded(refusal: HeadwaterError, error: unknown): GraphQLError {
  const status = STATUSES[refusal.code] ?? 400
  // Status 400 is for clients that know GraphQL's own media type; the others were promised 200 for a document's faults.
  const http = { status, ...(status === 400 ? { spec: true } : {}) }
  const at = error instanceof GraphQLError ? placeOf(error) : {}
  return new GraphQLError(refusal.message, { ...at, extensions: { code: refusal.code, http } })
}

function placeOf({ nodes, source, positions, path }: GraphQLError) {
  return { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null }
}

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error
}

const AWAY =
  /^(08...|57P0.|53300|25P03|3D000|28...|CONNECTION_.*|CONNECT_TIMEOUT|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/

/** What PostgreSQL or the way to it had to say, in our words; null where it had no part in it. */
function explain(error: unknown, limitMs: number): HeadwaterError | null {
  const codes = codesOf(error)
  if (codes.includes('57014')) return new TooSlowError({ limitMs }, error)
  if (codes.some((code) => AWAY.test(code))) return new DatabaseAwayError(error)
  if (codes.some((code) => code === '42P01' || code === '42703')) return new DatabaseNotReadyError(error)
  // Class 22: a value that no column can hold, so nothing can be found by it.
  if (codes.some((code) => code.startsWith('22'))) {
    return new ArgumentRefusedError({
      name: 'id or filter',
      value: '…',
      expected: 'a value that ids and filters can have',
    })
  }
  return null
}

// node-postgres gives these no code.
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool)/

/** The codes of an error and of its causes, where they are PostgreSQL's or the system's. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = (error as { code?: unknown }).code
  const mine = typeof own === 'string' && /^([0-9A-Z]{5}|[A-Z_]+)$/.test(own) && !own.startsWith('HW') ? [own] : []
  if (mine.length === 0 && LOST.test(error.message)) mine.push('CONNECTION_LOST')
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : []
  return [...mine, ...inner, ...codesOf(error.cause)]
}
