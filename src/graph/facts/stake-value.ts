// What was a stake worth at some moment? From what its interest was reckoned on then, under the terms that were in force then.
import type { StakeValueRow } from '../../database/reads/read-stakes'
import { worthOf } from '../../entities/staking/worth'
import type { GraphContext } from '../context'
import { ArgumentRefusedError } from '../errors'
import { blockAt } from './block-time'

/** The moment of a block, or any; neither: the newest block. */
export type When = { at?: unknown; block?: number | null | undefined }

export async function valueOfStake(
  context: GraphContext,
  stake: { id: string; chainId: number },
  { at, block }: When,
): Promise<bigint | null> {
  if (at != null && block != null) {
    throw new ArgumentRefusedError({ name: 'at', value: String(at), expected: 'either at or block' })
  }
  const moment = at == null ? await momentOf(context, stake.chainId, block) : readMoment(at)
  if (moment === null) return null
  const row = await context.stakeValues(`${stake.id} ${moment.toISOString()}`)
  return row === null ? null : worthOfRow(row)
}

/** null where the second is not known. */
async function momentOf(context: GraphContext, chainId: number, block: number | null | undefined) {
  const found = await blockAt(context, chainId, block)
  if (found === null || found.time.earliest !== found.time.latest) return null
  return new Date(Number(found.time.latest) * 1_000)
}

function worthOfRow({ status, principal, interestRate, stakeDuration, elapsedSeconds }: StakeValueRow): bigint | null {
  return worthOf({
    status,
    principal: integer(principal),
    interestRate: integer(interestRate),
    durationSeconds: integer(stakeDuration),
    elapsedSeconds: BigInt(elapsedSeconds),
  })
}

function integer(text: string | null): bigint | null {
  return text === null ? null : BigInt(text)
}

function readMoment(at: unknown): Date {
  const moment = new Date(String(at))
  if (Number.isNaN(moment.getTime())) {
    throw new ArgumentRefusedError({ name: 'at', value: String(at), expected: 'a moment as RFC 3339 writes it' })
  }
  return moment
}
