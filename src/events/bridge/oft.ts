// What both ends of an OFT say: OPEN that left for another chain, and OPEN that arrived from one, by the same guid.
import type { Decoders } from '../decoder'
import type { LogFields } from '../log-fields'
import { oftSettings } from './oft-settings'

export const oftAdapter: Decoders<'OPENOFTAdapter'> = {
  OFTSent: (fields) => sentOf(fields),
  OFTReceived: (fields) => receivedOf(fields),
  ...oftSettings,
}

export function sentOf(fields: LogFields) {
  return {
    kind: 'oftSent',
    guid: fields.bytes32('guid'),
    destinationEid: fields.uint('dstEid'),
    account: fields.address('fromAddress'),
    amountSent: fields.uint('amountSentLD'),
    amountReceived: fields.uint('amountReceivedLD'),
  } as const
}

export function receivedOf(fields: LogFields) {
  return {
    kind: 'oftReceived',
    guid: fields.bytes32('guid'),
    sourceEid: fields.uint('srcEid'),
    account: fields.address('toAddress'),
    amount: fields.uint('amountReceivedLD'),
  } as const
}
