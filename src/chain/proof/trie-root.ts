// The root of the Merkle-Patricia trie that a header keeps of an ordered list: transactions, or receipts, under their index in RLP. Built whole
// from the list and thrown away: nothing is looked up in it.
import type { Hex } from 'viem'
import { bytesToHex, hexToBytes, keccak256, toRlp } from 'viem/utils'

type Pair = Readonly<{ path: readonly number[]; value: Hex }>
type Node = readonly (Hex | Node)[]

const EMPTY: Hex = '0x'
// A node below this size stands in its parent as it is; a larger one, by its hash.
const HASHED_FROM_BYTES = 32

export function trieRoot(values: readonly Hex[]): Hex {
  if (values.length === 0) return keccak256(toRlp(EMPTY))
  const pairs = values.map((value, index) => ({ path: nibblesOf(toRlp(indexBytes(index))), value }))
  return keccak256(encoded(nodeOf(pairs, 0)))
}

/** All pairs have the same path up to `depth`. */
function nodeOf(pairs: readonly Pair[], depth: number): Node {
  const [first] = pairs
  if (first === undefined) return []
  if (pairs.length === 1) return [packed(first.path.slice(depth), true), first.value]
  const shared = sharedUpTo(pairs, depth)
  if (shared > depth) return [packed(first.path.slice(depth, shared), false), reference(nodeOf(pairs, shared))]
  const branches = Array.from({ length: 16 }, (_, nibble) => {
    const below = pairs.filter(({ path }) => path[depth] === nibble)
    return below.length === 0 ? EMPTY : reference(nodeOf(below, depth + 1))
  })
  return [...branches, pairs.find(({ path }) => path.length === depth)?.value ?? EMPTY]
}

function sharedUpTo(pairs: readonly Pair[], depth: number): number {
  const [first] = pairs
  let shared = depth
  while (
    first !== undefined &&
    shared < first.path.length &&
    pairs.every(({ path }) => path[shared] === first.path[shared])
  ) {
    shared++
  }
  return shared
}

function reference(node: Node): Hex | Node {
  const bytes = encoded(node)
  return (bytes.length - 2) / 2 < HASHED_FROM_BYTES ? node : keccak256(bytes)
}

const encoded = (node: Node): Hex => toRlp(node as Parameters<typeof toRlp>[0])

/** The yellow paper's hex prefix: parity and kind in the first nibble. */
function packed(path: readonly number[], isLeaf: boolean): Hex {
  const isOdd = path.length % 2 === 1
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0)
  const nibbles = isOdd ? [flag, ...path] : [flag, 0, ...path]
  return `0x${nibbles.map((nibble) => nibble.toString(16)).join('')}`
}

function nibblesOf(bytes: Hex): number[] {
  return [...bytes.slice(2)].map((digit) => Number.parseInt(digit, 16))
}

function indexBytes(index: number): Hex {
  if (index === 0) return EMPTY
  const digits = index.toString(16)
  return bytesToHex(hexToBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`))
}
