// The rows that a block leaves beside those of its events: its origin on L1, its transactions with what they cost, and the coin that they moved.
// Pure; they depend on the block alone, so nothing is looked up but the block's own row.
import type { BlockReading } from '../../events/blocks/block-reading'
import { blockId } from '../../events/ids'
import type { Change } from '../rows'
import type { World } from '../world'
import { movementsOf } from './coin-movements'
import { transactionRow } from './transaction-row'

export function rowsOfBlock(world: World, reading: BlockReading): Change[] {
  const { at, gasUsed, baseFee, transactions } = reading
  const row = world.get('block', blockId(at.chainId, at.blockNumber))
  const block: Change[] = row === undefined ? [] : [{ kind: 'block', row: { ...row, gasUsed, baseFee } }]
  const attributes = attributesOf(reading)
  return [
    ...block,
    ...originRow(reading),
    ...transactions.flatMap((made): Change[] => {
      const transaction = transactionRow(made, attributes)
      return [{ kind: 'transaction', row: transaction }, ...movementsOf(made, transaction)]
    }),
  ]
}

const attributesOf = ({ origin }: BlockReading) =>
  origin === null || typeof origin.found === 'string' ? null : origin.found

const UNREAD = {
  ...{ format: null, l1Number: null, l1Hash: null, l1Timestamp: null, sequenceNumber: null, baseFee: null },
  ...{ blobBaseFee: null, batcherHash: null, l1FeeOverhead: null, l1FeeScalar: null, baseFeeScalar: null },
  ...{ blobBaseFeeScalar: null, operatorFeeScalar: null, operatorFeeConstant: null, daFootprintGasScalar: null },
} as const

function originRow({ at, origin }: BlockReading): Change[] {
  if (origin === null) return []
  const { chainId, blockNumber, blockHash, timestamp } = at
  const id = blockId(chainId, blockNumber)
  const place = { id, chainId, blockNumber, blockHash, timestamp, transactionHash: origin.transactionHash }
  const { found } = origin
  const said = typeof found === 'string' ? { ...UNREAD, problem: found } : { ...found, problem: null }
  return [{ kind: 'l1Origin', row: { ...place, ...said } }]
}
