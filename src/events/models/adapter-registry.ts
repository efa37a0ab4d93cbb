// What the AdapterRegistry says: hosts come and go, adapters are registered, deployed on hosts and taken off them.
import type { Decoders } from '../decoder'

export const adapterRegistry: Decoders<'AdapterRegistry'> = {
  HostRegistered: (fields) => ({
    kind: 'hostRegistered',
    host: fields.bytes32('host'),
    operator: fields.address('operator'),
    gpus: fields.uint('gpus'),
    uri: fields.text('uri'),
  }),
  HostRetired: (fields) => ({
    kind: 'hostRetired',
    host: fields.bytes32('host'),
  }),
  AdapterRegistered: (fields) => ({
    kind: 'adapterRegistered',
    adapterId: fields.uint('adapterId'),
    modelId: fields.uint('modelId'),
    owner: fields.address('owner'),
    version: fields.uint('version'),
    rank: fields.uint('rank'),
    weightsHash: fields.bytes32('weightsHash'),
    uri: fields.text('uri'),
  }),
  AdapterDeployed: (fields) => ({
    kind: 'adapterDeployed',
    adapterId: fields.uint('adapterId'),
    host: fields.bytes32('host'),
  }),
  AdapterRetired: (fields) => ({
    kind: 'adapterRetired',
    adapterId: fields.uint('adapterId'),
    host: fields.bytes32('host'),
  }),
}
