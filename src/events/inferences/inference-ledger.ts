// What the InferenceLedger says: paid inferences, what operators claim explains them, and who disputes it.
import { ATTRIBUTION_METHODS, type Decoders, nameOf } from '../decoder'

export const inferenceLedger: Decoders<'InferenceLedger'> = {
  InferenceRecorded: (fields) => ({
    kind: 'inferenceRecorded',
    inferenceId: fields.bytes32('inferenceId'),
    modelId: fields.uint('modelId'),
    caller: fields.address('caller'),
    version: fields.uint('version'),
    agentId: fields.uint('agentId'),
    inputHash: fields.bytes32('inputHash'),
    outputHash: fields.bytes32('outputHash'),
    contentUri: fields.text('contentUri'),
    tokensIn: fields.uint('tokensIn'),
    tokensOut: fields.uint('tokensOut'),
    fee: fields.uint('fee'),
    host: fields.bytes32('host'),
  }),
  AttributionCommitted: (fields) => ({
    kind: 'attributionCommitted',
    inferenceId: fields.bytes32('inferenceId'),
    method: nameOf(ATTRIBUTION_METHODS, fields.uint('method')),
    methodVersion: fields.text('methodVersion'),
    root: fields.bytes32('root'),
    count: fields.uint('count'),
    unattributedPpb: fields.uint('unattributedPpb'),
    evidenceUri: fields.text('evidenceUri'),
  }),
  AdapterUsed: (fields) => ({
    kind: 'adapterUsed',
    inferenceId: fields.bytes32('inferenceId'),
    adapterId: fields.uint('adapterId'),
    weightPpm: fields.uint('weightPpm'),
  }),
  AttributionDisputed: (fields) => ({
    kind: 'attributionDisputed',
    inferenceId: fields.bytes32('inferenceId'),
    method: nameOf(ATTRIBUTION_METHODS, fields.uint('method')),
    challenger: fields.address('challenger'),
    bond: fields.uint('bond'),
    reasonUri: fields.text('reasonUri'),
  }),
  DisputeResolved: (fields) => ({
    kind: 'disputeResolved',
    inferenceId: fields.bytes32('inferenceId'),
    method: nameOf(ATTRIBUTION_METHODS, fields.uint('method')),
    upheld: fields.flag('upheld'),
  }),
}
