// What was a stake worth at some moment? From what its interest was reckoned on then, under the terms that were in force then.
import type { StakeValueRow } from '../database/read-stakes'
import { valueAfter } from '../entities/staking/interest'
import type { GraphContext } from './context'
import { ArgumentRefusedError } from './errors'

/** `at` null: the newest block. */
export async function valueOfStake(context: GraphContext, stake: string, at: unknown): Promise<bigint | null> {
  const moment = at === null ? (context.state.heads[0]?.timestamp ?? null) : readMoment(at)
  if (moment === null) return null
  const row = await context.stakeValues(`${stake} ${moment.toISOString()}`)
  return row === null ? null : worthOf(row)
}

function worthOf(row: StakeValueRow): bigint | null {
  if (row.status === 'UNSTAKED') return 0n
  if (row.principal === null || row.interestRate === null || row.stakeDuration === null) return null
  return valueAfter({
    principal: BigInt(row.principal),
    interestRate: BigInt(row.interestRate),
    durationSeconds: BigInt(row.stakeDuration),
    elapsedSeconds: BigInt(row.elapsedSeconds),
  })
}

function readMoment(at: unknown): Date {
  const moment = new Date(String(at))
  if (Number.isNaN(moment.getTime())) {
    throw new ArgumentRefusedError({ name: 'at', value: String(at), expected: 'a moment as RFC 3339 writes it' })
  }
  return moment
}
