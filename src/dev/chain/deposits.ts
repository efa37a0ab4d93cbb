// What opens an OP Stack block? Deposit transactions of type 0x7E: the system's one with the L1 attributes, and users' ones that
// mint the native coin. They are unsigned; their source hash ties them to a place on L1.
import { type Address, concat, type Hex, keccak256, numberToHex, pad, size, slice, stringToHex, toRlp } from 'viem'

export type L1Origin = {
  readonly number: bigint
  readonly timestamp: bigint
  readonly hash: Hex
  readonly sequence: bigint
}

export type L1Deposit = { readonly account: Address; readonly transaction: Hex }

const DEPOSITOR: Address = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001'
const L1_ATTRIBUTES: Address = '0x4200000000000000000000000000000000000015'
/** setL1BlockValuesIsthmus() */
const SET_L1_VALUES: Hex = '0x098999be'
const SYSTEM_GAS = 1_000_000n
const USER_GAS = 21_000n
export const L1_BLOCK_SECONDS = 12n
/** Where it has none the L1 is only imagined. Either begins where the real one stood, so that numbers look like themselves. */
export const L1_FIRST_BLOCK = 22_846_566n
/** Blocks that the local one has before that. */
export const L1_ANCESTORS = 10

/** The L1 block that an L2 block of this time follows from, and how many L2 blocks have followed from it before. */
export function l1OriginAt(timestamp: bigint, genesisTime: bigint, previous: L1Origin | null): L1Origin {
  const height = (timestamp - genesisTime) / L1_BLOCK_SECONDS
  const number = L1_FIRST_BLOCK + height
  const sequence = previous !== null && previous.number === number ? previous.sequence + 1n : 0n
  return {
    number,
    timestamp: genesisTime + height * L1_BLOCK_SECONDS,
    hash: keccak256(concat([stringToHex('l1 block'), numberToHex(number, { size: 8 })])),
    sequence,
  }
}

/** The system's deposit: calldata packed as the Isthmus upgrade does. */
export function systemDeposit(origin: L1Origin): Hex {
  const data = concat([
    SET_L1_VALUES,
    numberToHex(1_368, { size: 4 }), // base fee scalar
    numberToHex(810_949, { size: 4 }), // blob base fee scalar
    numberToHex(origin.sequence, { size: 8 }),
    numberToHex(origin.timestamp, { size: 8 }),
    numberToHex(origin.number, { size: 8 }),
    numberToHex(2_500_000_000n, { size: 32 }), // base fee
    numberToHex(1n, { size: 32 }), // blob base fee
    origin.hash,
    pad('0x6887246668a3b87f54deb3b94ba47a6f63f32985', { size: 32 }), // batcher
    numberToHex(0, { size: 4 }), // operator fee scalar
    numberToHex(0, { size: 8 }), // operator fee constant
  ])
  const place = keccak256(concat([origin.hash, numberToHex(origin.sequence, { size: 32 })]))
  return deposit({ kind: 1, place, from: DEPOSITOR, to: L1_ATTRIBUTES, mint: 0n, value: 0n, gas: SYSTEM_GAS, data })
}

/** A user's deposit: the amount is minted to the sender, who sends it to itself. */
export function userDeposit(account: Address, mint: bigint, place: { origin: L1Origin; logIndex: number }): Hex {
  const hash = keccak256(concat([place.origin.hash, depositIndex(place)]))
  return deposit({ kind: 0, place: hash, from: account, to: account, mint, value: mint, gas: USER_GAS, data: '0x' })
}

export type LockedOnL1 = {
  readonly from: Address
  readonly to: Address
  /** As the portal packs it: mint, value, gas limit, whether it creates a contract, data. */
  readonly opaqueData: Hex
  readonly blockHash: Hex
  readonly logIndex: number
}

/** What the rollup's derivation makes of a deposit on L1: its place there is the source of its hash. */
export function derivedDeposit({ from, to, opaqueData, blockHash, logIndex }: LockedOnL1): L1Deposit {
  const word = (start: number, end: number) => BigInt(slice(opaqueData, start, end))
  const data = size(opaqueData) > DATA_AT ? slice(opaqueData, DATA_AT) : '0x'
  const place = keccak256(concat([blockHash, numberToHex(logIndex, { size: 32 })]))
  const amounts = { mint: word(0, 32), value: word(32, 64), gas: word(64, 72) }
  return { account: from, transaction: deposit({ kind: 0, place, from, to, ...amounts, data }) }
}

const DATA_AT = 73

/** One L1 block feeds several L2 blocks: the index leaves room for each of them and for real logs, so that no source hash occurs twice. */
function depositIndex({ origin, logIndex }: { origin: L1Origin; logIndex: number }): Hex {
  return numberToHex((origin.sequence + 1n) * 10_000n + BigInt(logIndex), { size: 32 })
}

type Deposit = {
  readonly kind: 0 | 1
  readonly place: Hex
  readonly from: Address
  readonly to: Address
  readonly mint: bigint
  readonly value: bigint
  readonly gas: bigint
  readonly data: Hex
}

function deposit({ kind, place, from, to, mint, value, gas, data }: Deposit): Hex {
  const sourceHash = keccak256(concat([numberToHex(kind, { size: 32 }), place]))
  const isSystem: Hex = '0x'
  const amounts = [quantity(mint), quantity(value), quantity(gas)]
  return concat(['0x7e', toRlp([sourceHash, from, to, ...amounts, isSystem, data])])
}

/** RLP knows no leading zeros, and zero is nothing. */
function quantity(value: bigint): Hex {
  return value === 0n ? '0x' : numberToHex(value)
}
