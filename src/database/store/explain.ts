// Names what went wrong between the processor and its database, and says whether waiting can help.
import { AssertionError } from 'node:assert'
import { RivalProcessorError } from '../../chain/errors'
import { addressOf } from '../connection'
import { DatabaseRefusedError, DatabaseUnreachableError } from '../errors'

const NETWORK_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']
// postgres.js has words of its own for the same.
const DRIVER_CODES = ['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED']
// PostgreSQL's classes: 08 connection, 40 rolled back for another's sake, 53 out of resources, 57 ended by an operator.
const PASSING_CLASSES = ['08', '40', '53', '57']
const REFUSALS = ['28P01', '28000', '3D000']
// The driver has no code for a connection that ended under it.
const ENDED = /connection terminated|connection ended|timeout expired|client has encountered a connection error/i

/** Anything that is not the database's comes back as it is. */
export function explainDatabaseError(error: unknown, url: string, chainId: number): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof AssertionError && /no other processor is running|foreign process/.test(error.message)) {
    return new RivalProcessorError({ chainId }, error)
  }
  const address = addressOf(url)
  const code = String((error as { code?: unknown }).code ?? '')
  if (REFUSALS.includes(code)) return new DatabaseRefusedError({ address }, error)
  const isPassing = code.length === 5 && PASSING_CLASSES.includes(code.slice(0, 2))
  if (isPassing || [...NETWORK_CODES, ...DRIVER_CODES].includes(code) || ENDED.test(error.message)) {
    return new DatabaseUnreachableError({ address }, error)
  }
  return error
}
