// What a proxy says, whatever contract stands behind it: which code it runs, where it looks that up, and who may change that.
import { zeroAddress } from 'viem'
import type { Decoders } from '../decoder'

export const proxy: Decoders<'Proxy'> = {
  Upgraded: (fields, { known }) => ({
    kind: 'proxyChanged',
    name: known,
    part: 'IMPLEMENTATION',
    previous: null,
    current: fields.address('implementation'),
  }),
  AdminChanged: (fields, { known }) => {
    const previous = fields.address('previousAdmin')
    return {
      kind: 'proxyChanged',
      name: known,
      part: 'ADMIN',
      previous: previous === zeroAddress ? null : previous,
      current: fields.address('newAdmin'),
    }
  },
  BeaconUpgraded: (fields, { known }) => ({
    kind: 'proxyChanged',
    name: known,
    part: 'BEACON',
    previous: null,
    current: fields.address('beacon'),
  }),
}
