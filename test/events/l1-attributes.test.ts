// What the system's deposit says of L1, in each of its formats, encoded by another library; and what is said of one that can't be read.
import { concat, encodeAbiParameters, encodePacked, type Hex, pad, toHex } from 'viem'
import { expect, test } from 'vitest'
import { decodeL1Attributes } from '../../src/events/blocks/l1-attributes'

const HASH: Hex = `0x${'ab'.repeat(32)}`
const BATCHER = pad('0x6887246668a3b87f54deb3b94ba47a6f63f32985', { size: 32 })
const COMMON = {
  ...{ l1Number: 22_846_570n, l1Hash: HASH, l1Timestamp: new Date('2026-11-21T12:00:00Z'), sequenceNumber: 5n },
  ...{ baseFee: 2_500_000_000n, batcherHash: BATCHER },
}
const SECONDS = BigInt(COMMON.l1Timestamp.getTime() / 1_000)

const bedrock = concat([
  '0x015d8eb9',
  encodeAbiParameters(
    ['uint64', 'uint64', 'uint256', 'bytes32', 'uint64', 'bytes32', 'uint256', 'uint256'].map((type) => ({ type })),
    [COMMON.l1Number, SECONDS, COMMON.baseFee, HASH, COMMON.sequenceNumber, BATCHER, 188n, 684_000n],
  ),
])
const packed = encodePacked(
  ['uint32', 'uint32', 'uint64', 'uint64', 'uint64', 'uint256', 'uint256', 'bytes32', 'bytes32'],
  [1_368, 810_949, COMMON.sequenceNumber, SECONDS, COMMON.l1Number, COMMON.baseFee, 7n, HASH, BATCHER],
)
const ecotone = concat(['0x440a5e20', packed])
const operator = encodePacked(['uint32', 'uint64'], [1_500, 9n])
const isthmus = concat(['0x098999be', packed, operator])
const jovian = concat(['0x3db6be2b', packed, operator, toHex(400, { size: 2 })])

const NONE = {
  ...{ blobBaseFee: null, l1FeeOverhead: null, l1FeeScalar: null, baseFeeScalar: null, blobBaseFeeScalar: null },
  ...{ operatorFeeScalar: null, operatorFeeConstant: null, daFootprintGasScalar: null },
}
const SCALARS = { blobBaseFee: 7n, baseFeeScalar: 1_368n, blobBaseFeeScalar: 810_949n }
const OPERATOR = { operatorFeeScalar: 1_500n, operatorFeeConstant: 9n }

test.each([
  ['BEDROCK', bedrock, { l1FeeOverhead: 188n, l1FeeScalar: 684_000n }],
  ['ECOTONE', ecotone, SCALARS],
  ['ISTHMUS', isthmus, { ...SCALARS, ...OPERATOR }],
  ['JOVIAN', jovian, { ...SCALARS, ...OPERATOR, daFootprintGasScalar: 400n }],
])('%s', (format, input, own) => {
  expect(decodeL1Attributes(input)).toEqual({ format, ...COMMON, ...NONE, ...own })
})

/** The field of 32 bytes at this word of a Bedrock call. */
const withWord = (word: number, value: Hex): string =>
  `${bedrock.slice(0, 10 + 64 * word)}${value.slice(2)}${bedrock.slice(10 + 64 * (word + 1))}`
const LARGE: Hex = `0x${'ff'.repeat(32)}`

test.each([
  ['nothing', '0x', /calls 0x, which is no format/],
  ['an unknown format', `0x12345678${packed.slice(2)}`, /calls 0x12345678, which is no format/],
  ['one cut short', isthmus.slice(0, -2), /ISTHMUS call has 171 bytes in place of 172/],
  ['one too long', `${ecotone}00`, /ECOTONE call has 161 bytes in place of 160/],
  ['half a byte', ecotone.slice(0, -1), /159.5 bytes/],
  ['a number beyond 64 bits', withWord(0, LARGE), /more than 64 bits/],
  ['a sequence beyond 64 bits', withWord(4, LARGE), /more than 64 bits/],
  ['a time that no calendar has', withWord(1, LARGE), /no calendar/],
  ['a time after the year 9999', withWord(1, toHex(253_402_300_800, { size: 32 })), /no calendar/],
])('%s is no format, and says why', (_, input, reason) => {
  expect(decodeL1Attributes(input)).toMatch(reason)
})
