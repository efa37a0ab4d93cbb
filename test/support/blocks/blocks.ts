// Blocks made by hand: logs encoded by viem, so that what decodes them is held against another's encoder.
import { encodeAbiParameters, encodeEventTopics, type Hex, keccak256, toHex } from 'viem'
import type { ChainBlock, ChainLog } from '../../../src/chain/block'
import type { AddressBook } from '../../../src/config'
import { abiOf, type ContractName } from '../../../src/dev/contracts/contract'

export const CHAIN_ID = 31_337

export const ADDRESS = {
  DatanetFactory: address(1),
  ModelRegistry: address(2),
  InferenceLedger: address(3),
  RewardDistributor: address(4),
  Staking: address(5),
  WOPEN: address(6),
  GOPEN: address(7),
  AdapterRegistry: address(8),
  AgentRegistry: address(9),
  StudioVault: address(10),
  GrantProgram: address(11),
  OpenLedgerGovernor: address(12),
  Timelock: address(13),
  L2ToL1MessagePasser: address(20),
  OPEN: address(21),
  OPENOFT: address(22),
  OPENOFTAdapter: address(23),
  OptimismPortal: address(24),
  DisputeGameFactory: address(25),
  L2OutputOracle: address(26),
  SigDispersal: address(27),
  SystemConfig: address(28),
} as const

export const BOOK: AddressBook = {
  chainId: CHAIN_ID,
  startBlock: 0,
  finalityConfirmation: 10,
  rpcUrls: [],
  contracts: ADDRESS,
  content: { allowPrivateAddresses: false },
}

export type LogDraft = Readonly<{
  address: string
  topics: readonly string[]
  data: string
  /** Logs of one block with the same number are of one transaction; without a number, each is of its own. */
  transaction?: number
  call?: ChainLog['call']
  state?: ChainLog['state']
}>

export type Arguments = Readonly<Record<string, unknown>>

/** A small address that reads well in failures. */
export function address(number: number): Hex {
  return `0x${number.toString(16).padStart(40, '0')}`
}

export function bytes32(number: number): Hex {
  return `0x${number.toString(16).padStart(64, '0')}`
}

/** `speaker` only where it is not the contract of the address book, as with Datanets. */
export function logOf(contract: ContractName, eventName: string, args: Arguments, speaker?: string): LogDraft {
  const abi = abiOf(contract)
  const event = abi.find((item) => item.type === 'event' && item.name === eventName)
  if (event?.type !== 'event') throw new Error(`${contract} has no event ${eventName}`)
  const data = event.inputs.filter((input) => !input.indexed)
  return {
    // Any of them may be a proxy: the vault speaks for them.
    address: speaker ?? ADDRESS[contract === 'Proxy' ? 'StudioVault' : (contract as keyof typeof ADDRESS)],
    topics: encodeEventTopics({ abi, eventName, args }) as string[],
    data: encodeAbiParameters(
      data,
      data.map((input) => args[input.name ?? '']),
    ),
  }
}

/** Consecutive blocks from number 1 (or another), each with the logs given; `fork` makes other hashes of the same numbers. */
export function blocksOf(drafts: readonly (readonly LogDraft[])[], from = 1, fork = ''): ChainBlock[] {
  return drafts.map((logs, index) => {
    const number = from + index
    return {
      number,
      hash: blockHash(number, fork),
      parentHash: blockHash(number - 1, index === 0 ? '' : fork),
      timestamp: new Date(1_700_000_000_000 + number * 2_000),
      logs: logs.map((draft, logIndex) => placed(draft, number, logIndex)),
    }
  })
}

export function blockHash(number: number, fork = ''): string {
  return keccak256(toHex(`${fork} block ${number}`))
}

function placed(draft: LogDraft, number: number, logIndex: number): ChainLog {
  const { address, topics, data, call, state } = draft
  const transactionIndex = draft.transaction ?? logIndex
  const transactionHash = keccak256(toHex(`transaction ${number} ${transactionIndex}`))
  return { address, topics, data, logIndex, transactionIndex, transactionHash, call: call ?? null, state }
}
