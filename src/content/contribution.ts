// What a contribution's root stands for: its rows, parsed from JSONL and proven against the root of
// (uint32 row, bytes32 keccak256(text)).
import { ContentError } from './errors'
import { hashText } from './keccak'
import { jsonLines } from './lines'
import { merkleRoot, setWord, WORD_BYTES } from './merkle'

export type ContributionRow = { text: string; hash: string }
export type ContributionLimits = { maxBytes: number; maxRows: number; maxRowBytes: number }

export const CONTRIBUTION_LIMITS: ContributionLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxRows: 1_000_000,
  maxRowBytes: 1024 * 1024,
}

/** The rows in order, or a ContentError. */
export async function verifyContribution(
  bytes: Uint8Array,
  root: string,
  limits: ContributionLimits = CONTRIBUTION_LIMITS,
): Promise<ContributionRow[]> {
  const rows: ContributionRow[] = []
  for await (const { line, value } of jsonLines(bytes, {
    maxLines: limits.maxRows,
    maxLineBytes: limits.maxRowBytes,
  })) {
    const { text } = value
    if (typeof text !== 'string') throw new ContentError({ kind: 'NOT_JSONL', line, why: 'has no text' })
    // Half a surrogate pair has no UTF-8, hence no hash.
    if (!text.isWellFormed()) throw new ContentError({ kind: 'NOT_WELL_FORMED', line })
    rows.push({ text, hash: hashText(text) })
  }
  const found = await contributionRoot(rows.map((row) => row.hash))
  if (found !== root.toLowerCase()) throw new ContentError({ kind: 'HASH_MISMATCH', expected: root, found })
  return rows
}

export function contributionRoot(hashes: readonly string[]): Promise<string> {
  return merkleRoot(leavesOf(hashes), hashes.length)
}

/** One buffer serves all: the tree copies what it hashes. */
function* leavesOf(hashes: readonly string[]): Generator<Uint8Array> {
  const leaf = new Uint8Array(2 * WORD_BYTES)
  for (const [row, hash] of hashes.entries()) {
    setWord(leaf, 0, row)
    setWord(leaf, 1, hash)
    yield leaf
  }
}
