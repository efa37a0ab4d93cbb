// What the system's deposit at the head of an L2 block says of L1: the block that it follows from, and the fees in force. Its call has had four
// formats so far, each known by its selector; the later ones are packed without padding.
import { toFunctionSelector } from 'viem/utils'
import { LARGEST } from '../../chain/blocks/bounded'

export type L1Attributes = Readonly<{
  format: 'BEDROCK' | 'ECOTONE' | 'ISTHMUS' | 'JOVIAN'
  l1Number: bigint
  l1Hash: string
  l1Timestamp: Date
  sequenceNumber: bigint
  /** wei, as are all fees; what a format does not have is null. */
  baseFee: bigint
  blobBaseFee: bigint | null
  batcherHash: string
  l1FeeOverhead: bigint | null
  l1FeeScalar: bigint | null
  baseFeeScalar: bigint | null
  blobBaseFeeScalar: bigint | null
  operatorFeeScalar: bigint | null
  operatorFeeConstant: bigint | null
  daFootprintGasScalar: bigint | null
}>

export const DEPOSITOR = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001'
export const L1_BLOCK = '0x4200000000000000000000000000000000000015'

/** A string is the reason why it can't be read. */
export function decodeL1Attributes(input: string): L1Attributes | string {
  const format = FORMATS.find(({ selector }) => input.startsWith(selector))
  if (format === undefined) return `it calls ${input.slice(0, SELECTOR_END)}, which is no format known here`
  const lengthBytes = format.fields.reduce((sum, [, bytes]) => sum + bytes, 0)
  const found = (input.length - SELECTOR_END) / 2
  if (found !== lengthBytes) return `its ${format.name} call has ${found} bytes in place of ${lengthBytes}`
  return attributesOf(format, wordsOf(format, input))
}

const SELECTOR_END = 10
type Format = Readonly<{
  name: L1Attributes['format']
  selector: string
  fields: readonly (readonly [string, number])[]
}>

const PACKED = [
  ['baseFeeScalar', 4],
  ['blobBaseFeeScalar', 4],
  ['sequenceNumber', 8],
  ['timestamp', 8],
  ['number', 8],
  ['baseFee', 32],
  ['blobBaseFee', 32],
  ['hash', 32],
  ['batcherHash', 32],
] as const
const OPERATOR = [
  ['operatorFeeScalar', 4],
  ['operatorFeeConstant', 8],
] as const
const WORDS = [
  'number',
  'timestamp',
  'baseFee',
  'hash',
  'sequenceNumber',
  'batcherHash',
  'l1FeeOverhead',
  'l1FeeScalar',
]

const FORMATS: readonly Format[] = [
  {
    name: 'BEDROCK',
    selector: toFunctionSelector('setL1BlockValues(uint64,uint64,uint256,bytes32,uint64,bytes32,uint256,uint256)'),
    fields: WORDS.map((name) => [name, 32] as const),
  },
  { name: 'ECOTONE', selector: toFunctionSelector('setL1BlockValuesEcotone()'), fields: PACKED },
  { name: 'ISTHMUS', selector: toFunctionSelector('setL1BlockValuesIsthmus()'), fields: [...PACKED, ...OPERATOR] },
  {
    name: 'JOVIAN',
    selector: toFunctionSelector('setL1BlockValuesJovian()'),
    fields: [...PACKED, ...OPERATOR, ['daFootprintGasScalar', 2]],
  },
]

function wordsOf({ fields }: Format, input: string): ReadonlyMap<string, string> {
  let at = SELECTOR_END
  return new Map(
    fields.map(([name, bytes]) => {
      const word = `0x${input.slice(at, at + 2 * bytes)}`
      at += 2 * bytes
      return [name, word]
    }),
  )
}

const LARGEST_64 = 2n ** 64n - 1n

function attributesOf({ name }: Format, words: ReadonlyMap<string, string>): L1Attributes | string {
  const value = (field: string) => {
    const word = words.get(field)
    return word === undefined ? null : BigInt(word)
  }
  const counts = { l1Number: value('number') ?? 0n, sequenceNumber: value('sequenceNumber') ?? 0n }
  const seconds = value('timestamp') ?? 0n
  if (Object.values(counts).some((count) => count > LARGEST_64)) return 'a number of its call has more than 64 bits'
  if (seconds > LARGEST.seconds) return 'its call names a time that no calendar has'
  return {
    ...{ format: name, ...counts, l1Hash: words.get('hash') ?? '', l1Timestamp: new Date(Number(seconds) * 1_000) },
    ...{
      baseFee: value('baseFee') ?? 0n,
      blobBaseFee: value('blobBaseFee'),
      batcherHash: words.get('batcherHash') ?? '',
    },
    ...{ l1FeeOverhead: value('l1FeeOverhead'), l1FeeScalar: value('l1FeeScalar') },
    ...{ baseFeeScalar: value('baseFeeScalar'), blobBaseFeeScalar: value('blobBaseFeeScalar') },
    ...{ operatorFeeScalar: value('operatorFeeScalar'), operatorFeeConstant: value('operatorFeeConstant') },
    daFootprintGasScalar: value('daFootprintGasScalar'),
  }
}
