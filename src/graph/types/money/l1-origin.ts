// Where an L2 block comes from on L1, as the system's deposit at its head says.
import type { L1OriginRow } from '../../../database/reads/read-blocks'
import { builder } from '../../builder'

const SystemDepositFormat = builder.enumType('SystemDepositFormat', {
  values: ['BEDROCK', 'ECOTONE', 'ISTHMUS', 'JOVIAN'] as const,
})

export const L1Origin = builder.objectRef<L1OriginRow>('L1Origin').implement({
  description:
    "The L1 block that an L2 block follows from, with the fees in force. What the deposit's format does not have is null.",
  fields: (t) => ({
    format: t.field({ type: SystemDepositFormat, nullable: true, resolve: ({ format }) => format as 'BEDROCK' | null }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why it can not be read: then all else is null.',
    }),
    number: t.expose('l1Number', { type: 'BigInt', nullable: true }),
    hash: t.expose('l1Hash', { type: 'Bytes', nullable: true }),
    timestamp: t.expose('l1Timestamp', { type: 'DateTime', nullable: true }),
    sequenceNumber: t.expose('sequenceNumber', {
      type: 'BigInt',
      nullable: true,
      description: 'How many L2 blocks have followed from it before.',
    }),
    baseFee: t.expose('baseFee', { type: 'BigInt', nullable: true, description: 'wei, on L1' }),
    blobBaseFee: t.expose('blobBaseFee', { type: 'BigInt', nullable: true, description: 'wei, on L1' }),
    batcherHash: t.expose('batcherHash', { type: 'Bytes', nullable: true }),
    l1FeeOverhead: t.expose('l1FeeOverhead', { type: 'BigInt', nullable: true }),
    l1FeeScalar: t.expose('l1FeeScalar', { type: 'BigInt', nullable: true }),
    baseFeeScalar: t.expose('baseFeeScalar', { type: 'BigInt', nullable: true }),
    blobBaseFeeScalar: t.expose('blobBaseFeeScalar', { type: 'BigInt', nullable: true }),
    operatorFeeScalar: t.expose('operatorFeeScalar', { type: 'BigInt', nullable: true }),
    operatorFeeConstant: t.expose('operatorFeeConstant', { type: 'BigInt', nullable: true }),
    daFootprintGasScalar: t.expose('daFootprintGasScalar', { type: 'BigInt', nullable: true }),
  }),
})
