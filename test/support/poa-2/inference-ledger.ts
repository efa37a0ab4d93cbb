// Another version of the InferenceLedger's events, with other names in another order: what an unpublished contract may look like. This
// file, the ABI beside it and a line in the address book are all that it takes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abi } from 'viem'
import { eventsOfAbi } from '../../../src/chain/abi'
import { ATTRIBUTION_METHODS, nameOf } from '../../../src/events/decoder'
import type { ContractVersion } from '../../../src/events/interfaces'

export const ABI: Abi = JSON.parse(readFileSync(join(__dirname, 'InferenceLedger.json'), 'utf8'))

export const inferenceLedger2: ContractVersion = {
  events: eventsOfAbi(ABI),
  decoders: {
    CallPaid: (fields) => ({
      kind: 'inferenceRecorded',
      inferenceId: fields.bytes32('call'),
      modelId: fields.uint('model'),
      caller: fields.address('payer'),
      version: fields.uint('modelVersion'),
      agentId: fields.uint('agent'),
      inputHash: fields.bytes32('question'),
      outputHash: fields.bytes32('answer'),
      contentUri: fields.text('uri'),
      tokensIn: fields.uint('tokensIn'),
      tokensOut: fields.uint('tokensOut'),
      fee: fields.uint('paid'),
      host: fields.bytes32('machine'),
    }),
    CreditClaimed: (fields) => ({
      kind: 'attributionCommitted',
      inferenceId: fields.bytes32('call'),
      method: nameOf(ATTRIBUTION_METHODS, fields.uint('way')),
      methodVersion: fields.text('wayVersion'),
      root: fields.bytes32('tree'),
      count: fields.uint('leaves'),
      unattributedPpb: fields.uint('rest'),
      evidenceUri: fields.text('uri'),
    }),
    AdapterCredited: (fields) => ({
      kind: 'adapterUsed',
      inferenceId: fields.bytes32('call'),
      adapterId: fields.uint('adapter'),
      weightPpm: fields.uint('ppm'),
    }),
    CreditContested: (fields) => ({
      kind: 'attributionDisputed',
      inferenceId: fields.bytes32('call'),
      method: nameOf(ATTRIBUTION_METHODS, fields.uint('way')),
      challenger: fields.address('by'),
      bond: fields.uint('stake'),
      reasonUri: fields.text('uri'),
    }),
    ContestDecided: (fields) => ({
      kind: 'disputeResolved',
      inferenceId: fields.bytes32('call'),
      method: nameOf(ATTRIBUTION_METHODS, fields.uint('way')),
      upheld: !fields.flag('stands'),
    }),
  },
}
