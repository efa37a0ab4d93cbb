// What part of an output's credit do rows get that were looked up for it? Each listed row is checked: it must exist, with that text.
import type {
  RetrievalShare as NativeRetrievalShare,
  RetrievalShares as NativeRetrievalShares,
} from '../../native/node'
import { engine, translated } from './native'

/** The score is a plain decimal number, such as 0.8125: no binary fraction comes between the list and the shares. */
export type RetrievedRow = { id: string; hash: string; score: string }
export type KnownRow = { id: string; hash: string }

export type RetrievalStatus = 'VERIFIED' | 'UNKNOWN_ROW' | 'HASH_MISMATCH'
export type RetrievalShare = Omit<NativeRetrievalShare, 'status'> & { status: RetrievalStatus }
export type RetrievalShares = Omit<NativeRetrievalShares, 'shares'> & { shares: RetrievalShare[] }

/** `retrieval/1`. `known` has those of the listed rows that exist. Rejects with an EngineError when the list can't be taken. */
export async function retrievalShares(
  listed: readonly RetrievedRow[],
  known: readonly KnownRow[],
): Promise<RetrievalShares> {
  const shares = await translated(() => engine().retrievalShares([...listed], [...known]))
  return shares as RetrievalShares
}
