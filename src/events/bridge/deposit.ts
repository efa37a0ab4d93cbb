// What a deposit on L1 becomes on the L2: the transaction that mints there, worked out from the L1's log alone, so that both sides can be
// joined without looking for one another.
import type { Hex } from 'viem'
import { concat, keccak256, numberToHex, toRlp } from 'viem/utils'
import { UndecodableLog } from '../log-fields'

export type Deposit = Readonly<{
  mint: bigint
  value: bigint
  gasLimit: bigint
  isCreation: boolean
  data: string
}>

type Place = Readonly<{ blockHash: string; logIndex: number }>

// mint and value of 32 bytes, a gas limit of 8, a flag of 1, and the data behind them.
const FIELDS = [64, 128, 144, 146] as const

/** What version 0 packs: `abi.encodePacked(mint, value, gasLimit, isCreation, data)`. */
export function unpackDeposit(opaqueData: string): Deposit {
  const hex = opaqueData.slice(2)
  const [mintEnd, valueEnd, gasEnd, flagEnd] = FIELDS
  if (hex.length < flagEnd) throw new UndecodableLog('TransactionDeposited.opaqueData is cut short')
  const number = (from: number, to: number) => BigInt(`0x${hex.slice(from, to)}`)
  return {
    mint: number(0, mintEnd),
    value: number(mintEnd, valueEnd),
    gasLimit: number(valueEnd, gasEnd),
    isCreation: number(gasEnd, flagEnd) !== 0n,
    data: `0x${hex.slice(flagEnd)}`,
  }
}

/** As the rollup's derivation has it: domain 0, then the place of the log. */
export function sourceHashOf({ blockHash, logIndex }: Place): Hex {
  const place = keccak256(concat([blockHash as Hex, numberToHex(logIndex, { size: 32 })]))
  return keccak256(concat([numberToHex(0, { size: 32 }), place]))
}

/** The hash of the transaction of type 0x7E that derivation makes of it. */
export function depositTransactionHash(deposit: Deposit, made: { from: string; to: string; sourceHash: Hex }): Hex {
  const { mint, value, gasLimit, isCreation, data } = deposit
  const to: Hex = isCreation ? '0x' : (made.to as Hex)
  const isSystem: Hex = '0x'
  const amounts = [quantity(mint), quantity(value), quantity(gasLimit)]
  return keccak256(concat(['0x7e', toRlp([made.sourceHash, made.from as Hex, to, ...amounts, isSystem, data as Hex])]))
}

/** RLP knows no leading zeros, and zero is nothing. */
function quantity(value: bigint): Hex {
  return value === 0n ? '0x' : numberToHex(value)
}
