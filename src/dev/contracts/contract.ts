// How are the contracts spoken to? Calls, deployments and logs by name, from the committed ABIs and bytecode.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Abi,
  type AbiEvent,
  type Address,
  decodeEventLog,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  toEventSelector,
} from 'viem'
import { CONTRACTS, type L1_CONTRACTS, type L2_CONTRACTS, PROJECT_ROOT } from '../../config'

export const CONTRACT_NAMES = [...CONTRACTS, 'Datanet', 'Proxy'] as const

/** What the chain needs and the index does not follow; their ABIs stand beside their sources. */
export const UNWATCHED = ['Beacon', 'BeaconProxied', 'MessageEndpoint'] as const

export type ContractName = (typeof CONTRACT_NAMES)[number]

/** Contracts with an address of their own in the address book; Datanets are found through their factory. */
export type Deployed = Readonly<Record<(typeof L2_CONTRACTS)[number], Address>>
export type DeployedOnL1 = Readonly<Record<(typeof L1_CONTRACTS)[number], Address>>

/** An event in the contract's words. Values are as the ABI says: bigint above 48 bits, number below. */
export type ContractEvent = { readonly name: string; readonly args: Readonly<Record<string, unknown>> }

const SOURCES = join(PROJECT_ROOT, 'src', 'dev', 'contracts')

export type Compiled = ContractName | (typeof UNWATCHED)[number]

const abis = new Map<Compiled, Abi>()

export function abiOf(name: Compiled): Abi {
  const known = abis.get(name)
  if (known !== undefined) return known
  const isUnwatched = UNWATCHED.some((one) => one === name)
  const folder = isUnwatched ? join(SOURCES, 'unwatched') : join(PROJECT_ROOT, 'abi')
  const abi: Abi = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  abis.set(name, abi)
  return abi
}

export function encodeCall(name: Compiled, functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: abiOf(name), functionName, args })
}

export function encodeDeployment(name: Compiled, args: readonly unknown[]): Hex {
  const file = join(SOURCES, 'artifacts.json')
  const bytecode: Record<string, Hex> = JSON.parse(readFileSync(file, 'utf8'))
  return encodeDeployData({ abi: abiOf(name), bytecode: bytecode[name] ?? '0x', args })
}

export function decodeLog(name: ContractName, log: EventLog): ContractEvent {
  const [signature, ...indexed] = log.topics
  // Of one event: among all of the contract's it would hash the signature of each to find this one.
  const known = eventsOf(name).get(signature ?? '0x')
  const abi = known === undefined ? abiOf(name) : [known]
  const event = decodeEventLog({ abi, data: log.data, topics: signature ? [signature, ...indexed] : [] })
  return { name: event.eventName ?? '', args: (event.args ?? {}) as unknown as Record<string, unknown> }
}

/** The event's name alone, which costs nothing; null where the contract has no such event. */
export function nameOfLog(name: ContractName, log: EventLog): string | null {
  return eventsOf(name).get(log.topics[0] ?? '0x')?.name ?? null
}

type EventLog = { topics: readonly Hex[]; data: Hex }

const events = new Map<ContractName, ReadonlyMap<Hex, AbiEvent>>()

function eventsOf(name: ContractName): ReadonlyMap<Hex, AbiEvent> {
  const known = events.get(name)
  if (known !== undefined) return known
  const found = abiOf(name).filter((item) => item.type === 'event')
  const bySignature = new Map(found.map((event) => [toEventSelector(event), event]))
  events.set(name, bySignature)
  return bySignature
}
