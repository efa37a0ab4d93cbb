// Can this address or topic stand in a log of the block with this bloom, and which bloom do these logs give? A header's bloom is under its
// hash, so a log that is not in it was never in the block, and logs that leave a bit of it unset are not all of them.
import { bytesToHex, hexToBytes, keccak256 } from 'viem/utils'

const BLOOM_BYTES = 256
const BITS = 2_048
// Contracts, topics and accounts come again and again; beyond that, forgetting them costs a hash each.
const REMEMBERED = 20_000

const remembered = new Map<string, readonly number[]>()

export function isInBloom(bloom: Uint8Array, value: string): boolean {
  return bitsOf(value).every((bit) => {
    const byte = bloom[BLOOM_BYTES - 1 - (bit >> 3)] ?? 0
    return (byte & (1 << (bit & 7))) !== 0
  })
}

export function bloomOf(logs: readonly { address: string; topics: readonly string[] }[]): string {
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const { address, topics } of logs) {
    for (const value of [address, ...topics]) {
      for (const bit of bitsOf(value)) {
        const at = BLOOM_BYTES - 1 - (bit >> 3)
        bloom[at] = (bloom[at] ?? 0) | (1 << (bit & 7))
      }
    }
  }
  return bytesToHex(bloom)
}

/** Three bits of 2,048: the low eleven of each of the first three pairs of bytes of the value's hash. */
function bitsOf(value: string): readonly number[] {
  const known = remembered.get(value)
  if (known !== undefined) return known
  const hash = keccak256(hexToBytes(value as `0x${string}`), 'bytes')
  const bits = [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) % BITS)
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(value, bits)
  return bits
}
