// What do the contents look like, and what are their roots? The three documents of the poa/1 reference interface: a contribution's
// rows, an inference's texts, an attribution's leaves.
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { type Address, type Hex, keccak256, stringToBytes, zeroHash } from 'viem'

/** One row of a contribution: its text, and whatever else is known of it. */
export type ContributionRow = { readonly text: string } & Readonly<Record<string, string | number>>

export type InferenceTexts = { readonly input: string; readonly output: string }

export type Leaf = {
  readonly datanetId: bigint
  readonly contributionId: bigint
  readonly row: number
  readonly contributor: Address
  readonly sharePpb: number
}

/** Leaves in the order in which `flags`, the tree's multiproof of all of them, takes them. */
export type LeafTree = { readonly root: Hex; readonly leaves: readonly Leaf[]; readonly flags: readonly boolean[] }

export function hashText(text: string): Hex {
  return keccak256(stringToBytes(text))
}

export function printRows(rows: readonly ContributionRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

export function parseRows(jsonl: string): ContributionRow[] {
  return jsonl
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

export function contentRootOf(rows: readonly ContributionRow[]): Hex {
  const leaves = rows.map(({ text }, row) => [row, hashText(text)])
  return rootOf(leaves, ['uint32', 'bytes32'])
}

/** Root of a Datanet version: what it includes, by contribution. */
export function dataRootOf(contributions: readonly { contributionId: bigint; contentRoot: Hex }[]): Hex {
  const leaves = contributions.map(({ contributionId, contentRoot }) => [contributionId, contentRoot])
  return rootOf(leaves, ['uint256', 'bytes32'])
}

export function printInference({ input, output }: InferenceTexts): string {
  return JSON.stringify({ input, output })
}

export function parseInference(json: string): InferenceTexts {
  return JSON.parse(json)
}

/** Numbers that may pass 2^53 are decimal strings. */
export function printLeaves(leaves: readonly Leaf[]): string {
  return leaves
    .map(({ datanetId, contributionId, row, contributor, sharePpb }) => {
      const line = { datanetId: `${datanetId}`, contributionId: `${contributionId}`, row, contributor, sharePpb }
      return `${JSON.stringify(line)}\n`
    })
    .join('')
}

export function plantLeaves(leaves: readonly Leaf[]): LeafTree {
  if (leaves.length === 0) return { root: zeroHash, leaves, flags: [] }
  const values = leaves.map((leaf) => [leaf.datanetId, leaf.contributionId, leaf.row, leaf.contributor, leaf.sharePpb])
  const tree = StandardMerkleTree.of(values, ['uint256', 'uint256', 'uint32', 'address', 'uint32'])
  const proof = tree.getMultiProof(values.map((_, index) => index))
  const ordered = proof.leaves.map((value) => leaves[values.indexOf(value)]).filter((leaf) => leaf !== undefined)
  return { root: tree.root as Hex, leaves: ordered, flags: proof.proofFlags }
}

/** Nothing has no tree: its root is zero. */
function rootOf(leaves: (bigint | number | string)[][], types: string[]): Hex {
  return leaves.length === 0 ? zeroHash : (StandardMerkleTree.of(leaves, types).root as Hex)
}
