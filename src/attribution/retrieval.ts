// What part of an output's credit do rows get that were looked up for it? Each listed row is checked: it must exist, with that text.
import type {
  NativeIndex,
  RetrievalShare as NativeRetrievalShare,
  RetrievalShares as NativeRetrievalShares,
} from '../../native/node'
import { checkFields, checkList, checkOptions, checkType, type Watching } from './arguments'
import { watched } from './native'

/**
 * The hash is keccak256 of the text's UTF-8, the one in a contribution's tree (neither SHA-256 nor SHA3-256). The score is a plain decimal number, such as 0.8125: no
 * binary fraction comes between the list and the shares.
 */
export type RetrievedRow = { id: string; hash: string; score: string }

const FIELDS = ['id', 'hash', 'score'] as const

export type RetrievalStatus = 'VERIFIED' | 'UNKNOWN_ROW' | 'HASH_MISMATCH'
export type RetrievalShare = Omit<NativeRetrievalShare, 'status'> & { status: RetrievalStatus }
export type RetrievalShares = Omit<NativeRetrievalShares, 'shares'> & { shares: RetrievalShare[] }

export async function retrievalShares(
  index: NativeIndex,
  listed: readonly RetrievedRow[],
  options: Pick<Watching, 'signal'>,
): Promise<RetrievalShares> {
  checkOptions(options, [], ['signal'])
  checkList('the list', listed)
  for (const [at, row] of listed.entries()) {
    const name = `row ${at} of the list`
    checkFields(name, row, FIELDS)
    for (const field of FIELDS) checkType(`the ${field} of ${name}`, row[field], 'string')
  }
  const shares = await watched(options, (cancellation) => index.retrievalShares([...listed], cancellation))
  return shares as RetrievalShares
}
