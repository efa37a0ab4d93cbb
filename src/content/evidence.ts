// What a claim's root stands for: its leaves, parsed from JSONL and proven against the root of
// (uint256 datanetId, uint256 contributionId, uint32 row, address contributor, uint32 sharePpb). What they claim is not judged here.
import { ContentError } from './errors'
import { jsonLines } from './lines'
import { merkleRoot, setWord, WORD_BYTES } from './merkle'

export const EVIDENCE_MAX_BYTES = 64 * 1024 * 1024
const MOST_LEAVES = 1_000_000
const LEAF_MAX_BYTES = 4 * 1024

export type EvidenceLeaf = {
  datanetId: bigint
  contributionId: bigint
  row: number
  /** Lower-case. */
  contributor: string
  sharePpb: number
}

/** The leaves in the file's order, or a ContentError. */
export async function verifyEvidence(bytes: Uint8Array, root: string): Promise<EvidenceLeaf[]> {
  const leaves: EvidenceLeaf[] = []
  for await (const { line, value } of jsonLines(bytes, { maxLines: MOST_LEAVES, maxLineBytes: LEAF_MAX_BYTES })) {
    const refuse = (why: string) => new ContentError({ kind: 'LEAF_INVALID', line, why })
    leaves.push({
      datanetId: unsigned(value['datanetId'], 256n) ?? raise(refuse('its datanetId is no uint256')),
      contributionId: unsigned(value['contributionId'], 256n) ?? raise(refuse('its contributionId is no uint256')),
      row: Number(unsigned(value['row'], 32n) ?? raise(refuse('its row is no uint32'))),
      contributor: address(value['contributor']) ?? raise(refuse('its contributor is no address')),
      sharePpb: Number(unsigned(value['sharePpb'], 32n) ?? raise(refuse('its sharePpb is no uint32'))),
    })
  }
  const found = await evidenceRoot(leaves)
  if (found !== root.toLowerCase()) throw new ContentError({ kind: 'HASH_MISMATCH', expected: root, found })
  return leaves
}

export function evidenceRoot(leaves: readonly EvidenceLeaf[]): Promise<string> {
  return merkleRoot(encode(leaves), leaves.length)
}

function* encode(leaves: readonly EvidenceLeaf[]): Generator<Uint8Array> {
  const words = new Uint8Array(5 * WORD_BYTES)
  for (const leaf of leaves) {
    setWord(words, 0, leaf.datanetId)
    setWord(words, 1, leaf.contributionId)
    setWord(words, 2, leaf.row)
    setWord(words, 3, leaf.contributor)
    setWord(words, 4, leaf.sharePpb)
    yield words
  }
}

/** JSON's own numbers are exact to 2^53 only: larger ones come as decimal strings. */
function unsigned(value: unknown, bits: bigint): bigint | null {
  const isExact =
    typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && /^\d{1,78}$/.test(value)
  if (!isExact) return null
  const number = BigInt(value as number | string)
  return number >= 0n && number < 1n << bits ? number : null
}

function address(value: unknown): string | null {
  return typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value) ? value.toLowerCase() : null
}

function raise(error: Error): never {
  throw error
}
