// The chain's hash of a text: keccak256 of its UTF-8 bytes, as lower-case 0x-hex.
import { keccak256 } from 'viem'

const encoder = new TextEncoder()

export function hashText(text: string): string {
  return keccak256(encoder.encode(text))
}

export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak256(bytes, 'bytes')
}
