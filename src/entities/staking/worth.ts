// What is a stake worth at a moment? From what its interest was reckoned on last, under the terms in force then.
import { valueAfter } from './interest'

export type WorthFacts = Readonly<{
  status: string
  /** null where the chain did not say them. */
  principal: bigint | null
  interestRate: bigint | null
  durationSeconds: bigint | null
  elapsedSeconds: bigint
}>

/** In wei; nothing once it was returned, null where a part of the reckoning is not known. */
export function worthOf({
  status,
  principal,
  interestRate,
  durationSeconds,
  elapsedSeconds,
}: WorthFacts): bigint | null {
  if (status === 'UNSTAKED') return 0n
  if (principal === null || interestRate === null || durationSeconds === null) return null
  return valueAfter({ principal, interestRate, durationSeconds, elapsedSeconds })
}
