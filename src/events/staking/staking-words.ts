// Words of 32 bytes, of which the staking contract's calls and answers are made.
import type { StakingTerms } from './staking-event'

/** Hex digits of one. */
export const WORD_HEX = 64
export const TERMS_WORDS = 11

export function cut(data: string): string[] {
  return data.match(/[0-9a-f]{64}/g) ?? []
}

export function readTerms(words: readonly string[]): StakingTerms | null {
  if (words.length !== TERMS_WORDS) return null
  const flags = [8, 9, 10].map((index) => numberAt(words, index))
  if (flags.some((flag) => flag > 1n)) return null
  const addresses = [0, 1, 2].map((index) => words[index] ?? '')
  if (addresses.some((word) => !/^0{24}/.test(word))) return null
  const [bank, manager, token] = addresses.map((word) => `0x${word.slice(WORD_HEX - 40)}`) as [string, string, string]
  const [isActive, isTopupEnabled, isPublic] = flags.map((flag) => flag === 1n) as [boolean, boolean, boolean]
  return {
    ...{ bank, manager, token, isActive, isTopupEnabled, isPublic },
    interestRate: numberAt(words, 3),
    stakeDuration: numberAt(words, 4),
    cooldownDuration: numberAt(words, 5),
    maxStake: numberAt(words, 6),
    minStake: numberAt(words, 7),
  }
}

export function numberAt(words: readonly string[], index: number): bigint {
  return BigInt(`0x${words[index] ?? '0'}`)
}
