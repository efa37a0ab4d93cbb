// The contracts' events as their ABI files declare them: name, topic and fields. The files in abi/ are the only place
// where a signature is written down.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toEventSelector, toFunctionSelector } from 'viem/utils'
import { type CONTRACTS, PROJECT_ROOT } from '../config'

/** A Datanet is found through its factory; a proxy is any of the others. */
export type ContractName = (typeof CONTRACTS)[number] | 'Datanet' | 'Proxy'

export type AbiField = Readonly<{
  name: string
  type: string
  indexed: boolean
  /** Of a struct, or of a list of them: its fields. */
  components?: readonly AbiField[]
}>

export type AbiEvent = Readonly<{ name: string; topic0: string; fields: readonly AbiField[] }>

type AbiInput = { name: string; type: string; indexed?: boolean; components?: AbiInput[] }
type AbiItem = { type: string; name?: string; inputs?: AbiInput[] }

const read = new Map<ContractName, AbiItem[]>()

export function abiEvent(contract: ContractName, name: string): AbiEvent {
  return eventOf(itemOf(contract, 'event', name))
}

/** All events of an ABI that stands in no file of ours. */
export function eventsOfAbi(items: readonly unknown[]): AbiEvent[] {
  return (items as AbiItem[]).filter(({ type }) => type === 'event').map(eventOf)
}

function eventOf(item: AbiItem): AbiEvent {
  const fields = (item.inputs ?? []).map(fieldOf)
  return Object.freeze({ name: item.name ?? '', topic0: toEventSelector(signatureOf(item)), fields })
}

function fieldOf({ name, type, indexed, components }: AbiInput): AbiField {
  const field = { name, type, indexed: indexed === true }
  return components === undefined ? field : { ...field, components: components.map(fieldOf) }
}

/** The first four bytes of call data that calls this function. */
export function functionSelector(contract: ContractName, name: string): string {
  return toFunctionSelector(signatureOf(itemOf(contract, 'function', name)))
}

function itemOf(contract: ContractName, type: string, name: string): AbiItem {
  const found = itemsOf(contract).find((item) => item.type === type && item.name === name)
  if (found === undefined) throw new Error(`abi/${contract}.json has no ${type} ${name}`)
  return found
}

function itemsOf(contract: ContractName): AbiItem[] {
  const known = read.get(contract)
  if (known !== undefined) return known
  const items = JSON.parse(readFileSync(join(PROJECT_ROOT, 'abi', `${contract}.json`), 'utf8')) as AbiItem[]
  read.set(contract, items)
  return items
}

function signatureOf(item: AbiItem): string {
  return `${item.name}${typesOf(item.inputs ?? [])}`
}

/** A struct stands as the list of its fields' types. */
function typesOf(inputs: readonly AbiInput[]): string {
  return `(${inputs.map(({ type, components }) => type.replace('tuple', components ? typesOf(components) : 'tuple')).join(',')})`
}
