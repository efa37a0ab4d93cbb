// Another version of a contract's events, made from ours by rule: each has another name, its fields have other names and stand in the opposite
// order. What a decoder of it takes is what a decoder file of a real version would: which of its fields is which of ours.
import { type AbiEvent, encodeAbiParameters, encodeEventTopics } from 'viem'
import { eventsOfAbi } from '../../../src/chain/abi'
import type { WatchedContract } from '../../../src/chain/watched'
import { abiOf } from '../../../src/dev/contracts/contract'
import type { Decode } from '../../../src/events/decoder'
import { type ContractVersion, decodersOf } from '../../../src/events/interfaces'
import type { LogFields } from '../../../src/events/log-fields'
import { ADDRESS, type Arguments, BOOK, type LogDraft } from './blocks'

const turnedName = (name: string) => `${name}Turned`

/** Our own events of a contract, by name. */
export function eventsOf(contract: WatchedContract): AbiEvent[] {
  return abiOf(contract).filter((item) => item.type === 'event')
}

export function turned(contract: WatchedContract): ContractVersion {
  const ours = decodersOf(BOOK, contract)
  const decoders = eventsOf(contract).map(({ name }) => [turnedName(name), turnedDecoder(ours[name])] as const)
  return { events: eventsOfAbi(eventsOf(contract).map(turnedEvent)), decoders: Object.fromEntries(decoders) }
}

/** Datanets come to be by its renamed event. */
export function turnedFactory() {
  const creation = { event: turnedName('DatanetCreated'), child: turnedName('datanet') }
  return { ...turned('DatanetFactory'), creation }
}

/** What the contract would say in the turned version; the arguments have our names. */
export function turnedLog(contract: WatchedContract, name: string, args: Arguments, speaker?: string): LogDraft {
  const event = eventsOf(contract).find((one) => one.name === name)
  if (event === undefined) throw new Error(`${contract} has no event ${name}`)
  const item = turnedEvent(event)
  const own = Object.fromEntries(event.inputs.map(({ name: field = '' }) => [turnedName(field), args[field]]))
  const data = item.inputs.filter(({ indexed }) => !indexed)
  return {
    address: speaker ?? ADDRESS[contract as keyof typeof ADDRESS],
    topics: encodeEventTopics({ abi: [item], args: own }) as string[],
    data: encodeAbiParameters(
      data,
      data.map(({ name: field = '' }) => own[field]),
    ),
  }
}

function turnedEvent({ type, name, inputs }: AbiEvent): AbiEvent {
  const fields = inputs.map((input) => ({ ...input, name: turnedName(input.name ?? '') }))
  return { type, name: turnedName(name), inputs: fields.toReversed() }
}

function turnedDecoder(ours: Decode | undefined): Decode {
  if (ours === undefined) throw new Error('there is no decoder to turn')
  return (fields, context) => ours(underOurNames(fields), context)
}

function underOurNames(fields: LogFields): LogFields {
  return {
    uint: (name) => fields.uint(turnedName(name)),
    uints: (name) => fields.uints(turnedName(name)),
    strings: (name) => fields.strings(turnedName(name)),
    structs: (name) => fields.structs(turnedName(name)),
    address: (name) => fields.address(turnedName(name)),
    bytes32: (name) => fields.bytes32(turnedName(name)),
    bytes: (name) => fields.bytes(turnedName(name)),
    text: (name) => fields.text(turnedName(name)),
    textBytes: (name) => fields.textBytes(turnedName(name)),
    flag: (name) => fields.flag(turnedName(name)),
  }
}
