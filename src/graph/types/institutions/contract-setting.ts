// Whose a contract that holds or makes OPEN is, and whom it trusts, each setting with its place.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

const Kind = builder.enumType('ContractSettingKind', {
  values: {
    OWNER: { description: 'Who may make all of these settings; nobody where it is the zero address.' },
    PEER: {
      description:
        'The contract on another chain whose messages are believed: at the far end of the OFT they mint, at the lockbox they pay out; none where it is zero.',
    },
    ENFORCED_OPTION: { description: 'What goes along with each message of a type, whatever its sender asks for.' },
    MESSAGE_INSPECTOR: { description: 'The contract that may refuse what is sent; none where it is the zero address.' },
    PRE_CRIME: { description: 'The contract that is asked what messages would do before they are delivered.' },
  } as const,
})

export const ContractSetting = builder.drizzleNode('contractSetting', {
  name: 'ContractSetting',
  description: 'A setting of either end of the OFT from this position on.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes' }),
    setting: t.field({
      type: Kind,
      select: { columns: { setting: true } },
      resolve: ({ setting }) => setting as 'OWNER',
    }),
    eid: t.expose('eid', {
      type: 'BigInt',
      nullable: true,
      description: 'The number by which messages know the other chain; null where it holds for all.',
    }),
    messageType: t.expose('messageType', {
      type: 'BigInt',
      nullable: true,
      description: 'Null where it holds for all.',
    }),
    previous: t.expose('previous', {
      type: 'Bytes',
      nullable: true,
      description: 'Null where the event does not say it, or there was none.',
    }),
    value: t.expose('value', {
      type: 'Bytes',
      description: 'An address, the 32 bytes of a peer, or options as they are encoded.',
    }),
  }),
})

export const ContractSettingConnection = createConnection('ContractSetting', ContractSetting)
