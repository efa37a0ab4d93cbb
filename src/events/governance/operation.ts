// Under which id does the timelock know a proposal? OpenZeppelin's GovernorTimelockControl hashes the proposal's calls with the
// governor's address in the salt; so the two are joined without a read of the contract.
import type { Hex } from 'viem'
import { concat, encodeAbiParameters, keccak256, toHex } from 'viem/utils'
import type { ProposedCall } from './governance-event'

const SHAPE = [
  { type: 'address[]' },
  { type: 'uint256[]' },
  { type: 'bytes[]' },
  { type: 'bytes32' },
  { type: 'bytes32' },
] as const
const NONE: Hex = `0x${'0'.repeat(64)}`

/** The description as the log has it, byte for byte: it may be no UTF-8. */
export function operationOf(governor: string, calls: readonly ProposedCall[], description: Hex): string {
  const salt = BigInt(concat([governor as Hex, `0x${'0'.repeat(24)}`])) ^ BigInt(keccak256(description))
  const [targets, calldatas] = [calls.map(({ target }) => target as Hex), calls.map(({ calldata }) => calldata as Hex)]
  const values = calls.map(({ value }) => value)
  return keccak256(encodeAbiParameters(SHAPE, [targets, values, calldatas, NONE, toHex(salt, { size: 32 })]))
}
