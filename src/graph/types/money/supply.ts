// The whole of OPEN, and where it is: parts that add up, or the difference between them and the whole.
import type { SupplyRow } from '../../../database/reads/read-supply'
import {
  type SupplyPart as Part,
  type SupplySums,
  supplyDifferenceOf,
  supplyPartsOf,
} from '../../../entities/token/supply-parts'
import { builder } from '../../builder'

const SupplyForm = builder.enumType('SupplyForm', {
  values: {
    HELD_ON_L1: { description: 'OPEN itself, held by anybody but the portal and the lockbox of the OFT.' },
    HELD_ABROAD: { description: 'Made by the OFT on another chain.' },
    OFT_UNDER_WAY: { description: 'Sent by the OFT and not arrived.' },
    WOPEN: { description: 'Wrapped on the L2.' },
    GOPEN: { description: 'Wrapped into votes on the L2.' },
    WITHDRAWING: { description: 'Has left the L2 and is not paid out on L1.' },
    L2_COIN: {
      description:
        'The rest of what the portal holds: the native coin on the L2, deposits that have not arrived there, and what fees and failed messages took.',
    },
  } as const,
})

const SupplyPart = builder.objectRef<Part>('SupplyPart').implement({
  fields: (t) => ({
    form: t.field({ type: SupplyForm, resolve: ({ form }) => form }),
    amount: t.field({ type: 'BigInt', description: 'wei', resolve: ({ amount }) => amount }),
    isSeen: t.exposeBoolean('isSeen', {
      description:
        'Whether logs say it. The native coin moves without logs: of it only the whole is known. Of what is abroad, under way or leaving it is false where the other chain or its contract has said nothing here: amount is then only what is known. Of WOPEN and GOPEN it is false where no address book names them: they stand in L2_COIN then.',
    }),
  }),
})

export const Supply = builder.objectRef<SupplyRow>('Supply').implement({
  description: 'Every wei of OPEN, as far as the chains are indexed; each of them to its own head.',
  fields: (t) => ({
    made: t.field({
      type: 'BigInt',
      description: 'wei: what was made on L1 and not burned.',
      resolve: ({ made }) => made,
    }),
    parts: t.field({ type: [SupplyPart], resolve: (row) => supplyPartsOf(sumsOf(row)) }),
    lockedInPortal: t.expose('lockedInPortal', { type: 'BigInt', description: 'wei, for the L2.' }),
    lockedInAdapter: t.expose('lockedInAdapter', { type: 'BigInt', description: 'wei, for the far ends of the OFT.' }),
    difference: t.field({
      type: 'BigInt',
      nullable: true,
      description:
        'wei: what was made less all parts. Not 0 where the lockbox holds other than what is abroad and under way; null where what is abroad is not seen.',
      resolve: (row) => supplyDifferenceOf(sumsOf(row)),
    }),
  }),
})

function sumsOf(row: SupplyRow): SupplySums {
  return {
    ...{ made: BigInt(row.made), held: BigInt(row.held), lockedInPortal: BigInt(row.lockedInPortal) },
    ...{ heldAbroad: BigInt(row.heldAbroad), oftUnderWay: BigInt(row.oftUnderWay), wrapped: BigInt(row.wrapped) },
    ...{ voting: BigInt(row.voting), withdrawing: BigInt(row.withdrawing) },
    isSeen: {
      abroad: row.isAbroadSeen,
      withdrawing: row.isWithdrawingSeen,
      wrapped: row.isWrappedSeen,
      voting: row.isVotingSeen,
    },
  }
}
