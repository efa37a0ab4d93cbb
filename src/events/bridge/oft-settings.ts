// What either end of an OFT says of its own settings: whose it is, which contract it believes on another chain, and what goes along with messages.
import { zeroAddress } from 'viem'
import type { Decoders } from '../decoder'
import type { ContractSettingKind, SetValue } from './bridge-event'

type Settings = 'OwnershipTransferred' | 'PeerSet' | 'EnforcedOptionSet' | 'MsgInspectorSet' | 'PreCrimeSet'

export const oftSettings: Pick<Decoders<'OPENOFTAdapter'>, Settings> = {
  OwnershipTransferred: (fields) => {
    const previous = fields.address('previousOwner')
    return setTo('OWNER', {
      previous: previous === zeroAddress ? null : previous,
      value: fields.address('newOwner'),
    })
  },
  PeerSet: (fields) => setTo('PEER', { eid: fields.uint('eid'), value: fields.bytes32('peer') }),
  EnforcedOptionSet: (fields) => {
    const options = fields.structs('_enforcedOptions').map((option) => ({
      ...{ eid: option.uint('eid'), messageType: option.uint('msgType'), value: option.bytes('options') },
    }))
    return setTo('ENFORCED_OPTION', ...options)
  },
  MsgInspectorSet: (fields) => setTo('MESSAGE_INSPECTOR', { value: fields.address('inspector') }),
  PreCrimeSet: (fields) => setTo('PRE_CRIME', { value: fields.address('preCrimeAddress') }),
}

type Given = Partial<SetValue> & Pick<SetValue, 'value'>

function setTo(setting: ContractSettingKind, ...values: Given[]) {
  const unsaid = { eid: null, messageType: null, previous: null }
  return { kind: 'contractSet', setting, values: values.map((value) => ({ ...unsaid, ...value })) } as const
}
