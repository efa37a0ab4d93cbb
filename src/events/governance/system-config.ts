// What L1 says the L2 is run by. The data of a setting are encoded as that setting has it, and are kept as they are.
import { type Decoders, nameOf } from '../decoder'

const SETTINGS = [
  ...(['BATCHER', 'FEE_SCALARS', 'GAS_LIMIT', 'UNSAFE_BLOCK_SIGNER'] as const),
  ...(['EIP_1559_PARAMS', 'OPERATOR_FEE_PARAMS', 'MIN_BASE_FEE', 'DA_FOOTPRINT_GAS_SCALAR'] as const),
]

export const systemConfig: Decoders<'SystemConfig'> = {
  ConfigUpdate: (fields) => ({
    kind: 'systemConfigUpdated',
    version: fields.uint('version'),
    setting: nameOf(SETTINGS, fields.uint('updateType')),
    data: fields.bytes('data'),
  }),
}
